// What can be done with terminals, from buttons, menus, keys and other pages. None of these throws: what goes wrong is
// said in the tab concerned.
import { plainShell } from '../../../src-shared/plain-shell.ts'
import type { ProcessRequest, TerminalSummary } from '../../../src-shared/terminal-model.ts'
import { engine, windowCall } from '../../engine/index.ts'
import { dockTabs, splitOf } from '../../stores/terminal-arrangement.ts'
import { openedFor } from '../../stores/terminal-windows.ts'
import {
  activateTab,
  addTab,
  markFailed,
  markOpened,
  markOpening,
  markProblem,
  markReattaching,
  refreshTerminals,
  removeTab,
  setDockOpen,
  setMaximised,
  tabOf,
  useTerminals,
  whileClosing,
} from '../../stores/terminals.ts'
import { hasSession, stepFrom } from '../../stores/terminal-tabs.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { controllerOf, focusScreen, sizeOf } from './controller.ts'
import type { TerminalSize } from '../../../src-shared/terminal-size.ts'
import { signalSession } from './exec/session-calls.ts'
import { useRenaming } from './renaming.ts'
import { hasProgram } from './words.ts'

/** Where the focus was before it came to the dock. */
let focusBefore: HTMLElement | null = null

function rememberFocus(): void {
  const active = document.activeElement
  if (active instanceof HTMLElement && !active.closest('[data-terminal-dock]')) focusBefore = active
}

/** The dock leaves: the focus goes back to where it was, if that is still there. */
function returnFocus(): void {
  if (focusBefore?.isConnected) focusBefore.focus()
}

/** A new tab with a program in a running container: its default shell, or what is asked for. */
export async function openTerminal(
  containerKey: string,
  request: ProcessRequest = plainShell,
  { besideKey = null }: { besideKey?: string | null } = {},
): Promise<void> {
  await openTab(containerKey, request, besideKey)
}

/** A tab with the container's own first program: what it said since its beginning, and its input. */
export async function attachTerminal(containerKey: string): Promise<void> {
  const { tabs } = useTerminals.getState()
  const there = tabs.find(
    (tab) => tab.containerKey === containerKey && tab.request === null && hasSession(tab),
  )
  if (there) showTab(there.key)
  else await openTab(containerKey, null, null)
}

async function openTab(
  containerKey: string,
  request: ProcessRequest | null,
  besideKey: string | null,
): Promise<void> {
  rememberFocus()
  const key = addTab(containerKey, request, { besideKey })
  focusActive()
  await startSession(key, (size) =>
    request === null
      ? engine.call('terminals.attach', { key: containerKey })
      : engine.call('terminals.open', { key: containerKey, request, ...size }),
  )
}

/** The same program again, in the tab of one that has ended, was lost or could not be started. */
export async function runAgain(key: string): Promise<void> {
  const tab = tabOf(key)
  if (!tab || tab.state === 'opening' || (tab.state !== 'broken' && hasProgram(tab))) return
  const { containerKey, request } = tab
  const ended = hasSession(tab) && tab.session?.exit ? tab.session : null
  const broken = hasSession(tab) && !ended ? tab.session : null
  markOpening(key)
  controllerOf(key)?.focus()
  if (broken) await endSession(key, broken.id)
  await startSession(key, (size) => {
    if (ended) return engine.call('terminals.runAgain', { id: ended.id, ...size })
    if (request === null) return engine.call('terminals.attach', { key: containerKey })
    return engine.call('terminals.open', { key: containerKey, request, ...size })
  })
}

/** Another stream to the session of a tab whose stream broke. */
export function attachAgain(key: string): void {
  markReattaching(key)
  controllerOf(key)?.focus()
}

async function startSession(
  key: string,
  ask: (size: TerminalSize) => Promise<TerminalSummary>,
): Promise<void> {
  const before = tabOf(key)?.session?.id ?? null
  try {
    const size = await sizeOf(key)
    if (!tabOf(key)) return
    // The main window is told first, or it would take the session for one of its own.
    if (openedFor !== null) await windowCall('terminalWindows.replace', { session: null })
    const session = await ask(size)
    // Closed while it was being opened.
    if (tabOf(key)) markOpened(key, session)
    else await endSession(key, session.id)
    if (openedFor !== null) await windowCall('terminalWindows.replace', { session: session.id })
  } catch (error) {
    markFailed(key, toErrorInfo(error))
    if (openedFor !== null && before !== null) {
      await windowCall('terminalWindows.replace', { session: before }).catch(() => {
        // Main is gone, and this window with it.
      })
    }
  }
}

async function endSession(key: string, sessionId: string): Promise<void> {
  try {
    await whileClosing(sessionId, () => engine.call('terminals.close', { id: sessionId }))
  } catch (error) {
    const info = toErrorInfo(error)
    // It is gone already, by itself or with its engine: what was wanted.
    if (info.code === 'NotFound' || info.code === 'EngineGone') return
    await refreshTerminals().catch(() => {})
    const back = useTerminals.getState().tabs.find((tab) => tab.session?.id === sessionId)
    markProblem(back?.key ?? key, info)
  }
}

/** INT, for a program whose ^C nobody turns into it. */
export async function interruptProgram(key: string): Promise<void> {
  const session = tabOf(key)?.session
  if (!session || session.exit !== null) return
  try {
    await signalSession(session.id, 'INT')
  } catch (error) {
    markProblem(key, toErrorInfo(error))
  }
}

/** Closes a tab, by its key or its session's id, and ends what runs in it. */
export async function closeTerminal(keyOrId: string): Promise<void> {
  const { tabs } = useTerminals.getState()
  const tab = tabs.find(({ key, session }) => key === keyOrId || session?.id === keyOrId)
  if (!tab) return
  const hadFocus = isFocusInside()
  removeTab(tab.key)
  const isLast = dockTabs(useTerminals.getState().tabs).length === 0
  // An empty dock takes room for nothing.
  if (isLast) setDockOpen(false)
  if (hadFocus && isLast) returnFocus()
  else if (hadFocus) focusActive()
  if (tab.session && hasSession(tab)) await endSession(tab.key, tab.session.id)
  // A window for one terminal has nothing more to show.
  if (openedFor !== null) await windowCall('terminalWindows.close', {}).catch(() => {})
}

/** A new shell in the container of the tab that is shown. */
export async function openAnother(): Promise<void> {
  const tab = tabOf(useTerminals.getState().activeKey ?? '')
  if (tab && openedFor === null) await openTerminal(tab.containerKey)
}

export function showTab(key: string): void {
  rememberFocus()
  activateTab(key)
  focusActive()
}

/** The next tab to the right (1) or left (-1), going round. */
export function stepTab(step: 1 | -1): void {
  const { tabs, activeKey } = useTerminals.getState()
  const key = stepFrom(dockTabs(tabs), activeKey, step)
  if (key !== null) showTab(key)
}

/** The pane to the left or right of one in a split, going round. */
export function stepPane(key: string, step: 1 | -1): void {
  const next = stepFrom(splitOf(useTerminals.getState().tabs, key), key, step)
  if (next !== null) showTab(next)
}

/** The tab at a place, from 0. */
export function showTabAt(index: number): void {
  const tab = dockTabs(useTerminals.getState().tabs)[index]
  if (tab) showTab(tab.key)
}

export function toggleDock(): void {
  if (openedFor !== null) return
  const { isOpen } = useTerminals.getState()
  if (isOpen) {
    const hadFocus = isFocusInside()
    setDockOpen(false)
    if (hadFocus) returnFocus()
  } else {
    rememberFocus()
    setDockOpen(true)
    focusActive()
  }
}

/** From the mouse one goes on typing; who has come to the button by the keyboard stays on it. */
export function toggleMaximised(isByMouse: boolean): void {
  setMaximised(!useTerminals.getState().isMaximised)
  if (isByMouse) focusActive()
}

/** The focus goes to the screen that is shown, once React has shown it. */
function focusActive(): void {
  requestAnimationFrame(() => {
    // Unless the second click of two has just opened the field for its name.
    if (useRenaming.getState().key === null) focusScreen(useTerminals.getState().activeKey)
  })
}

function isFocusInside(): boolean {
  return document.activeElement?.closest('[data-terminal-dock]') !== null
}
