import { expect, it } from 'vitest'
import { packUsage, unpackUsage, type Usage } from '../../../src-shared/usage.ts'

const rows: Usage[] = [
  { number: 1, cpu: 0.5, memoryBytes: 2 ** 40, memoryLimitBytes: Infinity, processes: 3 },
  { number: 9_000_000, cpu: NaN, memoryBytes: NaN, memoryLimitBytes: NaN, processes: NaN },
]

it('comes out as it went in', () => {
  expect(unpackUsage(packUsage(rows))).toEqual(rows)
  expect(unpackUsage(packUsage([]))).toEqual([])
})

it('may lie anywhere in a larger buffer, and be cut off', () => {
  const packed = packUsage(rows)
  const larger = new Uint8Array(packed.byteLength + 3)
  larger.set(packed, 3)
  expect(unpackUsage(larger.subarray(3))).toEqual(rows)
  expect(unpackUsage(larger.subarray(3, larger.byteLength - 5))).toEqual(rows.slice(0, 1))
})
