// A program added to a container on a terminal: `runc exec` on a pty of ours, the program's own pid beside runc's.
import { readFileSync } from 'node:fs'
import { ignoringMissing } from './errors.ts'
import type { RuncError } from './errors.ts'
import { identify, isAlive, sendSignal } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'
import type { Pty } from './pty.ts'
import { signalName, signalNumber, signalOfExitCode } from './signals.ts'
import type { Process, ProcessExit, ProcessSpec } from './types.ts'
import { waitUntil } from './wait.ts'

const limits = {
  /** From HUP to KILL, when a terminal is closed. */
  graceMs: 1000,
  /** KILL takes effect at once, but for a process in uninterruptible sleep. */
  afterKillMs: 5000,
  /** Output before anybody listens is kept up to here; then the program waits. */
  unheardBytes: 1024 * 1024,
} as const

export interface TerminalParts {
  argv: readonly string[]
  spec: ProcessSpec
  pty: Pty
  pidFile: string
  /** What went wrong when runc itself did; null when the code is the program's. */
  explain: (exitCode: number | null) => RuncError | null
  onEnd: () => void
}

export class TerminalProcess implements Process {
  readonly argv: readonly string[]
  readonly spec: ProcessSpec
  readonly #parts: TerminalParts
  readonly #dataListeners: ((bytes: Uint8Array) => void)[] = []
  readonly #exitListeners: ((exit: ProcessExit) => void)[] = []
  #unheard: Uint8Array[] = []
  #unheardBytes = 0
  #identity: ProcessIdentity | null = null
  #exit: ProcessExit | null = null
  readonly #runc: ProcessIdentity | null

  constructor(parts: TerminalParts) {
    this.argv = parts.argv
    this.spec = parts.spec
    this.#parts = parts
    this.#runc = identify(parts.pty.pid)
    parts.pty.onData((bytes) => this.#hear(bytes))
    parts.pty.onExit(({ exitCode, signal }) => this.#end(exitCode, signal))
  }

  pid(): number | null {
    return this.#inner()?.pid ?? null
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#dataListeners.push(listener)
    const kept = this.#unheard
    this.#unheard = []
    for (const bytes of kept) listener(bytes)
    if (this.#unheardBytes >= limits.unheardBytes) this.#parts.pty.resume()
    this.#unheardBytes = 0
  }

  onExit(listener: (exit: ProcessExit) => void): void {
    if (this.#exit) listener(this.#exit)
    else this.#exitListeners.push(listener)
  }

  write(bytes: Uint8Array): void {
    if (!this.#exit) this.#parts.pty.write(bytes)
  }

  resize(columns: number, rows: number): void {
    if (!this.#exit) this.#parts.pty.resize(columns, rows)
  }

  pause(): void {
    if (!this.#exit) this.#parts.pty.pause()
  }

  resume(): void {
    if (!this.#exit) this.#parts.pty.resume()
  }

  signal(name: string): void {
    const number = signalNumber(name)
    if (number === null) throw new RangeError(`“${name}” is not a signal.`)
    const target = this.#inner() ?? this.#runc
    // runc passes on what it is sent, but for KILL.
    if (target) sendSignal(target, number)
  }

  async close(): Promise<void> {
    if (this.#exit) return
    // Nobody reads any more, and a paused pty would never end.
    this.#parts.pty.resume()
    this.signal('HUP')
    if (await this.#endsWithin(limits.graceMs)) return
    const inner = this.#inner()
    // runc then ends by itself, and tells the code.
    if (inner && sendSignal(inner, 'SIGKILL') && (await this.#endsWithin(limits.graceMs))) return
    if (this.#runc) sendSignal(this.#runc, 'SIGKILL')
    await this.#endsWithin(limits.afterKillMs)
  }

  async #endsWithin(timeoutMs: number): Promise<boolean> {
    return waitUntil(() => this.#exit !== null, { timeoutMs })
  }

  /** The program in the container, once runc has told its pid; null after its end. */
  #inner(): ProcessIdentity | null {
    if (!this.#identity) {
      const text = ignoringMissing(() => readFileSync(this.#parts.pidFile, 'utf8'))
      this.#identity = text === null || this.#exit ? null : identify(Number(text.trim()))
    }
    return this.#identity && isAlive(this.#identity) ? this.#identity : null
  }

  #hear(bytes: Uint8Array): void {
    if (this.#dataListeners.length > 0) {
      for (const listener of this.#dataListeners) listener(bytes)
      return
    }
    this.#unheard.push(bytes)
    this.#unheardBytes += bytes.byteLength
    if (this.#unheardBytes >= limits.unheardBytes) this.#parts.pty.pause()
  }

  #end(exitCode: number, signal: number): void {
    const code = signal === 0 ? exitCode : null
    const endedBy = signal === 0 ? signalOfExitCode(exitCode) : signalName(signal)
    const inner = this.#inner()
    // runc was killed and its program lives on without a terminal: nobody would ever see it again.
    if (inner) sendSignal(inner, 'SIGKILL')
    const error = this.#parts.explain(code)
    this.#exit = { code, signal: error ? null : endedBy, error }
    this.#parts.onEnd()
    for (const listener of this.#exitListeners) listener(this.#exit)
  }
}
