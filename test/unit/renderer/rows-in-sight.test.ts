import { expect, test } from 'vitest'
import { rowsInSight } from '../../../renderer/features/containers/rows-in-sight.ts'

const range = { startIndex: 10, endIndex: 12, overscan: 1, count: 100 }

test.each([
  [-1, [9, 10, 11, 12, 13]],
  [11, [9, 10, 11, 12, 13]],
  [3, [3, 9, 10, 11, 12, 13]],
  [99, [9, 10, 11, 12, 13, 99]],
  [100, [9, 10, 11, 12, 13]],
])('with row %d selected', (selected, rows) => {
  expect(rowsInSight(range, selected)).toEqual(rows)
})
