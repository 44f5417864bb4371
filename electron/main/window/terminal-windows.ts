// Terminals in windows of their own: the same page under the same rules, with the session in its address. Which there
// are is told to every page; a window that closes, however, gives its terminal back to the dock.
import type { BrowserWindow, WebContents } from 'electron'
import type { TerminalWindow } from '../../../src-shared/window-contract.ts'
import { terminalAddress } from '../security/page-files.ts'
import { createPageWindow, type PageWindowOptions } from './window.ts'

/** About 100 × 30 in the usual font; and the least in which a shell is of use. */
const size = { width: 820, height: 560 } as const
const smallest = { minWidth: 320, minHeight: 200 } as const

export interface TerminalWindows {
  list(): TerminalWindow[]
  open(session: string): void
  /** Null: about to show another one. A page that is none of these windows is ignored. */
  replace(caller: WebContents, session: string | null): void
  close(caller: WebContents): void
  closeAll(): void
  windows(): BrowserWindow[]
}

export interface TerminalWindowsOptions extends PageWindowOptions {
  onChange: (windows: TerminalWindow[]) => void
  onOpened: (window: BrowserWindow) => void
  note: (sentence: string) => void
}

export function createTerminalWindows({
  onChange,
  onOpened,
  note,
  ...page
}: TerminalWindowsOptions): TerminalWindows {
  const open = new Map<BrowserWindow, TerminalWindow>()

  function list(): TerminalWindow[] {
    return [...open.values()]
  }
  function windowOf(caller: WebContents): BrowserWindow | undefined {
    return [...open.keys()].find((window) => !window.isDestroyed() && window.webContents === caller)
  }

  return {
    list,
    open(session) {
      const [there] = [...open].find(([, shown]) => shown.session === session) ?? []
      if (there) {
        there.show()
        there.focus()
        return
      }
      const window = createPageWindow(page, terminalAddress(session), { ...size, ...smallest }, (ready) =>
        ready.show(),
      )
      open.set(window, { id: window.id, session, isReplacing: false })
      window.once('closed', () => {
        open.delete(window)
        onChange(list())
      })
      window.webContents.once('render-process-gone', (_event, { reason }) => {
        if (reason === 'clean-exit' || window.isDestroyed()) return
        note(`The page of a terminal’s own window is gone (${reason}); the terminal is in the dock again.`)
        window.destroy()
      })
      onOpened(window)
      onChange(list())
    },
    replace(caller, session) {
      const window = windowOf(caller)
      const shown = window && open.get(window)
      if (!shown) return
      open.set(window, { ...shown, session: session ?? shown.session, isReplacing: session === null })
      onChange(list())
    },
    close(caller) {
      windowOf(caller)?.close()
    },
    closeAll() {
      for (const window of open.keys()) if (!window.isDestroyed()) window.destroy()
    },
    windows: () => [...open.keys()].filter((window) => !window.isDestroyed()),
  }
}
