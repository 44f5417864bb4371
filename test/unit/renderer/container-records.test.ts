import { describe, expect, test } from 'vitest'
import {
  applyPatch,
  applySnapshot,
  isVisibleChange,
  noRecords,
} from '../../../renderer/stores/container-records.ts'
import { container, ids, key, patch, snapshot } from './samples.ts'

const two = applySnapshot(noRecords, snapshot(3, [container('a'), container('b')]))

test('a snapshot is taken whole', () => {
  expect({ ids: ids(two.byKey.keys()), version: two.version, changed: two.changed }).toEqual({
    ids: ['a', 'b'],
    version: 3,
    changed: null,
  })
})

test('a second snapshot keeps the objects of what did not change', () => {
  const again = applySnapshot(two, snapshot(9, [container('a'), container('b', { pid: 7 })]))
  expect([again.byKey.get(key('a')) === two.byKey.get(key('a')), again.byKey.get(key('b'))?.pid]).toEqual([
    true,
    7,
  ])
})

describe('a patch', () => {
  test('touches only its ids', () => {
    const next = applyPatch(two, patch(3, { upserted: [container('c')], removed: [key('a')] }))
    expect({
      ids: ids(next?.byKey.keys() ?? []),
      isSame: next?.byKey.get(key('b')) === two.byKey.get(key('b')),
      changed: ids(next?.changed ?? []),
      version: next?.version,
    }).toEqual({ ids: ['b', 'c'], isSame: true, changed: ['c', 'a'], version: 4 })
  })

  test('that does not follow asks for a snapshot', () => {
    expect(applyPatch(two, patch(5, {}))).toBeNull()
  })

  test('that a snapshot has overtaken changes nothing', () => {
    expect(applyPatch(two, patch(2, { removed: [key('a')] }))).toBe(two)
  })

  test('takes ids that are names of Object’s own', () => {
    const next = applyPatch(two, patch(3, { upserted: [container('__proto__'), container('constructor')] }))
    expect(next?.byKey.get(key('__proto__'))?.bundle).toBe('/bundles/__proto__')
  })
})

test('only what a row shows is worth a tint', () => {
  const before = container('a')
  expect([
    isVisibleChange(undefined, before),
    isVisibleChange(before, { ...before, operation: 'stopping' }),
    isVisibleChange(before, { ...before, status: 'paused' }),
  ]).toEqual([true, false, true])
})
