import { expect, test } from 'vitest'
import { groupsOf, lineAt, lineCount, lineOf } from '../../../renderer/stores/list-rows.ts'
import { container } from './samples.ts'

const all = [container('a'), container('b'), container('c', { root: '/x' }), container('d', { root: '/y' })]
const byKey = new Map(all.map((one) => [one.key, one]))
const order = all.map(({ key }) => key)

test('without groups a line is a container', () => {
  expect(groupsOf(order, byKey, null)).toEqual([])
  expect(lineCount(order, [])).toBe(4)
  expect(lineAt(2, [])).toEqual({ kind: 'container', index: 2 })
  expect(lineOf(2, [])).toBe(2)
})

test('with groups each has a head before its first', () => {
  const groups = groupsOf(order, byKey, 'root')
  expect(groups.map(({ name, start, count }) => [name, start, count])).toEqual([
    ['/run/runc', 0, 2],
    ['/x', 2, 1],
    ['/y', 3, 1],
  ])
  const lines = Array.from({ length: lineCount(order, groups) }, (_, line) => {
    const found = lineAt(line, groups)
    return found.kind === 'group' ? found.group.name : found.index
  })
  expect(lines).toEqual(['/run/runc', 0, 1, '/x', 2, '/y', 3])
  expect(order.map((_, index) => lineOf(index, groups))).toEqual([1, 2, 4, 6])
})
