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
  // Frozen and thawed meanwhile: its state says nothing of it.
  checkpointing: ['stopped'],
  restoring: [],
  deleting: [],
}

export interface Begun {
  /** A stop waits from now on, and sends KILL at that moment (ISO 8601). */
  waitUntilKill(at: string): void
  end(): void
}

interface Entry {
  operation: Operation
  killsAt: string | null
}

export interface Operations {
  current(key: string): Operation | null
  /** When the stop that is shown sends KILL; null when it does not wait for that. */
  killsAt(key: string): string | null
  begin(key: string, operation: Operation): Begun
  /** The container has been seen in this state. */
  observe(key: string, status: ContainerStatus): void
}

export function createOperations(): Operations {
  const underWay = new Map<string, Entry[]>()

  function remove(key: string, entry: Entry): void {
    const left = (underWay.get(key) ?? []).filter((other) => other !== entry)
    if (left.length > 0) underWay.set(key, left)
    else underWay.delete(key)
  }

  return {
    current(key) {
      return underWay.get(key)?.[0]?.operation ?? null
    },
    killsAt(key) {
      return underWay.get(key)?.[0]?.killsAt ?? null
    },
    begin(key, operation) {
      const entry: Entry = { operation, killsAt: null }
      underWay.set(key, [...(underWay.get(key) ?? []), entry])
      return {
        waitUntilKill(at) {
          entry.killsAt = at
        },
        end: () => remove(key, entry),
      }
    },
    observe(key, status) {
      const first = underWay.get(key)?.[0]
      if (first !== undefined && doneIn[first.operation].includes(status)) remove(key, first)
    },
  }
}
