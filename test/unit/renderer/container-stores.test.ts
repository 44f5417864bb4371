// The stores of the list together: they follow the engine through patches, gaps and reconnections.
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { createFakeEngine } from './fake-engine.ts'
import { container, ids, key, patch, snapshot } from './samples.ts'

const fake = vi.hoisted(() => ({ current: null as ReturnType<typeof createFakeEngine> | null }))
vi.mock('../../../renderer/engine/index.ts', async () => {
  const { createFakeEngine: create } = await import('./fake-engine.ts')
  fake.current ??= create()
  return fake.current.module
})

vi.mock('../../../renderer/engine/window.ts', () => ({ windowCall: () => Promise.resolve({}) }))

const { startContainers, useContainers, recentChange, rootProblem } =
  await import('../../../renderer/stores/containers.ts')
const {
  moveSelection,
  selectContainer,
  setFilter,
  startContainerList,
  unmarkAll,
  markAll,
  useContainerList,
} = await import('../../../renderer/stores/container-list.ts')

const { groupBy, setSort, sortBy } = await import('../../../renderer/stores/list-layout.ts')
const { takeUsage } = await import('../../../renderer/stores/usage.ts')
const { sortByUsageNow } = await import('../../../renderer/stores/container-list.ts')

function engine(): ReturnType<typeof createFakeEngine> {
  if (!fake.current) throw new Error('The engine was not replaced.')
  return fake.current
}

/** With ids in place of keys. */
function shown() {
  const { order, selection, counts } = useContainerList.getState()
  const { cursor, marked } = selection
  return {
    order: ids(order),
    selected: cursor === null ? null : ids([cursor])[0],
    marked: ids(marked),
    counts,
  }
}

/** Lets answers arrive. */
async function settle(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve)
  })
}

beforeAll(() => {
  startContainerList()
  startContainers()
})

beforeEach(async () => {
  engine().answer('containers.snapshot', () => snapshot(1, [container('a'), container('b'), container('c')]))
  engine().connect()
  await settle()
  setFilter('')
  selectContainer(null)
  unmarkAll()
  engine().asked.length = 0
})

test('a snapshot fills the list', () => {
  expect(shown()).toEqual({ order: ['a', 'b', 'c'], selected: null, marked: [], counts: { running: 3 } })
})

test('patches change it, and tell which rows to tint', () => {
  engine().send(
    'containers.changed',
    patch(1, {
      upserted: [container('aa', { status: 'created' }), container('b', { bundle: '/x' })],
      removed: [key('c')],
    }),
  )
  expect({ ...shown(), tinted: ['aa', 'b'].filter((id) => recentChange(key(id)) > 0) }).toEqual({
    order: ['a', 'aa', 'b'],
    selected: null,
    marked: [],
    counts: { running: 2, created: 1 },
    tinted: ['aa'],
  })
})

test('two patches in one turn are both applied', () => {
  engine().send('containers.changed', patch(1, { upserted: [container('d')] }))
  engine().send('containers.changed', patch(2, { upserted: [container('e')], removed: [key('a')] }))
  expect(shown().order).toEqual(['b', 'c', 'd', 'e'])
})

test('after a gap it asks for one snapshot', async () => {
  engine().answer('containers.snapshot', () => snapshot(9, [container('z')]))
  engine().send('containers.changed', patch(5, {}))
  engine().send('containers.changed', patch(6, {}))
  await settle()
  expect({ asked: engine().asked.map(({ name }) => name), order: shown().order }).toEqual({
    asked: ['containers.snapshot'],
    order: ['z'],
  })
})

test('a restarted engine counts anew, and the list follows it', async () => {
  engine().send('containers.changed', patch(1, { upserted: [container('d')] }))
  engine().answer('containers.snapshot', () => snapshot(0, [container('a')]))
  engine().connect()
  await settle()
  engine().send('containers.changed', patch(0, { upserted: [container('n')] }))
  expect(shown().order).toEqual(['a', 'n'])
})

test('what cannot be read is kept, and said', () => {
  const problem = { code: 'PermissionDenied', message: 'No.' } as const
  engine().send('containers.changed', patch(1, { problem }))
  expect([rootProblem(useContainers.getState()), shown().order]).toEqual([problem, ['a', 'b', 'c']])
})

test('without runc the list itself is as it should be', () => {
  engine().send('containers.changed', patch(1, { problem: { code: 'RuntimeMissing', message: 'No runc.' } }))
  expect(rootProblem(useContainers.getState())).toBeNull()
})

test('the selection stays with its container', () => {
  selectContainer(key('b'))
  engine().send(
    'containers.changed',
    patch(1, { upserted: [container('0'), container('b', { status: 'paused' })] }),
  )
  expect(shown()).toMatchObject({ order: ['0', 'a', 'b', 'c'], selected: 'b' })
})

test('when it is gone the selection goes to what took its place', () => {
  selectContainer(key('b'))
  engine().send('containers.changed', patch(1, { removed: [key('b')] }))
  const inTheMiddle = shown().selected
  engine().send('containers.changed', patch(2, { removed: [key('c')] }))
  expect([inTheMiddle, shown().selected]).toEqual(['c', 'a'])
})

test('one can be selected before it arrives', () => {
  selectContainer(key('new'))
  engine().send('containers.changed', patch(1, { removed: [key('a')] }))
  engine().send('containers.changed', patch(2, { upserted: [container('new')] }))
  expect(shown().selected).toBe('new')
})

test('a filter that hides the selection does not forget it', () => {
  selectContainer(key('a'))
  setFilter('bundles/b')
  const hidden = shown()
  setFilter('')
  expect([hidden.order, hidden.selected, shown().selected]).toEqual([['b'], 'a', 'a'])
})

test('moving stops at both ends', () => {
  const steps = [1, 1, 1, 1, -Infinity, -1, Infinity]
  const path = steps.map((step) => {
    moveSelection(step)
    return shown().selected
  })
  expect(path).toEqual(['a', 'b', 'c', 'c', 'a', 'a', 'c'])
})

test.each([
  ['Home', -Infinity, 'a'],
  ['End', Infinity, 'c'],
  ['Page Up', -15, 'a'],
  ['Page Down', 15, 'a'],
  ['down', 1, 'a'],
  ['up', -1, 'c'],
])('with nothing selected, %s begins where one expects', (_name, step, selected) => {
  moveSelection(step)
  expect(shown().selected).toBe(selected)
})

test('a second press on a column turns it round', () => {
  sortBy('pid')
  sortBy('name')
  const once = shown().order
  sortBy('name')
  const twice = shown().order
  sortBy('name')
  expect([once, twice]).toEqual([
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
  ])
})

test('marks survive changes and filters, but not the end of their container', () => {
  markAll()
  setFilter('bundles/b')
  engine().send(
    'containers.changed',
    patch(1, { upserted: [container('b', { status: 'paused' })], removed: [key('c')] }),
  )
  expect(shown()).toMatchObject({ order: ['b'], marked: ['a', 'b'] })
})

test('groups are counted anew with each change', () => {
  groupBy('root')
  engine().send('containers.changed', patch(1, { upserted: [container('z', { key: '/z/z', root: '/z' })] }))
  const groups = useContainerList.getState().groups.map(({ name, count }) => `${name} ${count}`)
  groupBy(null)
  expect([groups, useContainerList.getState().groups]).toEqual([['/run/runc 3', '/z 1'], []])
})

test('a tick of usage moves no row; only a new sorting does', () => {
  engine().send(
    'containers.changed',
    patch(1, {
      upserted: [container('a', { number: 1 }), container('b', { number: 2 }), container('c', { number: 3 })],
    }),
  )
  const use = (...cpu: number[]): void => {
    const packed = cpu.flatMap((share, index) => [index + 1, share, 1, Infinity, 1])
    takeUsage(new Uint8Array(new Float64Array(packed).buffer))
  }
  use(0.1, 0.2, 0.3)
  sortBy('cpu')
  const first = shown().order
  for (let tick = 0; tick < 20; tick++) use(0.9, 0.2, 0.3)
  engine().send('containers.changed', patch(2, { upserted: [container('a', { number: 1, bundle: '/x' })] }))
  const still = shown().order
  sortByUsageNow()
  const after = shown().order
  setSort({ key: 'name', isDescending: false })
  expect([first, still, after]).toEqual([
    ['c', 'b', 'a'],
    ['c', 'b', 'a'],
    ['a', 'c', 'b'],
  ])
})
