// Tells whoever listens of every command, twice: when it begins and when it has ended.
import { keyOf } from '../../src-shared/container-key.ts'
import type { CommandRecord } from '../../src-shared/model.ts'
import type { RuncError } from './errors.ts'

export interface CommandEnd {
  exitCode: number | null
  error: RuncError | null
}

export class CommandLog {
  readonly #root: string
  readonly #listener: ((record: CommandRecord) => void) | undefined
  readonly #counter: { last: number }

  /** Shares its numbers with another one, so that they are unique over both. */
  constructor(root: string, listener: ((record: CommandRecord) => void) | undefined, sharing?: CommandLog) {
    this.#counter = sharing === undefined ? { last: 0 } : sharing.#counter
    this.#root = root
    this.#listener = listener
  }

  /** Records the beginning; the function that comes back records the end. */
  begin(argv: readonly string[], containerId: string | null, cwd: string | null): (end: CommandEnd) => void {
    this.#counter.last += 1
    const record: CommandRecord = {
      id: this.#counter.last,
      argv: [...argv],
      cwd,
      containerKey: containerId === null ? null : keyOf(this.#root, containerId),
      startedAt: new Date().toISOString(),
      durationMs: null,
      exitCode: null,
      error: null,
    }
    const startedAt = performance.now()
    this.#listener?.(record)
    return ({ exitCode, error }) => {
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10
      this.#listener?.({ ...record, durationMs, exitCode, error: error?.toInfo() ?? null })
    }
  }
}
