// Hands out the stretches of a search in the order of the log, and puts what was found in them back into that order.
import type { OriginFile } from './log-origin.ts'
import type { Scan } from './scan.ts'

/** A part of one file; lines that begin in it are searched to their end. */
export interface PlannedStretch {
  file: OriginFile
  from: number
  to: number
}

export class StretchQueue {
  readonly #stretches: readonly PlannedStretch[]
  readonly #mostAhead: number
  readonly #found = new Map<number, Scan>()
  readonly #waiting = new Set<() => void>()
  #next = 0
  #inOrder = 0

  /** `mostAhead`: so many may be out before the first of them has come back. */
  constructor(stretches: readonly PlannedStretch[], mostAhead: number) {
    this.#stretches = stretches
    this.#mostAhead = mostAhead
  }

  /**
   * The next one; null when there is none left. Waits while one that was handed out long before is still out: what is
   * found behind it would pile up. Rejects when the signal is aborted.
   */
  async take(signal: AbortSignal): Promise<{ index: number; stretch: PlannedStretch } | null> {
    while (this.#next < this.#stretches.length && this.#next - this.#inOrder >= this.#mostAhead) {
      await this.#moved(signal)
    }
    signal.throwIfAborted()
    const index = this.#next
    const stretch = this.#stretches[index]
    if (stretch === undefined) return null
    this.#next += 1
    return { index, stretch }
  }

  /** What can be told now, in the order of the log. */
  settle(index: number, scan: Scan): Scan[] {
    this.#found.set(index, scan)
    const inOrder: Scan[] = []
    for (let found = this.#found.get(this.#inOrder); found; found = this.#found.get(this.#inOrder)) {
      this.#found.delete(this.#inOrder)
      this.#inOrder += 1
      inOrder.push(found)
    }
    if (inOrder.length > 0) for (const wake of this.#waiting) wake()
    return inOrder
  }

  #moved(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        this.#waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        if (signal.aborted) reject(signal.reason as Error)
        else resolve()
      }
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake)
    })
  }
}
