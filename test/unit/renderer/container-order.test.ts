import { describe, expect, test } from 'vitest'
import type { ContainerStatus, ContainerSummary } from '../../../src-shared/model.ts'
import { parseFilter } from '../../../renderer/stores/container-filter.ts'
import { orderAfter, orderAll, sortAfter, sortKeys } from '../../../renderer/stores/container-order.ts'
import type { Ordering, SortKey } from '../../../renderer/stores/container-order.ts'
import { container, ids, key as keyFor } from './samples.ts'

function by(key: SortKey, isDescending = false): Ordering {
  return { sort: { key, isDescending }, group: null, usage: null }
}

const byName = by('name')

function mapOf(...containers: ContainerSummary[]): Map<string, ContainerSummary> {
  return new Map(containers.map((one) => [one.key, one]))
}

describe('the whole list', () => {
  test('numbers in names count as numbers', () => {
    const all = mapOf(container('web-10'), container('web-2'), container('api'))
    expect(ids(orderAll(all, byName, null))).toEqual(['api', 'web-2', 'web-10'])
  })

  test('what has no value is last, whichever way one sorts', () => {
    const all = mapOf(container('a', { pid: null }), container('b', { pid: 2 }), container('c', { pid: 1 }))
    expect([ids(orderAll(all, by('pid'), null)), ids(orderAll(all, by('pid', true), null))]).toEqual([
      ['c', 'b', 'a'],
      ['b', 'c', 'a'],
    ])
  })

  test('by state, what needs a look is first', () => {
    const all = mapOf(
      container('a', { status: 'stopped' }),
      container('b'),
      container('c', { status: 'broken' }),
    )
    expect(ids(orderAll(all, by('status'), null))).toEqual(['c', 'b', 'a'])
  })

  test('created and uptime begin with the youngest', () => {
    const all = mapOf(
      container('old', { createdAt: '2026-01-01T00:00:00Z' }),
      container('young', { createdAt: '2026-02-01T00:00:00Z' }),
      container('over', { createdAt: '2026-03-01T00:00:00Z', status: 'stopped' }),
    )
    expect([ids(orderAll(all, by('created'), null)), ids(orderAll(all, by('uptime'), null))]).toEqual([
      ['over', 'young', 'old'],
      ['young', 'old', 'over'],
    ])
  })
})

test('by usage the first press gives the largest first, and what is not known is last', () => {
  const usage = new Map([
    [keyFor('a'), { cpu: 0.1, memory: 1, processes: 1 }],
    [keyFor('b'), { cpu: 0.4, memory: 1, processes: Number.NaN }],
  ])
  const all = mapOf(container('a'), container('b'), container('c'))
  const pressed = (key: SortKey): string[] =>
    ids(
      orderAll(all, { sort: sortAfter({ key: 'name', isDescending: false }, key), group: null, usage }, null),
    )
  expect([pressed('cpu'), pressed('processes')]).toEqual([
    ['b', 'a', 'c'],
    ['a', 'b', 'c'],
  ])
})

test('groups come before the sort', () => {
  const docker = { kind: 'docker', name: null, namespace: null, image: null } as const
  const all = mapOf(container('c'), container('b', { owner: docker }), container('a'))
  expect(ids(orderAll(all, { ...byName, group: 'owner' }, null))).toEqual(['b', 'a', 'c'])
})

test('it goes by the name that the manager gave', () => {
  const all = mapOf(
    container('4f9c', { owner: { kind: 'docker', name: 'zebra', namespace: 'moby', image: null } }),
    container('ape'),
  )
  expect(ids(orderAll(all, byName, null))).toEqual(['ape', '4f9c'])
})

describe('after a change', () => {
  /** The same figures each time: a linear congruential generator (Numerical Recipes). */
  function generator(seed: number): (below: number) => number {
    let state = seed
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
  }

  const groups = ['owner', 'root', null] as const
  const usage = new Map(
    Array.from({ length: 40 }, (_, index) => [
      keyFor(`c-${index}`),
      { cpu: index % 7, memory: index % 11, processes: index % 3 },
    ]),
  )
  const statuses: ContainerStatus[] = ['created', 'running', 'paused', 'stopped', 'broken']

  test.each(sortKeys)('by %s it is what sorting all would give', (key) => {
    const random = generator(7)
    const ordering: Ordering = { ...by(key, random(2) === 1), group: groups[random(3)] ?? null, usage }
    const isShown = parseFilter('-state:paused').test
    const all = new Map<string, ContainerSummary>()
    let order: readonly string[] = []
    for (let round = 0; round < 300; round += 1) {
      const changed = Array.from({ length: 1 + random(4) }, () => `c-${random(60)}`)
      for (const id of changed) {
        if (random(4) === 0) all.delete(keyFor(id))
        else {
          const status = statuses[random(statuses.length)] ?? 'running'
          const createdAt = new Date(1_780_000_000_000 + random(1000) * 1000).toISOString()
          all.set(keyFor(id), container(id, { status, createdAt, pid: random(3) === 0 ? null : random(500) }))
        }
      }
      order = orderAfter(order, changed.map(keyFor), all, ordering, isShown)
      expect(order).toEqual(orderAll(all, ordering, isShown))
    }
  })

  test('that moves nothing the array stays the same', () => {
    const all = mapOf(container('a'), container('b'), container('c'))
    const order = orderAll(all, byName, null)
    all.set(keyFor('b'), container('b', { pid: 5 }))
    expect(orderAfter(order, [keyFor('b')], all, byName, null)).toBe(order)
  })
})
