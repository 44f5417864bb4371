// Where a container's log is, when it has come to its end, and what wakes whoever follows it.
import { watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { watchableFiles } from './cgroup.ts'
import type { RuntimeContext } from './context.ts'
import { notFound, RuncError } from './errors.ts'
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
  /** Only so many bytes of the log, from a whole record on. */
  lastBytes?: number
  /** Told before the first record how much of the log `lastBytes` has left out, if it has. */
  onOmitted?: (bytes: number) => void
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
  return openLogAt(originOf(context, id), options, context.disposal)
}

/** The same of any log. */
export function openLogAt(
  origin: LogOrigin,
  options: LogOptions,
  disposal: AbortSignal,
): AsyncGenerator<LogRecord[]> {
  if (options.last !== undefined && (!Number.isSafeInteger(options.last) || options.last < 0)) {
    throw new RuncError('InvalidArgument', 'The number of records must be a whole number, 0 or more.')
  }
  return read(origin, options, disposal)
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

/** A log, and how its end is known. */
export interface LogOrigin {
  log: string
  /** Nothing more will be written. */
  hasEnded: () => boolean
  /** Something happens to one of them when there is more, or when it has ended. */
  wakes: readonly string[]
}

function originOf(context: RuntimeContext, id: string): LogOrigin {
  const places = context.layout.places(id)
  const { reader } = context
  const record = reader.record(id)
  const metadata = reader.metadata.read(places)
  return {
    log: places.log,
    hasEnded: () => !record || (!isAlive(record) && reader.exits.read(id, places, record, metadata) !== null),
    wakes: [places.directory, context.layout.exitDirectory, ...watchableFiles(record?.cgroupPaths ?? {})],
  }
}

async function* read(
  { log, hasEnded, wakes }: LogOrigin,
  options: LogOptions,
  disposal: AbortSignal,
): AsyncGenerator<LogRecord[]> {
  const signals = [options.signal, disposal].filter((signal) => signal !== undefined)
  const isAborted = (): boolean => signals.some((signal) => signal.aborted)
  const waker = options.follow ? new Waker(wakes) : null
  const wake = (): void => waker?.wake()
  for (const signal of signals) signal.addEventListener('abort', wake, { once: true })
  const source: LogSource = { log, hasEnded, isAborted, changed: waker && (() => waker.wait()) }
  const { last, lastBytes, onOmitted } = options
  const range = {
    last,
    lastBytes,
    onOmitted,
    since: nanoseconds(options.since),
    until: nanoseconds(options.until),
  }
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
