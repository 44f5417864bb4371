// The terminal dock's state: its tabs, which one is shown, whether the dock is. Follows the engine's list of sessions,
// so that a reload finds them again; what the engine does not know (order, open) is kept for the window's session.
import { create } from 'zustand'
import type { ErrorInfo } from '../../src-shared/errors.ts'
import type { TerminalSummary } from '../../src-shared/model.ts'
import { engine, onConnected } from '../engine/index.ts'
import { keepLayout, keptLayout } from './terminal-layout.ts'
import { followSessions, freeNumber, inOrder, neighbour, plainTitle } from './terminal-tabs.ts'
import type { TerminalTab } from './terminal-tabs.ts'

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

let lastKey = 0
function newKey(): string {
  lastKey += 1
  return `terminal-${lastKey}`
}

function follow(sessions: readonly TerminalSummary[], isFirst: boolean): void {
  useTerminals.setState((state) => {
    let tabs = followSessions(state.tabs, { sessions, isFirst, closing }, newKey)
    let { activeKey } = state
    const isRestored = isFirst && state.tabs.length === 0
    if (isRestored) {
      tabs = inOrder(tabs, layout.order)
      activeKey = tabs.find((tab) => tab.session?.id === layout.active)?.key ?? null
    }
    if (!tabs.some((tab) => tab.key === activeKey)) activeKey = tabs[0]?.key ?? null
    return { tabs, activeKey, connections: state.connections + (isFirst ? 1 : 0) }
  })
}

/** Begins to follow the engine; the dock does so while it is there. Returns how to stop. */
export function startTerminals(): () => void {
  const stops = [
    engine.on('terminals.changed', (sessions) => follow(sessions, false)),
    onConnected(() => {
      engine.call('terminals.list', {}).then(
        (sessions) => follow(sessions, true),
        // The connection went again; the next one asks again.
        () => {},
      )
    }),
    useTerminals.subscribe(({ tabs, activeKey, isOpen, isMaximised }) => {
      const ids = tabs.map((tab) => tab.session?.id).filter((id) => id !== undefined)
      const active = tabs.find((tab) => tab.key === activeKey)?.session?.id ?? null
      keepLayout({ isOpen, isMaximised, active, order: ids })
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
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
export function addTab(containerId: string, args: string[] | null): string {
  const key = newKey()
  useTerminals.setState(({ tabs }) => ({
    tabs: [
      ...tabs,
      {
        key,
        containerId,
        number: freeNumber(tabs, containerId),
        args,
        state: 'opening',
        session: null,
        isNew: true,
        error: null,
        title: null,
      },
    ],
    activeKey: key,
    isOpen: true,
  }))
  return key
}

/** The tab waits for a session, be it the first or another one. */
export function markOpening(key: string): void {
  change(key, { state: 'opening', isNew: true, error: null, title: null })
}

export function markOpened(key: string, session: TerminalSummary): void {
  change(key, { state: 'open', session, args: session.args, isNew: true, error: null })
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

/** Takes the tab away; the session is the caller's to end, and is not shown again while it does. */
export function removeTab(key: string): void {
  useTerminals.setState(({ tabs, activeKey }) => ({
    tabs: tabs.filter((tab) => tab.key !== key),
    activeKey: activeKey === key ? neighbour(tabs, key) : activeKey,
  }))
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
  follow(await engine.call('terminals.list', {}), false)
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
