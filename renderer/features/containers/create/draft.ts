// What is typed in the Create dialog, as data: what it is worth, what is wrong with it, which id it will get. Pure.
import { keyOf } from '../../../../src-shared/container-key.ts'
import { idProblem } from '../../../../src-shared/container-id.ts'
import type { BundleCheck } from '../../../../src-shared/model.ts'

export interface Draft {
  source: 'sample' | 'bundle'
  bundle: string
  id: string
  /** The id is the user's own; a suggestion does not replace it. */
  isIdTyped: boolean
  startsAfter: boolean
}

export const emptyDraft: Draft = {
  source: 'sample',
  bundle: '',
  id: '',
  isIdTyped: false,
  startsAfter: true,
}

/** What the engine said of an id and a bundle; it holds only for these two. */
export interface DraftCheck {
  id: string
  bundle: string | null
  idProblem: string | null
  bundleCheck: BundleCheck | null
}

/** A kept draft, read defensively. */
export function toDraft(fields: Record<string, unknown>): Draft {
  const { source, bundle, id, isIdTyped, startsAfter } = fields
  return {
    source: source === 'bundle' ? 'bundle' : 'sample',
    bundle: typeof bundle === 'string' ? bundle : '',
    id: typeof id === 'string' ? id : '',
    isIdTyped: isIdTyped === true,
    startsAfter: startsAfter !== false,
  }
}

/** The directory to ask about; null when there is none or it cannot be one. */
export function bundleToCheck({ source, bundle }: Draft): string | null {
  return source === 'bundle' && bundle.startsWith('/') ? bundle : null
}

/** What is wrong with the path before the engine is asked. */
export function pathProblem({ source, bundle }: Draft): string | null {
  if (source !== 'bundle' || bundle === '' || bundle.startsWith('/')) return null
  return 'The whole path is needed, from “/” on.'
}

/** What is wrong with the id; an empty one is left to a suggestion. */
export function idProblemOf(draft: Draft, check: DraftCheck | null): string | null {
  if (draft.id === '') return null
  return idProblem(draft.id) ?? (check?.id === draft.id ? check.idProblem : null)
}

/** Why it cannot be created yet; null when it can. */
export function whyNotYet(draft: Draft, check: DraftCheck | null): string | null {
  const wrongId = idProblemOf(draft, check)
  if (wrongId !== null) return wrongId
  if (draft.source === 'sample') return null
  if (draft.bundle === '') return 'A bundle directory is needed.'
  const path = pathProblem(draft)
  if (path !== null) return path
  if (check?.bundle === draft.bundle && check.bundleCheck?.problem) return check.bundleCheck.problem.message
  return draft.id === '' ? 'An id is needed.' : null
}

/** The ids that are taken where new containers go. */
export function idsIn(root: string, byKey: { has(key: string): boolean }): { has(id: string): boolean } {
  return { has: (id) => byKey.has(keyOf(root, id)) }
}

/** The id that the engine gives the next sample, for showing it. */
export function nextSampleId(taken: { has(id: string): boolean }): string {
  let number = 1
  while (taken.has(`sample-${number}`)) number += 1
  return `sample-${number}`
}

/** A free id for another one of the same: `web` → `web-2`, `web-2` → `web-3`. */
export function nextId(id: string, taken: { has(id: string): boolean }): string {
  const [, base = id, digits] = /^(.+)-(\d{1,6})$/.exec(id) ?? []
  let number = digits === undefined ? 2 : Number(digits) + 1
  while (taken.has(`${base}-${number}`)) number += 1
  return `${base}-${number}`
}

/** The bundle that a dropped or named path means: a config.json stands for the directory that it lies in. */
export function bundleOfPath(path: string): string {
  return path.endsWith('/config.json') ? path.slice(0, -'/config.json'.length) || '/' : path
}
