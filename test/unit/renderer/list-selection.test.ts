import { describe, expect, test } from 'vitest'
import {
  afterChange,
  allMarked,
  extended,
  moved,
  noSelection,
  pressed,
  selectedKeys,
  toggled,
} from '../../../renderer/stores/list-selection.ts'
import type { Selection } from '../../../renderer/stores/list-selection.ts'

const order = ['a', 'b', 'c', 'd', 'e']
const at = (cursor: string): Selection => ({ ...noSelection, cursor })
const plain = { isToggling: false, isRange: false }
const toggle = { isToggling: true, isRange: false }
const range = { isToggling: false, isRange: true }

function marked({ marked: keys }: Selection): string {
  return [...keys].toSorted().join('')
}

describe('by key', () => {
  test('moving keeps what is marked', () => {
    const selection = moved(toggled(at('b'), 'b'), order, 2)
    expect([selection.cursor, marked(selection)]).toEqual(['d', 'b'])
  })

  test('a range grows and shrinks from where it began', () => {
    let selection = at('b')
    const steps = [1, 1, -1, -1, -1].map((step) => {
      selection = moved(selection, order, step, true)
      return `${selection.cursor} ${marked(selection)}`
    })
    expect(steps).toEqual(['c bc', 'd bcd', 'c bc', 'b b', 'a ab'])
  })

  test('a second range adds to the first', () => {
    const first = moved(at('a'), order, 1, true)
    expect(marked(moved(moved(first, order, 2), order, 1, true))).toBe('abde')
  })

  test('all, and what an action is for', () => {
    expect(selectedKeys(allMarked(at('c'), order))).toEqual(order)
    expect(selectedKeys(at('c'))).toEqual(['c'])
    expect(selectedKeys(noSelection)).toEqual([])
  })
})

describe('by pointer', () => {
  test('a press drops the marks', () => {
    expect(pressed(allMarked(at('a'), order), order, 'd', plain)).toEqual({
      cursor: 'd',
      marked: new Set(),
      anchor: 'd',
    })
  })

  test('with Ctrl the row pressed before is one of them', () => {
    expect(marked(pressed(at('b'), order, 'd', toggle))).toBe('bd')
    expect(marked(pressed(pressed(at('b'), order, 'd', toggle), order, 'b', toggle))).toBe('d')
  })

  test('with Shift all between are', () => {
    const selection = pressed(pressed(noSelection, order, 'd', plain), order, 'b', range)
    expect(marked(selection)).toBe('bcd')
    expect(marked(pressed(selection, order, 'e', range))).toBe('de')
  })

  test('a range whose beginning the filter hides is the row itself', () => {
    expect(marked(extended({ ...at('x'), anchor: 'x' }, order, 'c'))).toBe('c')
  })
})

describe('through changes of the list', () => {
  const exists = (key: string): boolean => key !== 'c'

  test('what is gone is forgotten, and the cursor goes to what took its place', () => {
    const selection = { cursor: 'c', marked: new Set(['b', 'c']), anchor: 'c' }
    const after = afterChange(selection, order, ['a', 'b', 'd', 'e'], exists)
    expect(after).toEqual({ cursor: 'd', marked: new Set(['b']), anchor: null })
  })

  test('what is only hidden stays', () => {
    const selection = { cursor: 'b', marked: new Set(['a', 'b']), anchor: 'a' }
    expect(afterChange(selection, order, ['e'], exists)).toBe(selection)
  })

  test('one may be selected before it arrives', () => {
    expect(afterChange(at('new'), order, order, exists).cursor).toBe('new')
  })
})
