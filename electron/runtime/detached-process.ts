// A process under a conmon of its own, known from its directory alone: it makes no difference which runtime started it.
import { readFileSync, statSync } from 'node:fs'
import { attachTo } from './attach.ts'
import type { Attachment, AttachOptions } from './attach.ts'
import type { RuntimeContext } from './context.ts'
import { detachedArguments } from './detached-command.ts'
import type { DetachedPlaces, DetachedRecord } from './detached-places.ts'
import { ignoringMissing, RuncError } from './errors.ts'
import type { LogRecord } from './log-parser.ts'
import { openLogAt, recordsOf } from './log-source.ts'
import type { LogOptions } from './log-source.ts'
import { identify, isAlive, readStat, sendSignal } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'
import type { DetachedProcess, ProcessExit, ProcessSpec } from './process-types.ts'
import { neededSignal, signalOfExitCode } from './signals.ts'
import { findMonitor } from './traces.ts'
import { waitUntil } from './wait.ts'

export class MonitoredProcess implements DetachedProcess {
  readonly id: string
  readonly kind = 'detached'
  readonly spec: ProcessSpec
  readonly logPath: string
  readonly places: DetachedPlaces
  readonly record: DetachedRecord
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly #context: RuntimeContext

  constructor(context: RuntimeContext, places: DetachedPlaces, record: DetachedRecord) {
    this.id = record.id
    this.spec = record.spec
    this.logPath = places.log
    this.places = places
    this.record = record
    this.startedAt = record.startedAt
    this.#context = context
  }

  get terminal(): boolean {
    return this.record.terminal
  }

  get argv(): readonly string[] {
    const { containerId, id, terminal, stdin } = this.record
    return detachedArguments(this.#context, containerId, id, { terminal, stdin, flags: [] })
  }

  finishedAt(): number | null {
    // conmon writes it once, at the end.
    return statSync(this.places.exitFile, { throwIfNoEntry: false })?.mtimeMs ?? null
  }

  pid(): number | null {
    return this.#living()?.pid ?? null
  }

  systemPid(): number | null {
    return this.record.process?.pid ?? readNumber(this.places.pidFile)
  }

  exit(): ProcessExit | null {
    const told = this.#told()
    if (told || this.isMonitored || this.#living()) return told
    // It may have been written between the looks. What conmon did not live to write, nobody knows.
    return this.#told() ?? { code: null, signal: null, error: null }
  }

  signal(signal: string | number): void {
    const number = neededSignal(signal)
    const process = this.#living()
    if (process && sendSignal(process, number)) return
    throw new RuncError('ProcessExited', `“${this.spec.args[0] ?? ''}” has already ended.`)
  }

  async wait(options: { signal?: AbortSignal } = {}): Promise<ProcessExit> {
    let exit: ProcessExit | null = null
    await waitUntil(() => (exit = this.exit()) !== null, {
      paths: [this.places.persist],
      timeoutMs: null,
      signals: [options.signal, this.#context.disposal],
    })
    return exit ?? { code: null, signal: null, error: null }
  }

  logs(options: LogOptions = {}): AsyncIterableIterator<LogRecord> {
    return recordsOf(this.#openLog(options))
  }

  attach(options: AttachOptions): Attachment {
    const { containerId, terminal, stdin } = this.record
    const name = `“${this.spec.args[0] ?? ''}” in “${containerId}”`
    const checkInput = (): void => {
      if (this.pid() === null) {
        throw new RuncError('Stopped', `${name} has ended; it takes no input any more.`)
      }
      if (terminal || stdin) return
      throw new RuncError('NotSupported', `${name} was started without a standard input.`)
    }
    const openLog = (wanted: LogOptions): AsyncGenerator<LogRecord[]> => this.#openLog(wanted)
    const target = { name, containerId, places: this.places, terminal, openLog, checkInput }
    return attachTo(this.#context, target, options)
  }

  get isMonitored(): boolean {
    const monitor = this.record.monitor ?? findMonitor(this.places)
    return monitor !== null && isAlive(monitor)
  }

  #openLog(options: LogOptions): AsyncGenerator<LogRecord[]> {
    const { log, directory, persist } = this.places
    const origin = { log, hasEnded: () => this.exit() !== null, wakes: [directory, persist] }
    return openLogAt(origin, options, this.#context.disposal)
  }

  /** conmon writes it whole, by rename, in decimal. */
  #told(): ProcessExit | null {
    const code = readNumber(this.places.exitFile)
    return code === null ? null : { code, signal: signalOfExitCode(code), error: null }
  }

  #living(): ProcessIdentity | null {
    const identity = this.record.process ?? findProcess(this.places)
    return identity && isAlive(identity) ? identity : null
  }
}

/** The program, as runc's pid file names it and its parent proves: conmon is the one that waits for it. */
export function findProcess(places: DetachedPlaces): ProcessIdentity | null {
  const pid = readNumber(places.pidFile)
  const monitor = findMonitor(places)
  return pid !== null && monitor && readStat(pid)?.parent === monitor.pid ? identify(pid) : null
}

function readNumber(path: string): number | null {
  const text = ignoringMissing(() => readFileSync(path, 'utf8'))?.trim() ?? ''
  return /^\d+$/.test(text) ? Number(text) : null
}
