// How tabs follow the engine's list of sessions: through opening, closing, restarts and reloads.
import { terminalExit, terminalSample } from '../../../fixtures/terminals.ts'
import { describe, expect, it } from 'vitest'
import {
  followSessions,
  freeNumber,
  freshTab,
  neighbour,
  plainTitle,
  stepFrom,
} from '../../../../renderer/stores/terminal-tabs.ts'
import type { TerminalTab } from '../../../../renderer/stores/terminal-tabs.ts'
import type { TerminalSummary } from '../../../../src-shared/terminal-model.ts'

function sessionOf(id: string, changes: Partial<TerminalSummary> = {}): TerminalSummary {
  return terminalSample({ id, ...changes })
}

function tabOf(
  key: string,
  session: TerminalSummary | null,
  changes: Partial<TerminalTab> = {},
): TerminalTab {
  return {
    ...freshTab,
    key,
    containerKey: session?.containerKey ?? 'web',
    number: 1,
    request: session?.request ?? null,
    args: session?.args ?? null,
    state: session ? 'open' : 'opening',
    session,
    isNew: true,
    ...changes,
  }
}

const exit = terminalExit({ code: 3 })

function follow(
  tabs: TerminalTab[],
  sessions: TerminalSummary[],
  { isFirst = false, closing = [] as string[] } = {},
) {
  let made = 0
  return followSessions(tabs, { sessions, isFirst, closing: new Set(closing) }, () => `new-${++made}`)
}

describe('following the list', () => {
  it('takes what changed into the tab', () => {
    const ended = sessionOf('a', { exit })
    expect(follow([tabOf('1', sessionOf('a'))], [ended])).toEqual([tabOf('1', ended)])
  })

  it('finds sessions again after a reload and numbers them by container', () => {
    const sessions = [sessionOf('a'), sessionOf('b', { containerKey: '/run/runc/db' }), sessionOf('c')]
    expect(
      follow([], sessions, { isFirst: true }).map(({ key, containerKey, number, isNew }) => ({
        key,
        containerKey,
        number,
        isNew,
      })),
    ).toEqual([
      { key: 'new-1', containerKey: '/run/runc/web', number: 1, isNew: false },
      { key: 'new-2', containerKey: '/run/runc/db', number: 1, isNew: false },
      { key: 'new-3', containerKey: '/run/runc/web', number: 2, isNew: false },
    ])
  })

  it('keeps a tab whose stream broke, gives it another with another connection, or lets it be lost', () => {
    const error = { code: 'Internal', message: 'No.' } as const
    const broken = tabOf('1', sessionOf('a'), { state: 'broken', error })
    expect(follow([broken], [sessionOf('a')])).toEqual([broken])
    expect(follow([broken], [])).toEqual([broken])
    expect(follow([broken], [sessionOf('a')], { isFirst: true })).toEqual([
      tabOf('1', sessionOf('a'), { isNew: false }),
    ])
    expect(follow([broken], [], { isFirst: true })).toEqual([tabOf('1', sessionOf('a'), { state: 'lost' })])
  })

  it('marks as lost what a restarted engine does not know, unless it had ended before', () => {
    const tabs = [tabOf('1', sessionOf('a')), tabOf('2', sessionOf('b', { exit }))]
    expect(follow(tabs, [], { isFirst: true }).map(({ key, state }) => [key, state])).toEqual([
      ['1', 'lost'],
      ['2', 'open'],
    ])
  })

  it('does not take another session for the old one because it has the same id', () => {
    const later = sessionOf('a', { openedAt: '2026-08-03T13:00:00.000Z' })
    expect(
      follow([tabOf('1', sessionOf('a'))], [later], { isFirst: true }).map(({ key, state }) => [key, state]),
    ).toEqual([
      ['1', 'lost'],
      ['new-1', 'open'],
    ])
  })

  it('drops what was closed elsewhere', () => {
    expect(follow([tabOf('1', sessionOf('a')), tabOf('2', sessionOf('b'))], [sessionOf('b')])).toEqual([
      tabOf('2', sessionOf('b')),
    ])
  })

  it('waits with unknown sessions while one is being opened: it may be that one', () => {
    const opening = tabOf('1', null)
    expect(follow([opening], [sessionOf('a')])).toEqual([opening])
  })

  it('waits with unknown sessions while another window is about to say which is its own', () => {
    const session = sessionOf('a')
    const held = { sessions: [session], isFirst: false, closing: new Set<string>(), isHeld: true }
    expect(followSessions([], held, () => 'new')).toEqual([])
  })

  it('does not show a session again that is being closed', () => {
    expect(follow([], [sessionOf('a')], { closing: ['a'] })).toEqual([])
  })

  it('leaves failed and lost tabs alone', () => {
    const tabs = [tabOf('1', null, { state: 'failed' }), tabOf('2', sessionOf('a'), { state: 'lost' })]
    expect(follow(tabs, [])).toEqual(tabs)
  })
})

describe('places', () => {
  const tabs = [tabOf('1', sessionOf('a')), tabOf('2', sessionOf('b')), tabOf('3', sessionOf('c'))]

  it('gives the lowest free number', () => {
    expect([
      freeNumber([], 'web'),
      freeNumber([tabOf('1', null, { number: 2 })], 'web'),
      freeNumber([tabOf('1', null), tabOf('2', null, { number: 2 })], 'web'),
      freeNumber([tabOf('1', null)], 'db'),
    ]).toEqual([1, 1, 3, 1])
  })

  it('goes to the neighbour when a tab is closed', () => {
    expect([neighbour(tabs, '1'), neighbour(tabs, '3'), neighbour(tabs.slice(0, 1), '1')]).toEqual([
      '2',
      '2',
      null,
    ])
  })

  it('steps round', () => {
    expect([stepFrom(tabs, '3', 1), stepFrom(tabs, '1', -1), stepFrom([], null, 1)]).toEqual(['1', '3', null])
  })
})

describe('titles', () => {
  it('are one line of plain text', () => {
    expect([
      plainTitle('vim: notes.md'),
      plainTitle(' \u0007a\u001b[31mb\r\nc\u202Ed '),
      plainTitle('\u0000\u200B'),
      plainTitle('<b>x</b>'),
    ]).toEqual(['vim: notes.md', 'a[31mbcd', null, '<b>x</b>'])
  })

  it('are cut without tearing a character', () => {
    const title = plainTitle('😀'.repeat(1000))
    expect(title).toBe(`${'😀'.repeat(79)}…`)
  })
})
