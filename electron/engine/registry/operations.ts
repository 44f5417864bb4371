// Which calls are changing which container. Several can wait for one container (the runtime runs them one by one); the
// first of them is the one to show.
import type { ContainerStatus, Operation } from '../../../src-shared/model.ts'

/** When the truth shows this, the call has done its work, even if its answer is still on the way. */
const doneIn: Record<Operation, readonly ContainerStatus[]> = {
  creating: [],
  starting: ['running', 'stopped'],
  stopping: ['stopped'],
  // A signal need not change anything.
  killing: ['stopped'],
  pausing: ['paused', 'stopped'],
  resuming: ['running', 'stopped'],
  deleting: [],
}

export interface Operations {
  current(id: string): Operation | null
  /** Returns how to end it. */
  begin(id: string, operation: Operation): () => void
  /** The container has been seen in this state. */
  observe(id: string, status: ContainerStatus): void
}

export function createOperations(): Operations {
  const underWay = new Map<string, { operation: Operation }[]>()

  function remove(id: string, entry: { operation: Operation }): void {
    const left = (underWay.get(id) ?? []).filter((other) => other !== entry)
    if (left.length > 0) underWay.set(id, left)
    else underWay.delete(id)
  }

  return {
    current(id) {
      return underWay.get(id)?.[0]?.operation ?? null
    },
    begin(id, operation) {
      const entry = { operation }
      underWay.set(id, [...(underWay.get(id) ?? []), entry])
      return () => remove(id, entry)
    },
    observe(id, status) {
      const first = underWay.get(id)?.[0]
      if (first !== undefined && doneIn[first.operation].includes(status)) remove(id, first)
    },
  }
}
