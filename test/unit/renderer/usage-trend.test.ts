import { expect, test } from 'vitest'
import {
  createTrend,
  pushTrend,
  trendLength,
  trendPath,
  trendValues,
} from '../../../renderer/stores/usage-trend.ts'

function trendOf(...values: number[]): ReturnType<typeof createTrend> {
  const trend = createTrend()
  for (const value of values) pushTrend(trend, value)
  return trend
}

test('it keeps the last ones, oldest first', () => {
  const many = Array.from({ length: trendLength + 5 }, (_, index) => index)
  expect(trendValues(trendOf(...many))).toEqual(many.slice(5))
})

test('it ends at the right edge and is parted where a value is missing', () => {
  expect(trendPath(trendOf(0, NaN, 1, 2), 23, 10, 2)).toBe('M20.0 10M22.0 5L23.0 0')
})

test('what only trembles is the same curve', () => {
  const still = Array.from({ length: trendLength }, () => 0.001)
  const trembling = still.map((value, index) => value + (index % 2) * 0.0005)
  expect(trendPath(trendOf(...trembling), 44, 14, 0.1)).toBe(trendPath(trendOf(...still), 44, 14, 0.1))
})

test.each([
  ['no values', trendOf(), 1],
  ['no top', trendOf(1, 2), 0],
  ['a top that is not known', trendOf(1, 2), NaN],
])('%s draws nothing broken', (_name, trend, top) => {
  expect(trendPath(trend, 10, 10, top)).not.toMatch(/NaN|Infinity/)
})
