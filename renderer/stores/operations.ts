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
  /** By container id. */
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

function withEntry<Value>(map: ReadonlyMap<string, Value>, id: string, value: Value | null) {
  const next = new Map(map)
  if (value === null) next.delete(id)
  else next.set(id, value)
  return next
}

/** An action begins: what failed before is no longer of interest. */
export function beginOperation(id: string, operation: Operation | null): void {
  useOperations.setState(({ pending, failures, ofGone }) => ({
    pending: withEntry(pending, id, operation),
    failures: failures.has(id) ? withEntry(failures, id, null) : failures,
    ofGone: ofGone.has(id) ? withEntry(ofGone, id, null) : ofGone,
  }))
}

export function endOperation(id: string, failure: Failure | null): void {
  // A row may still be there of what the engine says is gone: it goes with the next patch.
  const isGone = failure?.error.code === 'NotFound' || !useContainers.getState().byId.has(id)
  useOperations.setState(({ pending, failures, ofGone }) => ({
    pending: withEntry(pending, id, null),
    failures: failure && !isGone ? withEntry(failures, id, failure) : failures,
    ofGone: failure && isGone ? withFirst(ofGone, [[id, failure]]) : ofGone,
  }))
}

function withFirst(map: ReadonlyMap<string, Failure>, entries: readonly (readonly [string, Failure])[]) {
  const next = new Map(entries)
  for (const [id, failure] of map) if (!next.has(id)) next.set(id, failure)
  return next
}

export function dismissFailure(id: string): void {
  useOperations.setState(({ failures }) => ({ failures: withEntry(failures, id, null) }))
}

export function dismissFailureOfGone(id: string): void {
  useOperations.setState(({ ofGone }) => ({ ofGone: withEntry(ofGone, id, null) }))
}

/** Begins to follow the containers: nothing of one that went may come back on another of the same name. */
export function startOperations(): void {
  useContainers.subscribe(({ byId }, before) => {
    if (byId === before.byId) return
    const { pending, failures, ofGone } = useOperations.getState()
    const isGone = (id: string): boolean => before.byId.has(id) && !byId.has(id)
    const lost = [...failures].filter(([id]) => isGone(id))
    if (lost.length === 0 && ![...pending.keys()].some(isGone)) return
    useOperations.setState({
      pending: new Map([...pending].filter(([id]) => !isGone(id))),
      failures: new Map([...failures].filter(([id]) => !isGone(id))),
      // It was not dismissed, and may not even have been drawn.
      ofGone: withFirst(ofGone, lost),
    })
  })
}
