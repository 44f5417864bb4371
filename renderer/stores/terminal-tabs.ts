// The tabs of the terminal dock as plain data, and how they follow the engine's list of sessions. No store, no React.
import type { ErrorInfo } from '../../src-shared/errors.ts'
import type { ProcessRequest, TerminalSummary } from '../../src-shared/terminal-model.ts'

/** A tab outlives its session: it is there before the engine has answered and stays after the program ended. */
export interface TerminalTab {
  /** Ours, for one life of the tab. */
  key: string
  /** The container's; its id is the end of it. */
  containerKey: string
  /** Tells tabs of one container apart; counts from 1. */
  number: number
  /** What was asked for; null for the container's own first program. */
  request: ProcessRequest | null
  /** What is run; null while that is not known. */
  args: string[] | null
  /**
   * `lost`: the engine was restarted and took the program with it. `failed`: there never was a session. `broken`: there
   * is one, but its stream broke.
   */
  state: 'opening' | 'open' | 'broken' | 'lost' | 'failed'
  /** The session shown, or the last one there was. */
  session: TerminalSummary | null
  /** This page started the session, so that all it ever said is new to the screen. */
  isNew: boolean
  /** Why opening (or closing) went wrong. */
  error: ErrorInfo | null
  /** What the program calls its window; plain text, cut. */
  title: string | null
  /** Shown beside the tab to its left, in a split. */
  isBeside: boolean
  /** Its share of the split's width, against those of the others. */
  weight: number
  /** It is shown in a window of its own, not in the dock. */
  isElsewhere: boolean
}

/** What a tab is that has just come to be. */
export const freshTab = {
  session: null,
  error: null,
  title: null,
  isBeside: false,
  weight: 1,
  isElsewhere: false,
} as const satisfies Partial<TerminalTab>

/** The lowest number that no other tab of the container has. */
export function freeNumber(tabs: readonly TerminalTab[], containerKey: string): number {
  const taken = new Set(tabs.filter((tab) => tab.containerKey === containerKey).map((tab) => tab.number))
  let number = 1
  while (taken.has(number)) number += 1
  return number
}

/** The session is the engine's still, as far as the tab knows. */
export function hasSession({ state }: Pick<TerminalTab, 'state'>): boolean {
  return state === 'open' || state === 'broken'
}

/** Engines count their sessions from the start again, so that an id alone may name another one after a restart. */
export function isSameSession(
  one: Pick<TerminalSummary, 'id' | 'openedAt'>,
  other: Pick<TerminalSummary, 'id' | 'openedAt'>,
): boolean {
  return one.id === other.id && one.openedAt === other.openedAt
}

export interface SessionList {
  sessions: readonly TerminalSummary[]
  /** The first list after a (re)connection: what is missing went down with the engine, nobody closed it. */
  isFirst: boolean
  /** Sessions that are being closed from here: not to be shown again. */
  closing: ReadonlySet<string>
  /** Another window is about to say which session is its own: unknown ones wait for that. */
  isHeld?: boolean
}

/** Brings the tabs in line with what the engine has: updates, marks as lost, removes, and adds what is new. */
export function followSessions(
  tabs: readonly TerminalTab[],
  { sessions, isFirst, closing, isHeld = false }: SessionList,
  newKey: () => string,
): TerminalTab[] {
  const kept: TerminalTab[] = []
  for (const tab of tabs) {
    const known = tab.session
    if (known === null || !hasSession(tab)) {
      kept.push(tab)
      continue
    }
    const session = sessions.find((candidate) => isSameSession(candidate, known))
    // With another connection comes another stream.
    if (session && isFirst && tab.state === 'broken') {
      kept.push({ ...tab, session, state: 'open', isNew: false, error: null })
    } else if (session) kept.push({ ...tab, session })
    // The session is gone, which is what its tab says already, or will after another try.
    else if (!isFirst && tab.state === 'broken') kept.push(tab)
    // Its program had ended before; the screen still shows how.
    else if (isFirst && known.exit !== null) kept.push(tab)
    else if (isFirst) kept.push({ ...tab, state: 'lost', error: null })
  }
  // A session that is not known yet may be the answer to an open call that is still on its way.
  if (isHeld || kept.some((tab) => tab.state === 'opening')) return kept
  for (const session of sessions) {
    if (closing.has(session.id) || kept.some((tab) => tab.session && isSameSession(tab.session, session))) {
      continue
    }
    kept.push({
      ...freshTab,
      key: newKey(),
      containerKey: session.containerKey,
      number: freeNumber(kept, session.containerKey),
      request: session.request,
      args: session.args,
      state: 'open',
      session,
      isNew: false,
    })
  }
  return kept
}

/** The tab to show when `key` goes away: its right neighbour, else its left one. */
export function neighbour(tabs: readonly TerminalTab[], key: string): string | null {
  const index = tabs.findIndex((tab) => tab.key === key)
  return (tabs[index + 1] ?? tabs[index - 1])?.key ?? null
}

/** The tab `step` places on, going round. */
export function stepFrom(tabs: readonly TerminalTab[], key: string | null, step: number): string | null {
  if (tabs.length === 0) return null
  const index = tabs.findIndex((tab) => tab.key === key)
  const next = (Math.max(index, 0) + step + tabs.length) % tabs.length
  return tabs[next]?.key ?? null
}

const titleLimit = 80

/** A program's title as it may be shown: one line of text, no control or direction-changing characters, cut. */
export function plainTitle(title: string): string | null {
  // It may be megabytes.
  const plain = title
    .slice(0, titleLimit * 8)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
  if (plain === '') return null
  const characters = Array.from(plain)
  return characters.length > titleLimit ? `${characters.slice(0, titleLimit - 1).join('')}…` : plain
}
