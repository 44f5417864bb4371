// Which terminals have windows of their own. Main keeps the list, every window of the app is told of it; a window of a
// terminal is this same page, with the session in its address.
import type { TerminalWindow } from '../../src-shared/window-contract.ts'
import { windowCall } from '../engine/window.ts'

const parameter = 'terminal'

/** The session that this window was opened for; null in the main window. */
export const openedFor: string | null = new URLSearchParams(window.location.search).get(parameter)

/** Calls with the list now and at each change. Returns how to stop. */
export function followTerminalWindows(listener: (windows: readonly TerminalWindow[]) => void): () => void {
  let isToldAlready = false
  const stop = window.runcDesktop.onTerminalWindows((windows) => {
    isToldAlready = true
    listener(windows)
  })
  async function askFirst(): Promise<void> {
    const windows = await windowCall('terminalWindows.list', {})
    if (!isToldAlready) listener(windows)
  }
  // Without an answer there are none to know of, and the next change is told.
  askFirst().catch(() => {})
  return stop
}
