// Order, splits and windows of their own: how tabs stand to each other.
import { describe, expect, it } from 'vitest'
import {
  alone,
  dockTabs,
  evened,
  inserted,
  joined,
  moved,
  resized,
  settled,
  splitOf,
  withElsewhere,
  without,
} from '../../../../renderer/stores/terminal-arrangement.ts'
import { freshTab, type TerminalTab } from '../../../../renderer/stores/terminal-tabs.ts'
import { terminalSample } from '../../../fixtures/terminals.ts'

/** `a +b c`: three tabs, the second beside the first. */
function tabsOf(text: string): TerminalTab[] {
  return text.split(' ').map((word) => tabOf(word.replace('+', ''), word.startsWith('+')))
}

function tabOf(key: string, isBeside: boolean): TerminalTab {
  return {
    ...freshTab,
    key,
    containerKey: '/run/runc/web',
    number: 1,
    request: null,
    args: null,
    state: 'open',
    isNew: true,
    session: terminalSample({ id: key }),
    isBeside,
  }
}

function textOf(tabs: readonly TerminalTab[]): string {
  return tabs.map(({ key, isBeside }) => `${isBeside ? '+' : ''}${key}`).join(' ')
}

const keysOf = (tabs: readonly TerminalTab[]) => tabs.map(({ key }) => key).join(' ')

it('shows together what stands beside each other', () => {
  const tabs = tabsOf('a +b c d +e +f')
  expect(['a', 'b', 'c', 'e', 'none'].map((key) => keysOf(splitOf(tabs, key)))).toEqual([
    'a b',
    'a b',
    'c',
    'd e f',
    '',
  ])
})

describe('taking one away', () => {
  it.each([
    ['a +b c', 'a', 'b c'],
    ['a +b +c', 'a', 'b +c'],
    ['a +b +c', 'b', 'a +c'],
    ['a b +c', 'a', 'b +c'],
  ])('%s without %s is %s', (before, key, after) => {
    expect(textOf(without(tabsOf(before), key))).toBe(after)
  })

  it('does the same for those that vanish by themselves', () => {
    const tabs = tabsOf('a b +c +d')
    expect(textOf(settled(tabs, tabs.slice(2)))).toBe('c +d')
  })
})

describe('moving', () => {
  it.each([
    ['a b c', 'a', 2, 'b c a'],
    ['a b c', 'c', 0, 'c a b'],
    ['a b c', 'b', 9, 'a c b'],
    ['a b c', 'b', -4, 'b a c'],
    ['a b c', 'b', 1, 'a b c'],
    // Out of a split, whose head it was; and between two of one, which it joins.
    ['a +b c', 'a', 2, 'b c a'],
    ['a b +c', 'a', 1, 'b +a +c'],
    // Within a split, which stays one.
    ['a b +c', 'c', 1, 'a c +b'],
    ['a +b +c', 'a', 2, 'b +c +a'],
  ])('%s: %s to %d is %s', (before, key, place, after) => {
    expect(textOf(moved(tabsOf(before), key, place))).toBe(after)
  })

  it('joins the one to the left, and leaves again to behind the others', () => {
    const split = joined(joined(tabsOf('a b c d'), 'b'), 'c')
    expect([textOf(split), textOf(alone(split, 'a')), textOf(alone(split, 'c'))]).toEqual([
      'a +b +c d',
      'b +c a d',
      'a +b c d',
    ])
    expect(textOf(joined(tabsOf('a b'), 'a'))).toBe('a b')
  })

  it('puts a new one beside another, or at the end', () => {
    const [fresh] = tabsOf('n')
    if (!fresh) throw new Error('There is none.')
    const tabs = tabsOf('a +b c')
    expect([textOf(inserted(tabs, fresh, 'a')), textOf(inserted(tabs, fresh, null))]).toEqual([
      'a +n +b c',
      'a +b c n',
    ])
  })
})

describe('widths', () => {
  const weights = (tabs: readonly TerminalTab[]) => tabs.map(({ weight }) => Math.round(weight * 100) / 100)

  it('move between two neighbours, within limits', () => {
    const tabs = tabsOf('a +b +c')
    expect([
      weights(resized(tabs, 'b', 0.25)),
      weights(resized(tabs, 'b', -1)),
      weights(resized(tabs, 'c', 1)),
      weights(resized(tabs, 'a', 0.5)),
      weights(evened(resized(tabs, 'b', 0.25), 'c')),
    ]).toEqual([
      [1.5, 0.5, 1],
      [0.2, 1.8, 1],
      [1, 1.8, 0.2],
      [1, 1, 1],
      [1, 1, 1],
    ])
  })
})

describe('windows of their own', () => {
  it('take a tab out of the dock and its split, and bring it back to its place', () => {
    const tabs = tabsOf('a +b c')
    const out = withElsewhere(tabs, new Set(['a']))
    expect(textOf(dockTabs(out))).toBe('b c')
    const back = withElsewhere(out, new Set())
    expect([textOf(back), back[0]?.isNew]).toEqual(['a b c', false])
  })
})
