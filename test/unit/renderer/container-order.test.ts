import { describe, expect, test } from 'vitest'
import type { ContainerStatus, ContainerSummary } from '../../../src-shared/model.ts'
import { parseFilter } from '../../../renderer/stores/container-filter.ts'
import { orderAfter, orderAll, sortKeys } from '../../../renderer/stores/container-order.ts'
import type { Sort } from '../../../renderer/stores/container-order.ts'
import { container } from './samples.ts'

const byName: Sort = { key: 'name', isDescending: false }

function mapOf(...containers: ContainerSummary[]): Map<string, ContainerSummary> {
  return new Map(containers.map((one) => [one.id, one]))
}

describe('the whole list', () => {
  test('numbers in names count as numbers', () => {
    const all = mapOf(container('web-10'), container('web-2'), container('api'))
    expect(orderAll(all, byName, null)).toEqual(['api', 'web-2', 'web-10'])
  })

  test('what has no value is last, whichever way one sorts', () => {
    const all = mapOf(container('a', { pid: null }), container('b', { pid: 2 }), container('c', { pid: 1 }))
    expect([
      orderAll(all, { key: 'pid', isDescending: false }, null),
      orderAll(all, { key: 'pid', isDescending: true }, null),
    ]).toEqual([
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
    expect(orderAll(all, { key: 'status', isDescending: false }, null)).toEqual(['c', 'b', 'a'])
  })

  test('created and uptime begin with the youngest', () => {
    const all = mapOf(
      container('old', { createdAt: '2026-01-01T00:00:00Z' }),
      container('young', { createdAt: '2026-02-01T00:00:00Z' }),
      container('over', { createdAt: '2026-03-01T00:00:00Z', status: 'stopped' }),
    )
    expect([
      orderAll(all, { key: 'created', isDescending: false }, null),
      orderAll(all, { key: 'uptime', isDescending: false }, null),
    ]).toEqual([
      ['over', 'young', 'old'],
      ['young', 'old', 'over'],
    ])
  })
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

  const statuses: ContainerStatus[] = ['created', 'running', 'paused', 'stopped', 'broken']

  test.each(sortKeys)('by %s it is what sorting all would give', (key) => {
    const random = generator(7)
    const sort: Sort = { key, isDescending: random(2) === 1 }
    const isShown = parseFilter('-state:paused')
    const all = new Map<string, ContainerSummary>()
    let order: readonly string[] = []
    for (let round = 0; round < 300; round += 1) {
      const changed = Array.from({ length: 1 + random(4) }, () => `c-${random(60)}`)
      for (const id of changed) {
        if (random(4) === 0) all.delete(id)
        else {
          const status = statuses[random(statuses.length)] ?? 'running'
          const createdAt = new Date(1_780_000_000_000 + random(1000) * 1000).toISOString()
          all.set(id, container(id, { status, createdAt, pid: random(3) === 0 ? null : random(500) }))
        }
      }
      order = orderAfter(order, changed, all, sort, isShown)
      expect(order).toEqual(orderAll(all, sort, isShown))
    }
  })

  test('that moves nothing the array stays the same', () => {
    const all = mapOf(container('a'), container('b'), container('c'))
    const order = orderAll(all, byName, null)
    all.set('b', container('b', { pid: 5 }))
    expect(orderAfter(order, ['b'], all, byName, null)).toBe(order)
  })
})
