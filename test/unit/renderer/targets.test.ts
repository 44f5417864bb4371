import { beforeEach, expect, test, vi } from 'vitest'
import type { ContainerStatus } from '../../../src-shared/model.ts'
import { noSelection } from '../../../renderer/stores/list-selection.ts'
import { goTo } from '../../../renderer/stores/view.ts'
import { container, ids, key } from './samples.ts'

vi.mock('../../../renderer/engine/index.ts', async () => {
  const { createFakeEngine } = await import('./fake-engine.ts')
  return createFakeEngine().module
})
vi.mock('../../../renderer/engine/window.ts', () => ({ windowCall: () => Promise.resolve({}) }))

const { pauseOrResume, refusalOfAll, startOrStop, targets } =
  await import('../../../renderer/features/containers/targets.ts')
const { useContainerList } = await import('../../../renderer/stores/container-list.ts')
const { useContainers } = await import('../../../renderer/stores/containers.ts')

const all = [container('a'), container('b', { status: 'paused' }), container('c', { status: 'created' })]

beforeEach(() => {
  useContainers.setState({ byKey: new Map(all.map((one) => [one.key, one])) })
  useContainerList.setState({ selection: noSelection })
  goTo({ name: 'containers' })
})

function meant(): string[] {
  return ids(targets().map((one) => one.key))
}

test('an action is for the marked rows, else for the one that the cursor is on', () => {
  const nothing = meant()
  useContainerList.setState({ selection: { ...noSelection, cursor: key('b') } })
  const one = meant()
  useContainerList.setState({
    selection: { ...noSelection, cursor: key('b'), marked: new Set([key('c'), key('gone'), key('a')]) },
  })
  expect([nothing, one, meant()]).toEqual([[], ['b'], ['c', 'a']])
})

test('on a page it is for the container of the page alone', () => {
  useContainerList.setState({ selection: { ...noSelection, marked: new Set([key('a'), key('b')]) } })
  goTo({ name: 'container', key: key('c') })
  const onPage = meant()
  goTo({ name: 'activity' })
  expect([onPage, meant()]).toEqual([['c'], []])
})

test.each<[string, ContainerStatus[]]>([
  ['start pause', ['created']],
  ['stop pause', ['running']],
  ['stop resume', ['paused']],
  ['start pause', ['created', 'stopped']],
  ['stop pause', ['created', 'running']],
  ['stop resume', ['paused', 'stopped']],
  ['stop pause', ['paused', 'running']],
])('one key of two actions: %s for %j', (words, statuses) => {
  const some = statuses.map((status) => ({ status }))
  expect(`${startOrStop(...some)} ${pauseOrResume(...some)}`).toBe(words)
})

test('an action on several is refused only when none can take it', () => {
  expect(refusalOfAll('pause', all)).toBeNull()
  expect(refusalOfAll('pause', all.slice(1))).toBe('None of them is in a state for it.')
  expect(refusalOfAll('resume', [container('x'), container('y')])).toBe('All of them are running already.')
  expect(refusalOfAll('pause', all.slice(2))).toBe('It is created, not started.')
})
