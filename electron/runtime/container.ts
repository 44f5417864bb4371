// One container of one runtime: its verbs, each in its turn, and what can be read of it.
import { join } from 'node:path'
import type { ExitInfo } from '../../src-shared/model.ts'
import { readSpec } from '../../src-shared/oci-config.ts'
import { attachTo, targetOf } from './attach.ts'
import type { Attachment, AttachOptions } from './attach.ts'
import { configOf, deriveConfig, readBundle, readRunConfig } from './bundle.ts'
import { watchableFiles } from './cgroup.ts'
import { previewCheckpoint, takeCheckpoint } from './checkpoint.ts'
import { listCheckpoints, removeCheckpoint } from './checkpoint-store.ts'
import type { Checkpoint, CheckpointOptions, RestoreOptions } from './checkpoint-types.ts'
import type { RuntimeContext } from './context.ts'
import { deleteContainer } from './delete.ts'
import { byStatus } from './error-table.ts'
import { notFound, RuncError } from './errors.ts'
import { streamEvents } from './events.ts'
import type { ContainerEvent } from './events.ts'
import { processesOf, removeProcess } from './container-processes.ts'
import { finishStart } from './half-start.ts'
import { killAllVerb, signalAll } from './kill-all.ts'
import { readProcesses } from './process-details.ts'
import type { LogRecord } from './log-parser.ts'
import { openLog, recordsOf, rotateLogOf } from './log-source.ts'
import type { LogOptions } from './log-source.ts'
import { checkpointedExit, recordStopKill } from './exit-info.ts'
import { isAlive } from './processes.ts'
import { inspect, readEnvironment } from './process-inspection.ts'
import { signalMember } from './process-signal.ts'
import type { ProcessIdentity } from './processes.ts'
import type {
  ContainerProcess,
  ProcessDetails,
  ProcessEnvironment,
  ProcessInspection,
} from './process-types.ts'
import type { StateRecord } from './state-file.ts'
import { resourceProblems } from './resource-problems.ts'
import type { ResourceChanges, ResourceName, Resources, UpdatePreview } from './resource-types.ts'
import { readResources, readUnifiedFile } from './resources.ts'
import type { Verb } from './runc-cli.ts'
import { restoreCheckpoint } from './restore.ts'
import { recordStart } from './start-time.ts'
import { readStats } from './stats.ts'
import type { ContainerStats } from './stats-types.ts'
import type { CallOptions, Container, ContainerState, EventOptions } from './types.ts'
import { livingState, previewUpdate, stateWithCgroup, updateContainer } from './update.ts'
import { killVerb } from './verbs.ts'
import { waitUntil } from './wait.ts'

export class RuncContainer implements Container {
  readonly id: string
  readonly bundle: string
  readonly logPath: string | null
  readonly configPath: string
  readonly #context: RuntimeContext

  constructor(context: RuntimeContext, state: ContainerState) {
    this.#context = context
    this.id = state.id
    this.bundle = state.bundle
    this.configPath = join(configOf(context.layout.places(state.id), state), 'config.json')
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
    const state = this.#context.reader.read(this.id)
    if (state) return state.exit
    const exit = checkpointedExit(this.#context.layout.places(this.id))
    if (!exit) throw notFound(this.id)
    return exit
  }

  async start(options: CallOptions = {}): Promise<void> {
    await this.#inTurn(options, async () => {
      if (!finishStart(this.#context, this.id)) await this.#run({ name: 'start', id: this.id }, options)
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

  async kill(signal: string | number, options: CallOptions & { all?: boolean } = {}): Promise<void> {
    await this.#inTurn(options, () => this.#kill(String(signal), options))
  }

  async stop(graceMs: number, options: CallOptions & { onGrace?: () => void } = {}): Promise<boolean> {
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
      options.onGrace?.()
    })
    // Not in its turn: a kill by somebody who will not wait must get through.
    if (await hasEnded(graceMs)) return false
    const wasKilled = await this.#inTurn(options, () => {
      recordStopKill(this.#context, this.id, graceMs)
      return this.#unlessEnded(() => this.#kill('KILL', options))
    })
    if (await hasEnded(this.#context.timeoutMs)) return wasKilled
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
    // Init's end is told last.
    await this.#context.processes.drained(this.id, record, [options.signal, disposal])
    return exit
  }

  processes(): Promise<ContainerProcess[]> {
    return processesOf(this.#context, this)
  }

  removeProcess(pid: number): void {
    removeProcess(this.#context, this.id, pid)
  }

  ps(): ProcessDetails[] {
    return readProcesses(this.#record(), this.#context.mode)
  }

  inspectProcess(process: ProcessIdentity): ProcessInspection | null {
    return inspect(this.#record(), this.#context.mode, process)
  }

  processEnvironment(process: ProcessIdentity): ProcessEnvironment | null {
    return readEnvironment(this.#record(), this.#context.mode, process)
  }

  signalProcess(process: ProcessIdentity, signal: string | number): void {
    signalMember(this.#context, this.id, this.#record(), process, signal)
  }

  #record(): StateRecord {
    const record = this.#context.reader.record(this.id)
    if (record) return record
    const { problem } = this.state()
    throw new RuncError(
      'StateUnreadable',
      `The state of “${this.id}” cannot be read. ${problem ?? ''}`.trim(),
    )
  }

  async checkpoint(options: CheckpointOptions): Promise<Checkpoint> {
    return takeCheckpoint(this.#context, this.id, options)
  }

  previewCheckpoint(options: CheckpointOptions): string[] {
    return previewCheckpoint(this.#context, this.id, options)
  }

  checkpoints(): Checkpoint[] {
    return listCheckpoints(this.#context.layout, this.id)
  }

  async deleteCheckpoint(name: string): Promise<void> {
    const remove = async (): Promise<void> => removeCheckpoint(this.#context.layout, this.id, name)
    await this.#context.queue.run(this.id, undefined, remove)
  }

  async restore(name: string, options: RestoreOptions = {}): Promise<Container> {
    const id = await restoreCheckpoint(this.#context, this.id, name, options)
    const state = this.#context.reader.read(id)
    if (!state) throw notFound(id)
    return new RuncContainer(this.#context, state)
  }

  stats(): ContainerStats {
    const { cgroupPaths, pid } = livingState(this.#context, this.id)
    return readStats(this.id, cgroupPaths, pid)
  }

  resources(): Resources {
    return readResources(stateWithCgroup(this.#context, this.id).cgroupPaths)
  }

  async update(changes: ResourceChanges, options: CallOptions = {}): Promise<Resources> {
    return this.#inTurn(options, () => updateContainer(this.#context, this.id, changes, options))
  }

  previewUpdate(changes: ResourceChanges): UpdatePreview {
    return previewUpdate(this.#context, this.id, changes)
  }

  resourceProblems(): Record<ResourceName, string | null> {
    const { mode, capabilities } = this.#context
    return resourceProblems(this.resources(), mode, capabilities().need)
  }

  unifiedFiles(names: readonly string[]): Record<string, string | null> {
    const directory = stateWithCgroup(this.#context, this.id).cgroupPaths['']
    return Object.fromEntries(names.map((name) => [name, readUnifiedFile(directory, name)]))
  }

  events(options: EventOptions = {}): AsyncIterableIterator<ContainerEvent> {
    return streamEvents(this.#context, this.id, options)
  }

  logs(options: LogOptions = {}): AsyncIterableIterator<LogRecord> {
    return recordsOf(openLog(this.#context, this.id, options))
  }

  rotateLog(): Promise<boolean> {
    return rotateLogOf(this.#context, this.id)
  }

  attach(options: AttachOptions): Attachment {
    return attachTo(this.#context, targetOf(this.#context, this.id), options)
  }

  async spec(): Promise<unknown> {
    const state = this.state()
    if (state.status === 'broken') {
      throw new RuncError('StateUnreadable', `“${this.id}” is broken. ${state.problem ?? ''}`.trim())
    }
    return readRunConfig(configOf(this.#context.layout.places(this.id), state))
  }

  async renewedConfig(): Promise<string | null> {
    const places = this.#context.layout.places(this.id)
    const metadata = this.#context.reader.metadata.read(places)
    if (!this.state().isSupervised || metadata === null) return null
    const bundle = await readBundle(metadata.bundle)
    // What we chose for it is no change of the bundle's.
    const chosen = readSpec(await this.spec())?.linux.cgroupsPath ?? null
    return deriveConfig(bundle, {
      terminal: metadata.terminal,
      cgroupsPath: bundle.cgroupsPath === null ? chosen : null,
    })
  }

  #inTurn<Result>(options: CallOptions, operation: () => Promise<Result>): Promise<Result> {
    return this.#context.queue.run(this.id, options.signal, operation)
  }

  async #kill(signal: string, options: CallOptions & { all?: boolean }): Promise<void> {
    const record = this.#context.reader.record(this.id)
    if (options.all) {
      const verb = killAllVerb(this.#context, this.state(), signal, record)
      if (verb) return this.#run(verb, options)
      return signalAll(this.#context, this.id, signal)
    }
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

  /** For operations whose aim is reached when the container ends by itself: false when it had. */
  async #unlessEnded(operation: () => Promise<void>): Promise<boolean> {
    try {
      await operation()
      return true
    } catch (error) {
      const isEnded =
        error instanceof RuncError && ['NotRunning', 'Stopped', 'NotPaused'].includes(error.code)
      if (!isEnded) throw error
      return false
    }
  }

  #status(): ContainerState['status'] | null {
    return this.#context.reader.read(this.id)?.status ?? null
  }
}
