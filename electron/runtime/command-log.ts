// Tells whoever listens of every command, twice: when it begins and when it has ended.
import type { CommandRecord } from '../../src-shared/model.ts'
import type { RuncError } from './errors.ts'

export interface CommandEnd {
  exitCode: number | null
  error: RuncError | null
}

export class CommandLog {
  readonly #listener: ((record: CommandRecord) => void) | undefined
  #count = 0

  constructor(listener: ((record: CommandRecord) => void) | undefined) {
    this.#listener = listener
  }

  /** Records the beginning; the function that comes back records the end. */
  begin(argv: readonly string[], containerId: string | null, cwd: string | null): (end: CommandEnd) => void {
    this.#count += 1
    const record: CommandRecord = {
      id: this.#count,
      argv: [...argv],
      cwd,
      containerId,
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
