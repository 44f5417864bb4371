// What became of actions, while their containers come and go.
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { createFakeEngine } from './fake-engine.ts'
import { container, ids, key, patch, snapshot } from './samples.ts'

const fake = vi.hoisted(() => ({ current: null as ReturnType<typeof createFakeEngine> | null }))
vi.mock('../../../renderer/engine/index.ts', async () => {
  const { createFakeEngine: create } = await import('./fake-engine.ts')
  const { EngineError } = await import('../../../src-shared/client.ts')
  fake.current ??= create()
  return { ...fake.current.module, EngineError }
})

const { EngineError } = await import('../../../src-shared/client.ts')
const { startContainers } = await import('../../../renderer/stores/containers.ts')
const { dismissFailureOfGone, startOperations, useOperations } =
  await import('../../../renderer/stores/operations.ts')
const { takeNotices } = await import('../../../renderer/stores/notices.ts')
const { perform } = await import('../../../renderer/features/containers/perform.ts')

const gone: ErrorInfo = {
  code: 'NotFound',
  message: 'container does not exist',
  detail: { argv: ['runc', 'kill', 'web', 'TERM'], exitCode: 1 },
}
const busy: ErrorInfo = { code: 'RuncFailed', message: 'device or resource busy', detail: {} }

function engine(): ReturnType<typeof createFakeEngine> {
  if (!fake.current) throw new Error('The engine was not replaced.')
  return fake.current
}

function shown() {
  const { pending, failures, ofGone } = useOperations.getState()
  const titles = (map: typeof failures) => [...map.values()].map(({ title }) => title)
  return { pending: ids(pending.keys()), inRows: titles(failures), above: titles(ofGone) }
}

function refuseStop(error: ErrorInfo): void {
  engine().answer('containers.stop', () => {
    throw new EngineError(error)
  })
}

beforeAll(() => {
  startContainers()
  startOperations()
})

beforeEach(async () => {
  engine().answer('containers.snapshot', () => snapshot(1, [container('web'), container('db')]))
  engine().connect()
  await new Promise((resolve) => {
    setTimeout(resolve)
  })
  useOperations.setState({ pending: new Map(), failures: new Map(), ofGone: new Map() })
})

test('a failure stands in the row of its container', async () => {
  refuseStop(busy)
  await perform('stop', key('web'))
  expect(shown()).toEqual({ pending: [], inRows: ['Could not stop web'], above: [] })
})

test('of a container that is not there any more it stands above, with command and words', async () => {
  refuseStop(gone)
  await perform('stop', key('web'))
  engine().send('containers.changed', patch(1, { removed: [key('web')] }))
  expect(shown()).toEqual({ pending: [], inRows: [], above: ['Could not stop web'] })
  expect(useOperations.getState().ofGone.get(key('web'))?.error).toEqual(gone)
})

test('also when its row goes before the answer comes, whatever that is', async () => {
  engine().answer('containers.stop', () => {
    engine().send('containers.changed', patch(1, { removed: [key('web')] }))
    throw new EngineError(busy)
  })
  await perform('stop', key('web'))
  expect(shown()).toEqual({ pending: [], inRows: [], above: ['Could not stop web'] })
})

test('also when its row goes after that, and it does not come back on another of that name', async () => {
  refuseStop(busy)
  await perform('stop', key('web'))
  await perform('stop', key('db'))
  engine().send('containers.changed', patch(1, { removed: [key('web')] }))
  engine().send('containers.changed', patch(2, { upserted: [container('web', { pid: 200 })] }))
  expect(shown()).toEqual({ pending: [], inRows: ['Could not stop db'], above: ['Could not stop web'] })
})

test('a snapshot without it counts as its going', async () => {
  refuseStop(busy)
  await perform('stop', key('web'))
  engine().answer('containers.snapshot', () => snapshot(0, [container('db')]))
  engine().connect()
  await vi.waitFor(() => expect(shown()).toMatchObject({ inRows: [], above: ['Could not stop web'] }))
})

test('a stop that took KILL says so', async () => {
  for (const wasKilled of [false, true]) {
    engine().answer('containers.stop', () => ({ wasKilled }))
    await perform('stop', key('web'))
  }
  expect(takeNotices().map(({ text, detail }) => `${text}. ${detail}`)).toEqual([
    'Stopped web. It did not end within 10 s of TERM, and was ended by KILL.',
  ])
})

test('what is under way goes with it', () => {
  engine().answer('containers.stop', () => new Promise(() => {}))
  void perform('stop', key('web'))
  expect(shown().pending).toEqual(['web'])
  engine().send('containers.changed', patch(1, { removed: [key('web')] }))
  expect(shown().pending).toEqual([])
})

test('it stays until it is dismissed or another action on that name begins', async () => {
  refuseStop(gone)
  await perform('stop', key('web'))
  await perform('stop', key('db'))
  expect(shown().above).toEqual(['Could not stop db', 'Could not stop web'])
  dismissFailureOfGone(key('db'))
  expect(shown().above).toEqual(['Could not stop web'])
  engine().answer('containers.stop', () => ({ wasKilled: false }))
  await perform('stop', key('web'))
  expect(shown().above).toEqual([])
})
