// One container of one runtime: its verbs, each in its turn, and what can be read of it.
import type { ExitInfo } from '../../src-shared/model.ts'
import { configOf, readRunConfig } from './bundle.ts'
import { watchableFiles } from './cgroup.ts'
import type { RuntimeContext } from './context.ts'
import { deleteContainer, notFound } from './delete.ts'
import { byStatus } from './error-table.ts'
import { RuncError } from './errors.ts'
import { isAlive } from './processes.ts'
import type { Verb } from './runc-cli.ts'
import { recordStart } from './start-time.ts'
import type { CallOptions, Container, ContainerState } from './types.ts'
import { killVerb } from './verbs.ts'
import { waitUntil } from './wait.ts'

export class RuncContainer implements Container {
  readonly id: string
  readonly bundle: string
  readonly logPath: string | null
  readonly #context: RuntimeContext

  constructor(context: RuntimeContext, state: ContainerState) {
    this.#context = context
    this.id = state.id
    this.bundle = state.bundle
    this.logPath = state.isSupervised ? context.layout.places(state.id).log : null
  }

  /** Whether it was made by the runtime with this context. */
  belongsTo(context: RuntimeContext): boolean {
    return this.#context === context
  }

  state(): ContainerState {
    const state = this.#context.reader.read(this.id)
    if (!state) throw notFound(this.id)
    return state
  }

  pid(): number | null {
    return this.state().pid
  }

  exit(): ExitInfo | null {
    return this.state().exit
  }

  async start(options: CallOptions = {}): Promise<void> {
    await this.#inTurn(options, async () => {
      await this.#run({ name: 'start', id: this.id }, options)
      recordStart(this.#context, this.id)
    })
  }

  async pause(options: CallOptions = {}): Promise<void> {
    await this.#inTurn(options, async () => {
      // runc would do it, but then `runc start` waits for ever on a frozen init.
      if (this.state().status === 'created') {
        throw new RuncError(
          'NotRunning',
          `“${this.id}” is created, not started; there is nothing to pause yet.`,
        )
      }
      await this.#run({ name: 'pause', id: this.id }, options)
    })
  }

  async resume(options: CallOptions = {}): Promise<void> {
    await this.#inTurn(options, () => this.#run({ name: 'resume', id: this.id }, options))
  }

  async kill(signal: string, options: CallOptions = {}): Promise<void> {
    await this.#inTurn(options, () => this.#kill(signal, options))
  }

  async stop(graceMs: number, options: CallOptions = {}): Promise<void> {
    const { reader, disposal } = this.#context
    const record = reader.record(this.id)
    if (!record) throw notFound(this.id)
    const hasEnded = (timeoutMs: number): Promise<boolean> =>
      waitUntil(() => !isAlive(record), {
        paths: watchableFiles(record.cgroupPaths),
        timeoutMs,
        signals: [options.signal, disposal],
      })
    await this.#inTurn(options, async () => {
      if (!isAlive(record)) return
      await this.#unlessEnded(() => this.#kill('TERM', options))
      if (this.#status() === 'paused') {
        await this.#unlessEnded(() => this.#run({ name: 'resume', id: this.id }, options))
      }
    })
    // Not in its turn: a kill by somebody who will not wait must get through.
    if (await hasEnded(graceMs)) return
    await this.#inTurn(options, () => this.#unlessEnded(() => this.#kill('KILL', options)))
    if (await hasEnded(this.#context.timeoutMs)) return
    throw new RuncError('Running', `“${this.id}” was killed, but its process ${record.pid} has not ended.`)
  }

  async delete(options: CallOptions & { force?: boolean } = {}): Promise<void> {
    await this.#inTurn(options, () => deleteContainer(this.#context, this.id, options))
  }

  async wait(options: CallOptions = {}): Promise<ExitInfo> {
    const { reader, layout, disposal } = this.#context
    const record = reader.record(this.id)
    if (!record) throw notFound(this.id)
    let exit: ExitInfo | null = null
    const isSo = (): boolean => {
      if (isAlive(record)) return false
      reader.exits.noteEnd(this.id, record)
      const places = layout.places(this.id)
      // Read past the state: it may have been deleted by the one who ended it.
      exit = reader.exits.read(this.id, places, record, reader.metadata.read(places))
      return exit !== null
    }
    await waitUntil(isSo, {
      paths: [layout.exitDirectory, ...watchableFiles(record.cgroupPaths)],
      timeoutMs: null,
      signals: [options.signal, disposal],
    })
    if (exit === null) throw notFound(this.id)
    return exit
  }

  async spec(): Promise<unknown> {
    const state = this.state()
    if (state.status === 'broken') {
      throw new RuncError('StateUnreadable', `“${this.id}” is broken. ${state.problem ?? ''}`.trim())
    }
    return readRunConfig(configOf(this.#context.layout.places(this.id), state))
  }

  #inTurn<Result>(options: CallOptions, operation: () => Promise<Result>): Promise<Result> {
    return this.#context.queue.run(this.id, options.signal, operation)
  }

  async #kill(signal: string, options: CallOptions): Promise<void> {
    const record = this.#context.reader.record(this.id)
    await this.#run(killVerb(this.#context, this.id, signal, record), options)
  }

  /** Runs a verb; where runc's words fit two situations, the status afterwards decides which it was. */
  async #run(verb: Verb, options: CallOptions): Promise<void> {
    try {
      await this.#context.cli.run(verb, { signal: options.signal })
    } catch (error) {
      if (!(error instanceof RuncError)) throw error
      const code = byStatus(error.code, this.#status())
      if (code === error.code) throw error
      const { argv, exitCode, output, cause } = error
      throw new RuncError(code, error.message, { ...(argv ? { argv } : {}), exitCode, output, cause })
    }
  }

  /** For operations whose aim is reached when the container ends by itself. */
  async #unlessEnded(operation: () => Promise<void>): Promise<void> {
    try {
      await operation()
    } catch (error) {
      const isEnded =
        error instanceof RuncError && ['NotRunning', 'Stopped', 'NotPaused'].includes(error.code)
      if (!isEnded) throw error
    }
  }

  #status(): ContainerState['status'] | null {
    return this.#context.reader.read(this.id)?.status ?? null
  }
}
