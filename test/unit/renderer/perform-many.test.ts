// An action on several containers that are not all in the state for it.
import { beforeEach, expect, test, vi } from 'vitest'
import type { ErrorCode } from '../../../src-shared/errors.ts'
import type { createFakeEngine } from './fake-engine.ts'
import { container, key } from './samples.ts'

const fake = vi.hoisted(() => ({ current: null as ReturnType<typeof createFakeEngine> | null }))
vi.mock('../../../renderer/engine/index.ts', async () => {
  const { createFakeEngine: create } = await import('./fake-engine.ts')
  const { EngineError } = await import('../../../src-shared/client.ts')
  fake.current ??= create()
  return { ...fake.current.module, EngineError }
})

const { EngineError } = await import('../../../src-shared/client.ts')
const { useBulk } = await import('../../../renderer/stores/bulk.ts')
const { useContainers } = await import('../../../renderer/stores/containers.ts')
const { performMany } = await import('../../../renderer/features/containers/perform-many.ts')

function refuse(name: 'pause' | 'stop' | 'delete', code: ErrorCode): void {
  fake.current?.answer(`containers.${name}`, () => {
    throw new EngineError({ code, message: 'No.' })
  })
}

async function outcome(...all: Parameters<typeof performMany>): Promise<string[]> {
  useContainers.setState({ byKey: new Map(all[1].map((one) => [one.key, one])) })
  performMany(...all)
  return told()
}

async function told(): Promise<string[]> {
  await vi.waitUntil(() => useBulk.getState().bulk?.isRunning === false)
  const entries = useBulk.getState().bulk?.entries ?? []
  return entries.map(({ state, error, note }) => `${state}: ${error?.message ?? note}`)
}

beforeEach(() => useBulk.setState({ bulk: null }))

test('those that it was so of already, or is not meant for, are left as they were', async () => {
  fake.current?.answer('containers.pause', () => ({}))
  const some = [
    container('a'),
    container('b', { status: 'paused' }),
    container('c', { status: 'created' }),
    container('e', { status: 'stopped' }),
    container('d', { status: 'paused', operation: 'resuming' }),
  ]
  expect(await outcome('pause', some)).toEqual([
    'done: null',
    'unchanged: It was paused already.',
    'unchanged: It is created, not started.',
    'unchanged: It has stopped.',
    'failed: It is resuming at the moment.',
  ])
  fake.current?.answer('containers.resume', () => ({}))
  expect(await outcome('resume', some.slice(0, 4))).toEqual([
    'unchanged: It was running already.',
    'done: null',
    'unchanged: It is created, not started.',
    'unchanged: It has stopped.',
  ])
  // Nobody can start that one: it was wanted, and did not come about.
  expect((await outcome('start', some.slice(3, 4))).map((said) => said.slice(0, 6))).toEqual(['failed'])
})

test('also when somebody else was quicker', async () => {
  refuse('stop', 'Stopped')
  expect(await outcome('stop', [container('a')])).toEqual(['unchanged: It was stopped already.'])
  refuse('delete', 'NotFound')
  expect(await outcome('delete', [container('a')])).toEqual(['unchanged: It was gone already.'])
  refuse('pause', 'Stopped')
  expect(await outcome('pause', [container('a')])).toEqual(['unchanged: It has stopped.'])
  refuse('pause', 'RuncFailed')
  expect(await outcome('pause', [container('a')])).toEqual(['failed: No.'])
})

test('a stop that took KILL says so', async () => {
  fake.current?.answer('containers.stop', ({ key: which }: { key: string }) => ({
    wasKilled: which === key('deaf'),
  }))
  expect(await outcome('stop', [container('good'), container('deaf')])).toEqual([
    'done: null',
    'done: It did not end within 10 s of TERM, and was ended by KILL.',
  ])
})
