// The last change of the limits of each container, for as long as the page lives: closing the dialog must not take the way
// back away.
import type { LimitsInForce } from '../../../src-shared/limits-model.ts'
import type { Wanted } from './draft.ts'

export interface Applied {
  wanted: readonly Wanted[]
  /** What the kernel made of it. */
  inForce: LimitsInForce
}

const mostKept = 50
const kept = new Map<string, Applied>()

export function rememberApplied(key: string, applied: Applied | null): void {
  kept.delete(key)
  if (applied !== null) kept.set(key, applied)
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break
    kept.delete(oldest)
  }
}

/** `identity` tells a container from a later one of the same name. */
export function lastApplied(identity: string): Applied | null {
  return kept.get(identity) ?? null
}
