import { expect, test } from 'vitest'
import type { BundleCheck } from '../../../src-shared/model.ts'
import {
  bundleToCheck,
  emptyDraft,
  idProblemOf,
  nextSampleId,
  toDraft,
  whyNotYet,
} from '../../../renderer/features/containers/create/draft.ts'
import type { Draft, DraftCheck } from '../../../renderer/features/containers/create/draft.ts'

const bundle: Draft = { ...emptyDraft, source: 'bundle', bundle: '/b', id: 'web' }

function check(fields: Partial<DraftCheck>): DraftCheck {
  return { id: 'web', bundle: '/b', idProblem: null, bundleCheck: null, ...fields }
}

function broken(path: string): BundleCheck {
  return {
    path,
    problem: { code: 'BundleInvalid', message: 'It has no config.json.' },
    summary: null,
    warning: null,
    suggestedId: 'b',
  }
}

test('a sample needs nothing', () => {
  expect(whyNotYet(emptyDraft, null)).toBeNull()
})

test('a bundle needs a whole path, an id, and to be one', () => {
  expect([
    whyNotYet({ ...bundle, bundle: '' }, null),
    whyNotYet({ ...bundle, bundle: 'b' }, null),
    whyNotYet({ ...bundle, id: '' }, null),
    whyNotYet(bundle, check({ bundleCheck: broken('/b') })),
    whyNotYet(bundle, check({})),
  ]).toEqual([
    'A bundle directory is needed.',
    'The whole path is needed, from “/” on.',
    'An id is needed.',
    'It has no config.json.',
    null,
  ])
})

test('what was said of another id or bundle does not count', () => {
  expect([
    idProblemOf(bundle, check({ id: 'old', idProblem: 'It exists.' })),
    idProblemOf(bundle, check({ idProblem: 'It exists.' })),
    whyNotYet(bundle, check({ bundle: '/old', bundleCheck: broken('/old') })),
  ]).toEqual([null, 'It exists.', null])
})

test('an id that runc refuses is told at once', () => {
  expect(idProblemOf({ ...bundle, id: 'a b' }, null)).toContain('runc takes letters')
})

test('only a whole path of a bundle is asked about', () => {
  expect([
    bundleToCheck(bundle),
    bundleToCheck({ ...bundle, bundle: 'b' }),
    bundleToCheck(emptyDraft),
  ]).toEqual(['/b', null, null])
})

test('what was kept is read whatever it is', () => {
  expect([toDraft({}), toDraft({ ...bundle }), toDraft({ source: 7, id: [], startsAfter: 'x' })]).toEqual([
    emptyDraft,
    bundle,
    emptyDraft,
  ])
})

test('the next sample is the lowest that is free', () => {
  expect(nextSampleId(new Set(['sample-1', 'sample-3']))).toBe('sample-2')
})
