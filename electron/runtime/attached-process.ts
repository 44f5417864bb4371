// A program added to a container on a terminal or on pipes of ours: `runc exec` behind it, the program's own pid beside
// runc's. It ends with us.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Channel } from './channel.ts'
import { ignoringMissing, RuncError, systemCode } from './errors.ts'
import {
  childrenOf,
  hasOnlyDeadChildren,
  membersOfSession,
  identify,
  isAlive,
  readStat,
  sendSignal,
} from './processes.ts'
import type { ProcessIdentity } from './processes.ts'
import type { OutputStream, Process, ProcessExit, ProcessSpec } from './process-types.ts'
import { cancelled } from './queue.ts'
import { neededSignal, signalName, signalOfExitCode } from './signals.ts'
import { waitUntil } from './wait.ts'

const limits = {
  /** From HUP or TERM to KILL, when it is closed. */
  graceMs: 1000,
  /** KILL takes effect at once, but for a process in uninterruptible sleep. */
  afterKillMs: 5000,
  /** Output before anybody listens is kept up to here; then the program waits. */
  unheardBytes: 1024 * 1024,
  /** A start takes some 50 ms; one that takes longer than this is looked at. */
  startMs: 1000,
  /** Of one that goes on waiting, as in a paused container. */
  longestLookMs: 30_000,
} as const

export interface AttachedParts {
  id: string
  containerId: string
  /** The container's first process. */
  init: ProcessIdentity
  kind: 'terminal' | 'pipes'
  argv: readonly string[]
  spec: ProcessSpec
  channel: Channel
  pidFile: string
  /** What went wrong when runc itself did; null when the code is the program's. */
  explain: (exitCode: number | null) => RuncError | null
  onEnd: (process: AttachedProcess) => void
}

type DataListener = (bytes: Uint8Array, stream: OutputStream) => void

export class AttachedProcess implements Process {
  readonly id: string
  readonly kind: 'terminal' | 'pipes'
  readonly argv: readonly string[]
  readonly spec: ProcessSpec
  readonly logPath = null
  /** Milliseconds since 1970. */
  readonly startedAt = Date.now()
  readonly #parts: AttachedParts
  readonly #dataListeners: DataListener[] = []
  readonly #exitListeners: ((exit: ProcessExit) => void)[] = []
  #unheard: Parameters<DataListener>[] = []
  #unheardBytes = 0
  #identity: ProcessIdentity | null = null
  #systemPid: number | null = null
  #exit: ProcessExit | null = null
  #failure: RuncError | null = null
  readonly #runc: ProcessIdentity | null

  constructor(parts: AttachedParts) {
    this.id = parts.id
    this.kind = parts.kind
    this.argv = parts.argv
    this.spec = parts.spec
    this.#parts = parts
    this.#runc = identify(parts.channel.pid)
    parts.channel.onData((bytes, stream) => this.#hear(bytes, stream))
    parts.channel.onExit(({ exitCode, signal }) => this.#end(exitCode, signal))
    void this.#meet()
  }

  pid(): number | null {
    return this.#inner()?.pid ?? null
  }

  systemPid(): number | null {
    return this.pid() ?? this.#systemPid
  }

  exit(): ProcessExit | null {
    return this.#exit
  }

  /** runc has ended, or the program in the container has: what is left is to be delivered. */
  get isEnding(): boolean {
    return this.#exit === null && this.#inner() === null
  }

  onData(listener: DataListener): void {
    this.#dataListeners.push(listener)
    const kept = this.#unheard
    this.#unheard = []
    for (const [bytes, stream] of kept) listener(bytes, stream)
    if (this.#unheardBytes >= limits.unheardBytes) this.#parts.channel.resume()
    this.#unheardBytes = 0
  }

  onExit(listener: (exit: ProcessExit) => void): void {
    if (this.#exit) listener(this.#exit)
    else this.#exitListeners.push(listener)
  }

  write(bytes: Uint8Array, onWritten: () => void = () => undefined): void {
    if (this.#exit) onWritten()
    else this.#parts.channel.write(bytes, onWritten)
  }

  closeStdin(): void {
    if (!this.#exit) this.#parts.channel.closeInput()
  }

  resize(columns: number, rows: number): void {
    if (!this.#exit) this.#parts.channel.resize(columns, rows)
  }

  pause(): void {
    if (!this.#exit) this.#parts.channel.pause()
  }

  resume(): void {
    if (!this.#exit) this.#parts.channel.resume()
  }

  signal(signal: string | number): void {
    const number = neededSignal(signal)
    if (this.#exit) throw new RuncError('ProcessExited', `“${this.spec.args[0] ?? ''}” has already ended.`)
    const target = this.#inner() ?? this.#runc
    // runc passes on what it is sent, but for KILL.
    if (target) sendSignal(target, number)
  }

  wait(options: { signal?: AbortSignal } = {}): Promise<ProcessExit> {
    const { signal } = options
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        if (signal) reject(cancelled(signal))
      }
      if (signal?.aborted) giveUp()
      signal?.addEventListener('abort', giveUp, { once: true })
      this.onExit((exit) => {
        signal?.removeEventListener('abort', giveUp)
        resolve(exit)
      })
    })
  }

  async close(): Promise<void> {
    if (this.#exit) return
    // Nobody reads any more, and a paused channel would never end.
    this.#parts.channel.resume()
    if (this.kind === 'terminal') this.signal('HUP')
    else await this.#terminate()
    if (await this.#endsWithin(limits.graceMs)) return
    const inner = this.#inner()
    // runc then ends by itself, and tells the code.
    if (inner && sendSignal(inner, 'SIGKILL') && (await this.#endsWithin(limits.graceMs))) return
    if (this.#runc) {
      // Whatever it has started would go on without it.
      const started = isAlive(this.#runc) ? childrenOf(new Set([this.#runc.pid])) : []
      sendSignal(this.#runc, 'SIGKILL')
      for (const child of started) sendSignal(child, 'SIGKILL')
    }
    await this.#endsWithin(limits.afterKillMs)
  }

  /**
   * TERM, `graceMs`, KILL, for a program on pipes with what it has started: no hang-up reaches that as on a terminal, and
   * runc waits for all who hold its pipes.
   */
  async #terminate(): Promise<void> {
    this.#parts.channel.closeInput()
    const family = this.#family()
    this.signal('TERM')
    const hasEnded = (): boolean => this.#exit !== null || (this.#identity !== null && this.#inner() === null)
    await waitUntil(hasEnded, { timeoutMs: limits.graceMs })
    for (const member of [...family, ...this.#family()]) sendSignal(member, 'SIGKILL')
  }

  #family(): ProcessIdentity[] {
    const inner = this.#inner()
    return inner ? membersOfSession(inner.pid) : []
  }

  async #endsWithin(timeoutMs: number): Promise<boolean> {
    return waitUntil(() => this.#exit !== null, { timeoutMs })
  }

  /** Gets to know the program as soon as runc has told its pid, and does what runc leaves undone. */
  async #meet(): Promise<void> {
    const isMet = (): boolean => this.#exit !== null || this.#inner() !== null
    const isTold = (): boolean => this.#exit !== null || this.#readPid() !== null
    const paths = [dirname(this.#parts.pidFile)]
    let wasStuck = false
    // Until its pid is told runc may be stuck, and after it no more.
    for (let timeoutMs: number = limits.startMs; !(await waitUntil(isTold, { paths, timeoutMs }));) {
      const isStuck = this.#runc !== null && hasOnlyDeadChildren(this.#runc.pid)
      if (isStuck && wasStuck) this.#giveUp()
      wasStuck = isStuck
      timeoutMs = isStuck ? limits.startMs : Math.min(2 * timeoutMs, limits.longestLookMs)
    }
    await waitUntil(isMet, { paths, timeoutMs: null })
    const { oomScoreAdj } = this.spec
    const inner = this.#inner()
    if (oomScoreAdj === undefined || !inner) return
    this.#failure = adjustOomScore(inner, oomScoreAdj)
    if (this.#failure) sendSignal(inner, 'SIGKILL')
  }

  /**
   * The program that runc was starting was killed, most often with its container, and runc 1.1 waits for ever for what that
   * has yet to tell it. So does the kernel with the end of the container: it keeps init until somebody has waited for
   * everyone in it.
   */
  #giveUp(): void {
    const { containerId, init, argv } = this.#parts
    const program = `“${this.spec.args[0] ?? ''}”`
    this.#failure = isAlive(init)
      ? new RuncError('ExecFailed', `${program} was killed in “${containerId}” while runc was starting it.`, {
          argv: [...argv],
        })
      : new RuncError('ContainerExited', `“${containerId}” ended while runc was starting ${program} in it.`, {
          argv: [...argv],
        })
    if (this.#runc) sendSignal(this.#runc, 'SIGKILL')
  }

  /** The program in the container, once runc has told its pid; null after its end. */
  #inner(): ProcessIdentity | null {
    if (!this.#identity && !this.#exit) {
      const pid = this.#readPid()
      // Only a child of this very runc: the program may have ended, and its pid be somebody else's.
      const isChild = pid !== null && readStat(pid)?.parent === this.#runc?.pid
      this.#identity = isChild ? identify(pid) : null
      if (pid !== null) this.#systemPid = pid
    }
    return this.#identity && isAlive(this.#identity) ? this.#identity : null
  }

  #readPid(): number | null {
    const text = ignoringMissing(() => readFileSync(this.#parts.pidFile, 'utf8'))?.trim() ?? ''
    return /^\d+$/.test(text) ? Number(text) : null
  }

  #hear(bytes: Uint8Array, stream: OutputStream): void {
    if (this.#dataListeners.length > 0) {
      for (const listener of this.#dataListeners) listener(bytes, stream)
      return
    }
    this.#unheard.push([bytes, stream])
    this.#unheardBytes += bytes.byteLength
    if (this.#unheardBytes >= limits.unheardBytes) this.#parts.channel.pause()
  }

  #end(exitCode: number, signal: number): void {
    const code = signal === 0 ? exitCode : null
    const endedBy = signal === 0 ? signalOfExitCode(exitCode) : signalName(signal)
    const inner = this.#inner()
    // runc was killed and its program lives on without a terminal: nobody would ever see it again.
    if (inner) sendSignal(inner, 'SIGKILL')
    this.#systemPid ??= this.#readPid()
    // Which tells the log of commands too.
    const explained = this.#parts.explain(code)
    const error = this.#failure ?? explained
    this.#exit = { code, signal: error ? null : endedBy, error }
    this.#parts.onEnd(this)
    for (const listener of this.#exitListeners) listener(this.#exit)
  }
}

/** Null when it worked, or the process has ended. */
export function adjustOomScore(process: ProcessIdentity, score: number): RuncError | null {
  if (!isAlive(process)) return null
  try {
    writeFileSync(`/proc/${process.pid}/oom_score_adj`, String(score))
    return null
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ESRCH') return null
    const message = `The OOM score adjustment ${score} was refused: lowering it needs the capability CAP_SYS_RESOURCE.`
    return new RuncError('PermissionDenied', message, { cause: error })
  }
}
