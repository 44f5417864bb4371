// `runc events` as an async iterable: one runc per caller, one line of JSON per event. The queue is the pipe itself with
// node's buffer behind it: whoever reads slowly makes runc wait, and nothing is lost or piles up.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { watchableFiles } from './cgroup.ts'
import type { RuntimeContext } from './context.ts'
import { RuncError, systemCode } from './errors.ts'
import { isAlive } from './processes.ts'
import { killGroup } from './program.ts'
import { verbError } from './runc-cli.ts'
import type { Verb } from './runc-cli.ts'
import { readRuncLog } from './runc-log.ts'
import type { StateRecord } from './state-file.ts'
import type { EventOptions } from './types.ts'
import { livingState } from './update.ts'
import { waitUntil } from './wait.ts'

/** So long after the end of init runc may still tell of what it died of; an OOM is told within a millisecond or two. */
const lastWordsMs = 100

/** What runc tells, or a line of it that is no event; the stream goes on after that. */
export type ContainerEvent =
  | { type: 'stats' | 'oom' | 'intelRdt' | (string & {}); id: string; data?: unknown; error?: undefined }
  | { type: 'error'; id: string; data?: undefined; error: RuncError }

const defaults = { intervalMs: 5000 } as const

/** A line of statistics has some 3 KB, 100 KB on a machine with hundreds of cores. */
const longestLine = 4 * 1024 * 1024

/** Throws NotSupported, NotFound, Stopped or InvalidArgument at the first `next`. */
export function streamEvents(
  context: RuntimeContext,
  id: string,
  options: EventOptions,
): AsyncIterableIterator<ContainerEvent> {
  const call = new EventCall(context, id, options)
  const generator = call.events()
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: () => generator.next(),
    return: async () => {
      // Also while a `next` waits: it then ends.
      call.stop()
      return generator.return(undefined)
    },
  }
}

class EventCall {
  readonly #context: RuntimeContext
  readonly #id: string
  readonly #options: EventOptions
  readonly #stopping = new AbortController()
  #child: ChildProcess | null = null
  /** The container has ended: what runc still says is the last. */
  #isOver = false

  constructor(context: RuntimeContext, id: string, options: EventOptions) {
    this.#context = context
    this.#id = id
    this.#options = options
  }

  stop(): void {
    this.#stopping.abort()
    this.#endChild()
  }

  #endChild(): void {
    if (this.#child?.pid !== undefined && this.#child.exitCode === null) killGroup(this.#child.pid)
  }

  async *events(): AsyncGenerator<ContainerEvent, undefined> {
    const { commands, cli, disposal } = this.#context
    const { signal } = this.#options
    const verb = this.#verb()
    const record = this.#context.reader.record(this.#id)
    const argv = cli.display(verb)
    const logFile = cli.operationFile('log')
    const descriptor = openSync(logFile, 'a', 0o600)
    const end = commands.begin(argv, this.#id, null)
    let error: RuncError | null = null
    let exitCode: number | null = null
    const stop = (): void => this.stop()
    const signals = [signal, disposal].filter((one) => one !== undefined)
    for (const one of signals) one.addEventListener('abort', stop, { once: true })
    try {
      const child = this.#spawn(cli.arguments(verb, logFile), descriptor)
      const exited = exitOf(child)
      void this.#endWith(record)
      if (signals.some((one) => one.aborted)) this.stop()
      for await (const line of linesOf(child.stdout)) {
        if (this.#stopping.signal.aborted) break
        yield toEvent(this.#id, line)
      }
      const result = await exited
      ;({ exitCode } = result)
      if (signals.some((one) => one.aborted))
        error = verbError(verb, argv, { ...result, outcome: 'cancelled' }, noLog, 0)
      else if (!this.#isOver && !this.#stopping.signal.aborted)
        error = this.#failure(verb, argv, result, logFile)
      if (error) throw error
      return undefined
    } finally {
      this.stop()
      for (const one of signals) one.removeEventListener('abort', stop)
      end({ exitCode, error })
      closeSync(descriptor)
      rmSync(logFile, { force: true })
    }
  }

  #verb(): Verb {
    const { intervalMs = defaults.intervalMs } = this.#options
    if (!Number.isSafeInteger(intervalMs) || intervalMs < 1) {
      throw new RuncError(
        'InvalidArgument',
        'The interval must be a whole number of milliseconds, at least 1.',
      )
    }
    this.#context.capabilities().need('events')
    livingState(this.#context, this.#id)
    return { name: 'events', flags: ['--interval', `${intervalMs}ms`], id: this.#id }
  }

  #spawn(args: string[], descriptor: number): ChildProcess & { stdout: Readable } {
    const child = spawn(this.#context.runcPath(), args, {
      // Its own process group, to be ended as one.
      detached: true,
      env: this.#context.environment(),
      stdio: ['ignore', 'pipe', descriptor],
    })
    this.#child = child
    return child as ChildProcess & { stdout: Readable }
  }

  /** runc itself follows the cgroup, and would go on until that is removed: long after the end of what was in it. */
  async #endWith(record: StateRecord | null): Promise<void> {
    if (!record) return
    try {
      await waitUntil(() => !isAlive(record), {
        paths: watchableFiles(record.cgroupPaths),
        timeoutMs: null,
        signals: [this.#stopping.signal],
      })
    } catch (error) {
      // Nobody listens any more.
      if (error instanceof RuncError && error.code === 'Cancelled') return
      throw error
    }
    this.#isOver = true
    setTimeout(() => this.#endChild(), lastWordsMs).unref()
  }

  #failure(verb: Verb, argv: string[], result: Exit, logFile: string): RuncError | null {
    const error = verbError(verb, argv, result, readRuncLog(logFile), 0)
    const status = this.#context.reader.read(this.#id)?.status
    // It ended while runc was about to look at it: the end of the stream, no failure.
    return error && (status === undefined || status === 'stopped') ? null : error
  }
}

interface Exit {
  outcome: 'ended' | 'missing' | 'cancelled'
  exitCode: number | null
  signal: string | null
  output: string
  cause?: unknown
}

const noLog = { errors: [], output: '' }

/** Listens at once, so that no end is missed; never rejects. */
function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (cause) =>
      resolve({ outcome: 'missing', exitCode: null, signal: null, output: '', cause }),
    )
    child.once('close', (exitCode, signal) => resolve({ outcome: 'ended', exitCode, signal, output: '' }))
  })
}

/** Lines of a stream, read only as fast as they are asked for. */
async function* linesOf(stream: Readable): AsyncGenerator<string, undefined> {
  stream.setEncoding('utf8')
  let rest = ''
  try {
    for await (const chunk of stream as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.trim() !== '') yield line
      if (rest.length > longestLine) rest = ''
    }
  } catch (error) {
    // The pipe of a runc that could not be started, or that was ended, closes early.
    if (systemCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
  if (rest.trim() !== '') yield rest
  return undefined
}

/** Exported for its tests. */
export function toEvent(id: string, line: string): ContainerEvent {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string') {
      return value.type === 'error'
        ? { type: 'error', id, error: undecodable(id, line) }
        : { type: value.type, id, ...('data' in value ? { data: value.data } : {}) }
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  return { type: 'error', id, error: undecodable(id, line) }
}

function undecodable(id: string, line: string): RuncError {
  return new RuncError('RuncFailed', `runc told of “${id}” what is not understood.`, { output: line })
}
