// Who may run when: one operation at a time per key, and a limited number of costly ones over all. Waiting can be
// aborted; what runs already looks after its own signal.
import { RuncError } from './errors.ts'

/** The error of an operation whose caller gave up. */
export function cancelled(signal: AbortSignal): RuncError {
  return new RuncError('Cancelled', 'It was cancelled.', { cause: signal.reason })
}

interface Waiter {
  begin: () => void
}

/** Lets at most `limit` operations in; the others wait in the order in which they came. */
export class Gate {
  readonly #limit: number
  readonly #waiting: Waiter[] = []
  #inside = 0

  constructor(limit: number) {
    this.#limit = Math.max(1, limit)
  }

  get isIdle(): boolean {
    return this.#inside === 0 && this.#waiting.length === 0
  }

  async run<Result>(signal: AbortSignal | undefined, operation: () => Promise<Result>): Promise<Result> {
    await this.#enter(signal)
    try {
      return await operation()
    } finally {
      this.#leave()
    }
  }

  async #enter(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) throw cancelled(signal)
    if (this.#inside < this.#limit) {
      this.#inside += 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        begin: () => {
          signal?.removeEventListener('abort', giveUp)
          resolve()
        },
      }
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        if (signal) reject(cancelled(signal))
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      this.#waiting.push(waiter)
    })
  }

  #leave(): void {
    const next = this.#waiting.shift()
    // The place is handed over, so that nobody slips in between.
    if (next) next.begin()
    else this.#inside -= 1
  }
}

/** One gate of width one per key; keys cost nothing while nobody uses them. */
export class KeyedQueue {
  readonly #gates = new Map<string, Gate>()

  async run<Result>(
    key: string,
    signal: AbortSignal | undefined,
    operation: () => Promise<Result>,
  ): Promise<Result> {
    const gate = this.#gates.get(key) ?? new Gate(1)
    this.#gates.set(key, gate)
    try {
      return await gate.run(signal, operation)
    } finally {
      if (gate.isIdle && this.#gates.get(key) === gate) this.#gates.delete(key)
    }
  }
}
