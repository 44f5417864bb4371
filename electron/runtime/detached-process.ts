// A process under a conmon of its own, known from its directory alone: it makes no difference which runtime started it.
import { readFileSync } from 'node:fs'
import type { DetachedPlaces, DetachedRecord } from './detached-places.ts'
import { ignoringMissing, RuncError } from './errors.ts'
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
  readonly #disposal: AbortSignal

  constructor(places: DetachedPlaces, record: DetachedRecord, disposal: AbortSignal) {
    this.id = record.id
    this.spec = record.spec
    this.logPath = places.log
    this.places = places
    this.record = record
    this.startedAt = record.startedAt
    this.#disposal = disposal
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
      signals: [options.signal, this.#disposal],
    })
    return exit ?? { code: null, signal: null, error: null }
  }

  get isMonitored(): boolean {
    const monitor = this.record.monitor ?? findMonitor(this.places)
    return monitor !== null && isAlive(monitor)
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
