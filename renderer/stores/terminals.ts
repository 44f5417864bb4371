// The terminal dock's state: its tabs, which one is shown, whether the dock is. Follows the engine's list of sessions,
// so that a reload finds them again; what the engine does not know (order, open) is kept for the window's session.
import { create } from 'zustand'
import type { ErrorInfo } from '../../src-shared/errors.ts'
import type { ProcessRequest, TerminalSummary } from '../../src-shared/terminal-model.ts'
import type { TerminalWindow } from '../../src-shared/window-contract.ts'
import { engine, onConnected } from '../engine/index.ts'
import { dockTabs, inserted, settled, without, withElsewhere } from './terminal-arrangement.ts'
import { inPlaces, keepLayout, keptLayout, placesOf } from './terminal-layout.ts'
import { followSessions, freeNumber, freshTab, neighbour, plainTitle } from './terminal-tabs.ts'
import type { TerminalTab } from './terminal-tabs.ts'
import { followTerminalWindows, openedFor } from './terminal-windows.ts'

export type { TerminalTab } from './terminal-tabs.ts'

export interface TerminalsState {
  tabs: TerminalTab[]
  activeKey: string | null
  isOpen: boolean
  isMaximised: boolean
  /** Counts the connections after which the tabs were brought in line: streams that broke can be opened again. */
  connections: number
}

const layout = keptLayout()

export const useTerminals = create<TerminalsState>(() => ({
  tabs: [],
  activeKey: null,
  isOpen: layout.isOpen,
  isMaximised: layout.isMaximised,
  connections: 0,
}))

/** The dock takes the whole height: the page above it cannot be seen, nor should keys reach it. */
export function isPageCovered({ isOpen, isMaximised }: TerminalsState): boolean {
  return isOpen && isMaximised
}

/** Ids of sessions whose end was asked for here. */
const closing = new Set<string>()

/** What main says of windows with a terminal of their own. */
let windows: readonly TerminalWindow[] = []
/** The engine's last word. */
let known: readonly TerminalSummary[] = []
/** The session of this window, if it is one for a terminal; another one after it was run again. */
let own: string | null = openedFor

let lastKey = 0
function newKey(): string {
  lastKey += 1
  return `terminal-${lastKey}`
}

function isOurs({ id }: TerminalSummary): boolean {
  return openedFor === null || id === own
}

function elsewhere(): ReadonlySet<string> {
  if (openedFor !== null) return new Set()
  return new Set(windows.map(({ session }) => session))
}

function follow(isFirst: boolean): void {
  useTerminals.setState((state) => {
    const sessions = known.filter(isOurs)
    const isHeld = openedFor === null && windows.some(({ isReplacing }) => isReplacing)
    const followed = followSessions(state.tabs, { sessions, isFirst, closing, isHeld }, newKey)
    let tabs = settled(state.tabs, followed)
    let { activeKey } = state
    const isRestored = isFirst && state.tabs.length === 0
    if (isRestored) {
      tabs = inPlaces(tabs, layout.places)
      activeKey = tabs.find((tab) => tab.session?.id === layout.active)?.key ?? null
    }
    tabs = withElsewhere(tabs, elsewhere())
    return {
      tabs,
      activeKey: shownKey(state.tabs, tabs, activeKey),
      connections: state.connections + (isFirst ? 1 : 0),
    }
  })
}

/** The tab that is shown stays, or its neighbour takes its place when it left the dock. */
function shownKey(
  before: readonly TerminalTab[],
  tabs: readonly TerminalTab[],
  activeKey: string | null,
): string | null {
  const docked = dockTabs(tabs)
  if (docked.some((tab) => tab.key === activeKey)) return activeKey
  const next = activeKey === null ? null : neighbour(dockTabs(before), activeKey)
  return docked.find((tab) => tab.key === next)?.key ?? docked[0]?.key ?? null
}

function takeWindows(list: readonly TerminalWindow[]): void {
  const before = windows
  windows = list
  for (const { id, session } of before) {
    // That window shows another session now: the one before has no place any more.
    const now = list.find((one) => one.id === id)
    const old = now && now.session !== session && openedFor === null ? tabOfSession(session) : undefined
    if (old) removeTab(old.key)
  }
  follow(false)
  // One that comes back is what the user has just been looking at.
  const { tabs } = useTerminals.getState()
  const back = before.map(({ session }) => tabOfSession(session)).find((tab) => tab && !tab.isElsewhere)
  if (back) useTerminals.setState({ activeKey: back.key, isOpen: true })
  else if (tabs.length > 0 && dockTabs(tabs).length === 0) useTerminals.setState({ isOpen: false })
}

/** Begins to follow the engine; the dock does so while it is there. Returns how to stop. */
export function startTerminals(): () => void {
  const stops = [
    engine.on('terminals.changed', (sessions) => {
      known = sessions
      follow(false)
    }),
    onConnected(() => {
      // When the connection goes again, the next one asks again.
      takeList(true).catch(() => {})
    }),
    followTerminalWindows(takeWindows),
    useTerminals.subscribe(({ tabs, activeKey, isOpen, isMaximised }) => {
      const active = tabs.find((tab) => tab.key === activeKey)?.session?.id ?? null
      keepLayout({ isOpen, isMaximised, active, places: placesOf(tabs) })
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function tabOfSession(sessionId: string): TerminalTab | undefined {
  return useTerminals.getState().tabs.find(({ session }) => session?.id === sessionId)
}

export function tabOf(key: string): TerminalTab | undefined {
  return useTerminals.getState().tabs.find((tab) => tab.key === key)
}

function change(key: string, changes: Partial<TerminalTab>): void {
  useTerminals.setState(({ tabs }) => ({
    tabs: tabs.map((tab) => (tab.key === key ? { ...tab, ...changes } : tab)),
  }))
}

/** A tab for a session that is about to be asked for; it is shown at once. Answers with its key. */
export function addTab(
  containerKey: string,
  request: ProcessRequest | null,
  { besideKey = null }: { besideKey?: string | null } = {},
): string {
  const key = newKey()
  useTerminals.setState(({ tabs }) => {
    const number = freeNumber(tabs, containerKey)
    const asked = { containerKey, request, args: request?.args ?? null }
    const tab: TerminalTab = { ...freshTab, ...asked, key, number, state: 'opening', isNew: true }
    return { tabs: inserted(tabs, tab, besideKey), activeKey: key, isOpen: true }
  })
  return key
}

/** The tab waits for a session, be it the first or another one. */
export function markOpening(key: string): void {
  change(key, { state: 'opening', isNew: true, error: null, title: null })
}

export function markOpened(key: string, session: TerminalSummary): void {
  if (openedFor !== null) own = session.id
  const { request, args } = session
  change(key, { state: 'open', session, request, args, isNew: true, error: null })
}

export function markFailed(key: string, error: ErrorInfo): void {
  change(key, { state: 'failed', error })
}

/** What went wrong with a session that is there, such as closing it. */
export function markProblem(key: string, error: ErrorInfo | null): void {
  change(key, { error })
}

/** The stream of a session that is there broke: what it says is not shown, and what is typed does not arrive. */
export function markBroken(key: string, error: ErrorInfo): void {
  if (tabOf(key)?.state === 'open') change(key, { state: 'broken', error })
}

/** Its stream is to be opened once more, beginning with what the program said so far. */
export function markReattaching(key: string): void {
  if (tabOf(key)?.state === 'broken') change(key, { state: 'open', isNew: false, error: null })
}

export function setTitle(key: string, title: string): void {
  change(key, { title: plainTitle(title) })
}

/** At once what it will be called; the engine keeps it. */
export function setName(key: string, name: string | null): void {
  const session = tabOf(key)?.session
  if (session) change(key, { session: { ...session, name } })
}

/** Changes how the tabs stand to each other (see terminal-arrangement.ts). */
export function arrange(arranged: (tabs: readonly TerminalTab[]) => TerminalTab[]): void {
  useTerminals.setState(({ tabs }) => ({ tabs: arranged(tabs) }))
}

/** Takes the tab away; the session is the caller's to end, and is not shown again while it does. */
export function removeTab(key: string): void {
  useTerminals.setState(({ tabs, activeKey }) => {
    const rest = without(tabs, key)
    return { tabs: rest, activeKey: shownKey(tabs, rest, activeKey) }
  })
}

/** Runs `end` while the session counts as closed. */
export async function whileClosing(sessionId: string, end: () => Promise<unknown>): Promise<void> {
  closing.add(sessionId)
  try {
    await end()
  } finally {
    closing.delete(sessionId)
  }
}

/** Asks for the list again; for when something did not go as told. */
export async function refreshTerminals(): Promise<void> {
  await takeList(false)
}

async function takeList(isFirst: boolean): Promise<void> {
  known = await engine.call('terminals.list', {})
  follow(isFirst)
}

export function activateTab(key: string): void {
  useTerminals.setState({ activeKey: key, isOpen: true })
}

export function setDockOpen(isOpen: boolean): void {
  useTerminals.setState({ isOpen })
}

export function setMaximised(isMaximised: boolean): void {
  useTerminals.setState({ isMaximised })
}
