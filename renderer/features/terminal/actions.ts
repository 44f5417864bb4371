// What can be done with terminals, from buttons, menus, keys and other pages. None of these throws: what goes wrong is
// said in the tab concerned.
import { engine } from '../../engine/index.ts'
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
import { controllerOf, sizeOf } from './controller.ts'
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

/** A new tab with a program in a running container; without `args` its default shell. */
export async function openTerminal(containerId: string, args: string[] | null = null): Promise<void> {
  rememberFocus()
  const key = addTab(containerId, args)
  focusActive()
  await startSession(key, containerId, args)
}

/** The same program again, in the tab of one that has ended, was lost or could not be started. */
export async function runAgain(key: string): Promise<void> {
  const tab = tabOf(key)
  if (!tab || tab.state === 'opening' || (tab.state !== 'broken' && hasProgram(tab))) return
  const ended = hasSession(tab) ? tab.session : null
  markOpening(key)
  controllerOf(key)?.focus()
  // The engine keeps what an ended program said until it is told to forget it.
  if (ended) await endSession(key, ended.id)
  await startSession(key, tab.containerId, tab.args)
}

/** Another stream to the session of a tab whose stream broke. */
export function attachAgain(key: string): void {
  markReattaching(key)
  controllerOf(key)?.focus()
}

async function startSession(key: string, containerId: string, args: string[] | null): Promise<void> {
  try {
    const size = await sizeOf(key)
    if (!tabOf(key)) return
    const session = await engine.call('terminals.open', { containerId, args, ...size })
    // Closed while it was being opened.
    if (tabOf(key)) markOpened(key, session)
    else await endSession(key, session.id)
  } catch (error) {
    markFailed(key, toErrorInfo(error))
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

/** Closes a tab, by its key or its session's id, and ends what runs in it. */
export async function closeTerminal(keyOrId: string): Promise<void> {
  const { tabs } = useTerminals.getState()
  const tab = tabs.find(({ key, session }) => key === keyOrId || session?.id === keyOrId)
  if (!tab) return
  const hadFocus = isFocusInside()
  removeTab(tab.key)
  const isLast = useTerminals.getState().tabs.length === 0
  // An empty dock takes room for nothing.
  if (isLast) setDockOpen(false)
  if (hadFocus && isLast) returnFocus()
  else if (hadFocus) focusActive()
  if (tab.session && hasSession(tab)) await endSession(tab.key, tab.session.id)
}

/** A new shell in the container of the tab that is shown. */
export async function openAnother(): Promise<void> {
  const tab = tabOf(useTerminals.getState().activeKey ?? '')
  if (tab) await openTerminal(tab.containerId)
}

export function showTab(key: string): void {
  rememberFocus()
  activateTab(key)
  focusActive()
}

/** The next tab to the right (1) or left (-1), going round. */
export function stepTab(step: 1 | -1): void {
  const { tabs, activeKey } = useTerminals.getState()
  const key = stepFrom(tabs, activeKey, step)
  if (key !== null) showTab(key)
}

/** The tab at a place, from 0. */
export function showTabAt(index: number): void {
  const tab = useTerminals.getState().tabs[index]
  if (tab) showTab(tab.key)
}

export function toggleDock(): void {
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

export function toggleMaximised(): void {
  setMaximised(!useTerminals.getState().isMaximised)
}

/** The focus goes to the screen that is shown, once React has shown it. */
function focusActive(): void {
  requestAnimationFrame(() => controllerOf(useTerminals.getState().activeKey)?.focus())
}

function isFocusInside(): boolean {
  return document.activeElement?.closest('[data-terminal-dock]') !== null
}
