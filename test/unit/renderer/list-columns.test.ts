import { describe, expect, test } from 'vitest'
import {
  arrangedColumns,
  defaultColumns,
  fitColumns,
  movedBefore,
  movedBy,
  resized,
  toSettings,
  withShown,
} from '../../../renderer/stores/list-columns.ts'
import type { Column } from '../../../renderer/stores/list-columns.ts'

const first = arrangedColumns([])
const keys = (columns: readonly Pick<Column, 'key'>[]): string[] => columns.map(({ key }) => key)

describe('what is kept', () => {
  test('nothing gives the first day, and goes round unchanged', () => {
    expect(first).toEqual(defaultColumns)
    expect(arrangedColumns(toSettings(first))).toEqual(first)
  })

  test('an arrangement goes round', () => {
    const arranged = withShown(resized(movedBefore(first, 'cpu', 'name'), 'image', 321), 'pid', 'no')
    expect(arrangedColumns(toSettings(arranged))).toEqual(arranged)
  })

  test('unknown and double columns are passed over, new ones stand where they would at first', () => {
    const kept = [
      { key: 'uptime', width: null, shown: 'auto' as const },
      { key: 'colour', width: 3, shown: 'yes' as const },
      { key: 'uptime', width: 900, shown: 'no' as const },
      { key: 'status', width: 4, shown: 'auto' as const },
    ]
    const arranged = arrangedColumns(kept)
    expect(keys(arranged).toSorted()).toEqual(keys(first).toSorted())
    expect(keys(arranged).slice(0, 2)).toEqual(['uptime', 'created'])
    expect(keys(arranged)[keys(arranged).indexOf('status') + 1]).toBe('name')
    expect(arranged.find(({ key }) => key === 'status')?.width).toBe(44)
  })

  test('names cannot be hidden', () => {
    const arranged = arrangedColumns([{ key: 'name', width: null, shown: 'no' }])
    expect(arranged.find(({ key }) => key === 'name')?.shown).toBe('auto')
  })
})

describe('what fits', () => {
  test.each([752, 900, 1132, 2412])('in %i pixels all of it is used, and no more', (room) => {
    const fit = fitColumns(first, room)
    expect(fit.total).toBeLessThanOrEqual(room)
    expect(room - fit.total).toBeLessThan(4)
  })

  test('columns give way in their turn, and come back', () => {
    const counts = [600, 752, 900, 1132, 1400].map((room) => fitColumns(first, room).crowdedOut.length)
    expect(counts).toEqual(counts.toSorted((one, other) => other - one))
    expect(counts.at(-1)).toBe(0)
    expect(keys(fitColumns(first, 600).columns)).toContain('cpu')
  })

  test('what one has asked for does not give way', () => {
    const asked = withShown(first, 'processes', 'yes')
    expect(keys(fitColumns(asked, 700).columns)).toContain('processes')
    const wide = asked.map((one) => Object.assign({}, one, { shown: 'yes' as const }))
    expect(fitColumns(wide, 700).total).toBeGreaterThan(700)
  })

  test('a width that one has set holds', () => {
    const fit = fitColumns(resized(first, 'name', 300), 2400)
    expect(fit.columns.find(({ key }) => key === 'name')?.drawn).toBe(300)
  })
})

describe('moving', () => {
  const drawn = ['status', 'name', 'cpu'] as const

  test('past what is drawn, whatever is hidden between', () => {
    const right = movedBy(first, drawn, 'name', 1)
    expect(keys(right).indexOf('name')).toBeGreaterThan(keys(right).indexOf('cpu'))
    const left = movedBy(first, drawn, 'cpu', -1)
    expect(keys(left).indexOf('cpu')).toBe(keys(left).indexOf('name') - 1)
  })

  test('stops at both ends', () => {
    expect(keys(movedBy(first, drawn, 'status', -1))).toEqual(keys(first))
    expect(keys(movedBy(first, drawn, 'cpu', 1))).toEqual(keys(first))
  })
})

test('a column gets its own width back', () => {
  expect(resized(resized(first, 'name', 200), 'name', null)).toEqual(first)
})
