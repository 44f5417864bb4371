// The making of a container: answers that come late must not undo what has happened since they were asked for.
import { expect, test, vi } from 'vitest'
import type { BundleCheck } from '../../../src-shared/model.ts'
import type { createFakeEngine } from './fake-engine.ts'
import { container } from './samples.ts'

const fake = vi.hoisted(() => ({ current: null as ReturnType<typeof createFakeEngine> | null }))
vi.mock('../../../renderer/engine/index.ts', async () => {
  const { createFakeEngine: create } = await import('./fake-engine.ts')
  const { EngineError } = await import('../../../src-shared/client.ts')
  fake.current ??= create()
  return { ...fake.current.module, EngineError }
})

const { EngineError } = await import('../../../src-shared/client.ts')
const { canCreateAgain, checkDraft, createAgainRefusal, createFromDraft, openCreateAgain, useCreation } =
  await import('../../../renderer/features/containers/create/creation.ts')
const { emptyDraft } = await import('../../../renderer/features/containers/create/draft.ts')

type CheckAnswer = { idProblem: string | null; bundle: BundleCheck }

const draft = { ...emptyDraft, source: 'bundle', bundle: '/b', id: 'web' } as const
const bundle: BundleCheck = { path: '/b', problem: null, summary: null, warning: null, suggestedId: 'web-2' }

/** Asks about the draft; the function that comes back lets the engine answer. */
function ask(): { finish: (answer: CheckAnswer) => void; done: Promise<void> } {
  const { promise, resolve } = withResolver<CheckAnswer>()
  fake.current?.answer('containers.check', () => promise)
  return { finish: resolve, done: checkDraft() }
}

function withResolver<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => undefined
  const promise = new Promise<Value>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

test('an answer that comes while it is created says nothing: its id is taken by itself', async () => {
  useCreation.setState({ draft, check: null, failure: null })
  const asked = ask()
  const { promise, resolve } = withResolver<{ id: string; key: string }>()
  fake.current?.answer('containers.create', () => promise)
  const creation = createFromDraft()
  asked.finish({ idProblem: 'There is a container “web” already.', bundle })
  await asked.done
  expect(useCreation.getState()).toMatchObject({ draft, check: null, isBusy: true })
  resolve({ id: 'web', key: '/run/runc/web' })
  await creation
})

test('an answer that comes after it failed leaves the error, and the draft that it is about', async () => {
  useCreation.setState({ draft, check: null, failure: null })
  const asked = ask()
  fake.current?.answer('containers.create', () => {
    throw new EngineError({ code: 'RuncFailed', message: 'no space left on device' })
  })
  await createFromDraft()
  asked.finish({ idProblem: null, bundle })
  await asked.done
  expect(useCreation.getState()).toMatchObject({
    draft,
    failure: { title: 'Could not create it', error: { message: 'no space left on device' } },
    isBusy: false,
  })
})

test('what has run is made again of its bundle, under an id that is free; not of another user’s', () => {
  const ended = container('web', { status: 'stopped', bundle: '/b', ownsBundle: false })
  expect(canCreateAgain(ended)).toBe(true)
  expect(canCreateAgain({ ...ended, status: 'running' })).toBe(false)
  expect(canCreateAgain({ ...ended, bundle: '' })).toBe(false)
  expect(createAgainRefusal(ended)).toBeNull()
  expect(createAgainRefusal({ ...ended, foreignUid: 1000 })).toContain('1000')
  openCreateAgain(ended)
  const { source, bundle: chosen, id } = useCreation.getState().draft
  expect({ source, chosen, id }).toEqual({
    source: 'bundle',
    chosen: '/b',
    id: expect.stringMatching(/^web/),
  })
})
