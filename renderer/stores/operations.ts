// What this window asked for and has no answer to yet, and what came of it: the row's “stopping…” before the engine
// says so, and the error that stays where the action was; or above the page, when the container has gone from there.
import { create } from 'zustand'
import type { ErrorInfo } from '../../src-shared/errors.ts'
import type { Operation } from '../../src-shared/model.ts'
import { useContainers } from './containers.ts'

export interface Failure {
  /** Such as “Could not stop web”. */
  title: string
  error: ErrorInfo
}

export interface OperationsState {
  /** By container key. */
  pending: ReadonlyMap<string, Operation>
  failures: ReadonlyMap<string, Failure>
  /** The same of containers that are gone, whose row cannot say it; the last one first. */
  ofGone: ReadonlyMap<string, Failure>
}

export const useOperations = create<OperationsState>(() => ({
  pending: new Map(),
  failures: new Map(),
  ofGone: new Map(),
}))

function withEntry<Value>(map: ReadonlyMap<string, Value>, key: string, value: Value | null) {
  const next = new Map(map)
  if (value === null) next.delete(key)
  else next.set(key, value)
  return next
}

/** An action begins: what failed before is no longer of interest. */
export function beginOperation(key: string, operation: Operation | null): void {
  useOperations.setState(({ pending, failures, ofGone }) => ({
    pending: withEntry(pending, key, operation),
    failures: failures.has(key) ? withEntry(failures, key, null) : failures,
    ofGone: ofGone.has(key) ? withEntry(ofGone, key, null) : ofGone,
  }))
}

export function endOperation(key: string, failure: Failure | null): void {
  // A row may still be there of what the engine says is gone: it goes with the next patch.
  const isGone = failure?.error.code === 'NotFound' || !useContainers.getState().byKey.has(key)
  useOperations.setState(({ pending, failures, ofGone }) => ({
    pending: withEntry(pending, key, null),
    failures: failure && !isGone ? withEntry(failures, key, failure) : failures,
    ofGone: failure && isGone ? withFirst(ofGone, [[key, failure]]) : ofGone,
  }))
}

function withFirst(map: ReadonlyMap<string, Failure>, entries: readonly (readonly [string, Failure])[]) {
  const next = new Map(entries)
  for (const [key, failure] of map) if (!next.has(key)) next.set(key, failure)
  return next
}

export function dismissFailure(key: string): void {
  useOperations.setState(({ failures }) => ({ failures: withEntry(failures, key, null) }))
}

export function dismissFailureOfGone(key: string): void {
  useOperations.setState(({ ofGone }) => ({ ofGone: withEntry(ofGone, key, null) }))
}

/** Begins to follow the containers: nothing of one that went may come back on another of the same name. */
export function startOperations(): void {
  useContainers.subscribe(({ byKey }, before) => {
    if (byKey === before.byKey) return
    const { pending, failures, ofGone } = useOperations.getState()
    const isGone = (key: string): boolean => before.byKey.has(key) && !byKey.has(key)
    const lost = [...failures].filter(([key]) => isGone(key))
    if (lost.length === 0 && ![...pending.keys()].some(isGone)) return
    useOperations.setState({
      pending: new Map([...pending].filter(([key]) => !isGone(key))),
      failures: new Map([...failures].filter(([key]) => !isGone(key))),
      // It was not dismissed, and may not even have been drawn.
      ofGone: withFirst(ofGone, lost),
    })
  })
}
