// What this window asked for and has no answer to yet, and what came of it: the row's “stopping…” before the engine
// says so, and the error that stays where the action was.
import { create } from 'zustand'
import type { ErrorInfo } from '../../src-shared/errors.ts'
import type { Operation } from '../../src-shared/model.ts'

export interface Failure {
  /** Such as “Could not stop web”. */
  title: string
  error: ErrorInfo
}

export interface OperationsState {
  /** By container id. */
  pending: ReadonlyMap<string, Operation>
  failures: ReadonlyMap<string, Failure>
}

export const useOperations = create<OperationsState>(() => ({ pending: new Map(), failures: new Map() }))

function withEntry<Value>(map: ReadonlyMap<string, Value>, id: string, value: Value | null) {
  const next = new Map(map)
  if (value === null) next.delete(id)
  else next.set(id, value)
  return next
}

/** An action begins: what failed before is no longer of interest. */
export function beginOperation(id: string, operation: Operation | null): void {
  useOperations.setState(({ pending, failures }) => ({
    pending: withEntry(pending, id, operation),
    failures: failures.has(id) ? withEntry(failures, id, null) : failures,
  }))
}

export function endOperation(id: string, failure: Failure | null): void {
  useOperations.setState(({ pending, failures }) => ({
    pending: withEntry(pending, id, null),
    failures: failure ? withEntry(failures, id, failure) : failures,
  }))
}

export function dismissFailure(id: string): void {
  useOperations.setState(({ failures }) => ({ failures: withEntry(failures, id, null) }))
}
