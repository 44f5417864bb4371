// Where a container's log is, when it has come to its end, and what wakes whoever follows it.
import { watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { watchableFiles } from './cgroup.ts'
import type { RuntimeContext } from './context.ts'
import { notFound } from './delete.ts'
import { RuncError } from './errors.ts'
import type { LogRecord } from './log-parser.ts'
import { readLog } from './log-reader.ts'
import type { LogSource } from './log-reader.ts'
import { rotateLog } from './log-rotation.ts'
import { isAlive } from './processes.ts'

/** The net under the kernel's events: a monitor that was killed writes no exit, and the watches may be used up. */
const lookMs = 1000

export interface LogOptions {
  /** Only the last so many records (those up to `until`, if that is given). */
  last?: number
  /** Nanoseconds since 1970 (bigint), or a time: nothing before. */
  since?: bigint | Date
  /** The same: nothing after. */
  until?: bigint | Date
  /** Goes on until the container has ended and everything was read. */
  follow?: boolean
  /** Aborting ends the reading as if there were no more; nothing is thrown. */
  signal?: AbortSignal
}

/** The records in batches, as they were read. Throws NotFound and NotSupported at once. */
export function openLog(
  context: RuntimeContext,
  id: string,
  options: LogOptions,
): AsyncGenerator<LogRecord[]> {
  supervised(context, id)
  if (options.last !== undefined && (!Number.isSafeInteger(options.last) || options.last < 0)) {
    throw new RuncError('InvalidArgument', 'The number of records must be a whole number, 0 or more.')
  }
  return read(context, id, options)
}

/** One by one. */
export async function* recordsOf(batches: AsyncGenerator<LogRecord[]>): AsyncGenerator<LogRecord> {
  for await (const batch of batches) yield* batch
}

export async function rotateLogOf(context: RuntimeContext, id: string): Promise<boolean> {
  const places = context.layout.places(id)
  supervised(context, id)
  const { controls, logLimits } = context.supervision
  return rotateLog(places.log, controls.of(places), logLimits)
}

function supervised(context: RuntimeContext, id: string): void {
  const state = context.reader.read(id)
  if (!state) throw notFound(id)
  if (state.isSupervised) return
  const message = `“${id}” was not created here: its output is with whoever made it.`
  throw new RuncError('NotSupported', message)
}

async function* read(context: RuntimeContext, id: string, options: LogOptions): AsyncGenerator<LogRecord[]> {
  const places = context.layout.places(id)
  const { reader } = context
  const record = reader.record(id)
  const metadata = reader.metadata.read(places)
  const hasEnded = (): boolean =>
    !record || (!isAlive(record) && reader.exits.read(id, places, record, metadata) !== null)
  const signals = [options.signal, context.disposal].filter((signal) => signal !== undefined)
  const isAborted = (): boolean => signals.some((signal) => signal.aborted)
  const waker = options.follow
    ? new Waker([
        places.directory,
        context.layout.exitDirectory,
        ...watchableFiles(record?.cgroupPaths ?? {}),
      ])
    : null
  const wake = (): void => waker?.wake()
  for (const signal of signals) signal.addEventListener('abort', wake, { once: true })
  const source: LogSource = { log: places.log, hasEnded, isAborted, changed: waker && (() => waker.wait()) }
  const range = { last: options.last, since: nanoseconds(options.since), until: nanoseconds(options.until) }
  try {
    yield* readLog(source, range)
  } finally {
    waker?.close()
    for (const signal of signals) signal.removeEventListener('abort', wake)
  }
}

function nanoseconds(time: bigint | Date | undefined): bigint | undefined {
  return time instanceof Date ? BigInt(time.getTime()) * 1_000_000n : time
}

/** Remembers that something has happened until somebody asks, so that nothing falls between two waits. */
class Waker {
  readonly #watchers: FSWatcher[] = []
  #isAwake = false
  #resolve: (() => void) | null = null

  constructor(paths: readonly string[]) {
    for (const path of paths) {
      try {
        const watcher = watch(path, () => this.wake())
        watcher.on('error', () => watcher.close())
        this.#watchers.push(watcher)
      } catch {
        // Gone, or no watch left to have: the timer looks anyway.
      }
    }
  }

  wake(): void {
    this.#isAwake = true
    this.#resolve?.()
  }

  async wait(): Promise<void> {
    if (!this.#isAwake) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookMs)
        this.#resolve = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#resolve = null
    this.#isAwake = false
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close()
    this.wake()
  }
}
