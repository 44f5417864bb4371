// Where a terminal is shown: beside another one, alone, in a window of its own, or in the user's own emulator. Like the
// other actions, none of these throws.
import { plainShell } from '../../../src-shared/plain-shell.ts'
import { engine, windowCall } from '../../engine/index.ts'
import { notify, notifyFailure } from '../../stores/notices.ts'
import { alone, joined, moved, dockTabs } from '../../stores/terminal-arrangement.ts'
import { plainTitle } from '../../stores/terminal-tabs.ts'
import { openedFor } from '../../stores/terminal-windows.ts'
import { arrange, refreshTerminals, setName, tabOf, useTerminals } from '../../stores/terminals.ts'
import { copyText } from '../../ui/clipboard.ts'
import { commandText } from '../../ui/command-text.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { openTerminal, showTab } from './actions.ts'

/** Another shell of the same container, beside this one. */
export async function splitTerminal(key: string): Promise<void> {
  const tab = tabOf(key)
  if (tab && openedFor === null) await openTerminal(tab.containerKey, plainShell, { besideKey: key })
}

/** A place to the right (1) or left (-1) in the strip. */
export function moveTab(key: string, step: 1 | -1): void {
  const place = dockTabs(useTerminals.getState().tabs).findIndex((tab) => tab.key === key)
  if (place !== -1) moveTabTo(key, place + step)
}

export function moveTabTo(key: string, place: number): void {
  arrange((tabs) => moved(tabs, key, place))
}

export function showBeside(key: string): void {
  arrange((tabs) => joined(tabs, key))
  showTab(key)
}

export function showAlone(key: string): void {
  arrange((tabs) => alone(tabs, key))
  showTab(key)
}

/** Out of the dock, or back into it. */
export async function toggleOwnWindow(key: string): Promise<void> {
  const session = tabOf(key)?.session
  try {
    if (openedFor !== null) await windowCall('terminalWindows.close', {})
    else if (session) await windowCall('terminalWindows.open', { session: session.id })
  } catch (error) {
    notifyFailure('The terminal stays where it is', toErrorInfo(error))
  }
}

/** What the terminal runs, once more, in the user's own emulator. */
export async function openOutside(key: string): Promise<void> {
  const session = tabOf(key)?.session
  if (session) await startOutside({ session: session.id })
}

export async function openShellOutside(containerKey: string): Promise<void> {
  await startOutside({ container: containerKey })
}

/** Where there is no emulator the command is copied. */
async function startOutside(target: { session: string } | { container: string }): Promise<void> {
  try {
    const { emulator, argv } = await windowCall('terminals.openOutside', target)
    if (emulator !== null) {
      notify(`Opened in ${emulator}`)
      return
    }
    await copyText(commandText(argv))
    notify('The command was copied', 'No terminal emulator was found on this machine.')
  } catch (error) {
    notifyFailure('No other terminal was opened', toErrorInfo(error))
  }
}

/** What a user would type for it. */
export async function copyTerminalCommand(key: string): Promise<void> {
  const session = tabOf(key)?.session
  if (!session) return
  if (session.argv.length === 0) {
    notify('There is nothing to copy', 'No command would show this terminal elsewhere.')
    return
  }
  try {
    await copyText(commandText(session.argv))
    notify('Copied', commandText(session.argv))
  } catch (error) {
    notifyFailure('The command was not copied', toErrorInfo(error))
  }
}

/** Nothing but blanks takes the user's name away. */
export async function renameTerminal(key: string, text: string): Promise<void> {
  const session = tabOf(key)?.session
  const name = plainTitle(text)
  if (!session || session.name === name) return
  setName(key, name)
  try {
    await engine.call('terminals.rename', { id: session.id, name })
  } catch (error) {
    notifyFailure('The terminal was not renamed', toErrorInfo(error))
    await refreshTerminals().catch(() => {})
  }
}
