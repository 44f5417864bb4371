// Puts the runtime together: finds the programs, makes the shared context, and hands out containers.
import { setMaxListeners } from 'node:events'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { askFeatures, askSpec, askVersion } from './ask.ts'
import type { RuncFeatures, RuncVersion, SpecOptions } from './ask.ts'
import { removeEmptyCgroup } from './cgroup.ts'
import { listAllCheckpoints, removeCheckpoint } from './checkpoint-store.ts'
import { CriuProbe } from './checkpoint-support.ts'
import { CommandLog } from './command-log.ts'
import { RuncContainer } from './container.ts'
import type { RuntimeContext } from './context.ts'
import { createContainer } from './create.ts'
import { listAllDetached } from './detached.ts'
import { notFound, RuncError } from './errors.ts'
import { foreignUserOnWay } from './foreign-user.ts'
import { checkGlobalOptions, globalFlags } from './global-flags.ts'
import { createLayout, makeDirectories } from './layout.ts'
import { findNamedCgroup } from './named-cgroup.ts'
import { ProcessRegistry } from './process-registry.ts'
import { Gate, KeyedQueue } from './queue.ts'
import { restoreCheckpoint } from './restore.ts'
import { reconcile } from './reconcile.ts'
import { runContainer } from './run.ts'
import { Programs } from './programs.ts'
import { RuncCli } from './runc-cli.ts'
import { StateReader } from './state-reader.ts'
import { createSupervision } from './supervision.ts'
import type {
  CallOptions,
  Checkpoint,
  CheckpointSupport,
  Container,
  ContainerState,
  CreateOptions,
  DetachedProcess,
  NamedCgroup,
  Process,
  ProcessSpec,
  RestoreOptions,
  RunOptions,
  RunResult,
  Runtime,
  RuntimeInfo,
  RuntimeOptions,
  StartDetachedOptions,
  StartProcessOptions,
  WatchBatch,
} from './types.ts'
import { plan } from './verbs.ts'
import type { PreviewAction } from './verbs.ts'
import { watchRoot } from './watcher.ts'
import { ProcessStarter } from './process-starter.ts'
import type { PreviewOptions, ProcessPreview } from './process-starter.ts'

const defaults = {
  verbTimeoutMs: 30_000,
  /** Measured on two cores: beyond 2 × CPUs at once nothing gets faster. */
  operationsPerCpu: 2,
  /** The versions of what is optional can wait until whoever starts us has started. */
  versionsAfterMs: 2000,
} as const

/**
 * A runtime on one runc root. Reads what is there; starts nothing but `--version` of the programs that it finds: of runc,
 * conmon and socat at once, of the others two seconds later, when `info` is completed.
 */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  makeDirectories(createLayout(options))
  const programs = await Programs.find(options)
  checkGlobalOptions(options, programs.capabilities)
  return new RuncRuntime(options, programs, null)
}

class RuncRuntime implements Runtime {
  readonly #options: RuntimeOptions
  readonly #programs: Programs
  readonly #context: RuntimeContext
  readonly #disposal = new AbortController()
  readonly #watches = new Set<{ dispose(): void }>()
  readonly #processes: ProcessStarter
  readonly #completion: NodeJS.Timeout | null
  readonly #root: string
  readonly #onInfoChanged: RuntimeOptions['onInfoChanged']

  /** `main`: the runtime that this one shares programs, gate and files of operations with; null for such a one itself. */
  constructor(options: RuntimeOptions, programs: Programs, main: RuntimeContext | null) {
    this.#options = options
    this.#programs = programs
    this.#root = resolve(options.root)
    this.#onInfoChanged = options.onInfoChanged
    // Everybody who waits listens to it; that many is no leak.
    setMaxListeners(0, this.#disposal.signal)
    const own = createLayout(options)
    const layout = main === null ? own : { ...own, operationsDirectory: main.layout.operationsDirectory }
    const { mode, cgroupBase } = programs
    const timeoutMs = options.verbTimeoutMs ?? defaults.verbTimeoutMs
    const commands = new CommandLog(layout.root, options.onCommand, main?.commands)
    const environment = (): Record<string, string> => programs.environment()
    const chosenFlags = (): string[] => globalFlags(options, programs.capabilities)
    const runcPath = (): string => programs.needed('runc', 'RuntimeMissing')
    const programName = (): string | null => programs.about.runc?.name ?? null
    const operationFile = (kind: string): string => this.#context.cli.operationFile(kind)
    this.#context = {
      layout,
      mode,
      cgroupBase,
      isForeign: main !== null,
      reader: new StateReader(layout, mode, {
        name: programName,
        ask: (id) => this.#context.cli.ask('state', ['--', id]),
      }),
      cli: new RuncCli({
        root: layout.root,
        operationsDirectory: layout.operationsDirectory,
        globalFlags: chosenFlags,
        timeoutMs,
        runcPath,
        environment,
        commands,
      }),
      criu:
        main?.criu ??
        new CriuProbe({
          capabilities: () => programs.capabilities,
          criu: () => programs.about.tools.find((tool) => tool.name === 'criu'),
          environment,
          operationFile,
        }),
      commands,
      processes: new ProcessRegistry(),
      isSystemd: options.systemdCgroup === true,
      globalFlags: chosenFlags,
      queue: new KeyedQueue(),
      gate: main?.gate ?? new Gate(options.concurrency ?? defaults.operationsPerCpu * availableParallelism()),
      timeoutMs,
      runcPath,
      programName,
      runcVersion: () => programs.about.runc?.version ?? null,
      capabilities: () => programs.capabilities,
      conmonPath: () => programs.needed('conmon', 'MonitorMissing'),
      environment,
      supervision: createSupervision(options.log, () => programs.socat()),
      disposal: this.#disposal.signal,
    }
    if (main === null) this.#context.supervision.warnings = reconcile(this.#context)
    this.#processes = new ProcessStarter(this.#context)
    this.#completion =
      main === null ? setTimeout(() => void this.#complete(), defaults.versionsAfterMs).unref() : null
  }

  get info(): RuntimeInfo {
    const { warnings } = this.#context.supervision
    return {
      root: this.#root,
      foreignUid: foreignUserOnWay(this.#root),
      ...this.#programs.about,
      warnings: [...warnings],
    }
  }

  forRoot(root: string): Runtime {
    const { onInfoChanged: _ofTheMain, ...options } = this.#options
    return new RuncRuntime({ ...options, root }, this.#programs, this.#context)
  }

  async recheck(): Promise<RuntimeInfo> {
    await this.#programs.recheck()
    this.#context.criu.forget()
    return this.info
  }

  /** What was left out at the start; whoever has read `info` already is told if it adds anything. */
  async #complete(): Promise<void> {
    const before = JSON.stringify(this.info)
    const info = await this.recheck()
    if (!this.#disposal.signal.aborted && JSON.stringify(info) !== before) this.#onInfoChanged?.(info)
  }

  async create(id: string, bundle: string, options: CreateOptions = {}): Promise<Container> {
    if (this.#context.isForeign) makeDirectories(this.#context.layout)
    await createContainer(this.#context, id, bundle, options)
    return this.get(id)
  }

  run(id: string, bundle: string, options: RunOptions = {}): Promise<RunResult> {
    return runContainer(this, id, bundle, options)
  }

  version(options: CallOptions = {}): Promise<RuncVersion> {
    return askVersion(this.#context, options)
  }

  features(options: CallOptions = {}): Promise<RuncFeatures> {
    return askFeatures(this.#context, options)
  }

  spec(options: SpecOptions = {}): Promise<Record<string, unknown>> {
    return askSpec(this.#context, options)
  }

  checkpointSupport(): Promise<CheckpointSupport> {
    return this.#context.criu.support()
  }

  checkpoints(): Checkpoint[] {
    return listAllCheckpoints(this.#context.layout)
  }

  async deleteCheckpoint(containerId: string, name: string): Promise<void> {
    const remove = async (): Promise<void> => removeCheckpoint(this.#context.layout, containerId, name)
    await this.#context.queue.run(containerId, undefined, remove)
  }

  async restore(containerId: string, name: string, options: RestoreOptions = {}): Promise<Container> {
    if (this.#context.isForeign) makeDirectories(this.#context.layout)
    return this.get(await restoreCheckpoint(this.#context, containerId, name, options))
  }

  list(): ContainerState[] {
    return this.#context.reader.list()
  }

  get(id: string): Container {
    const state = this.#context.reader.read(id)
    if (!state) throw notFound(id)
    return new RuncContainer(this.#context, state)
  }

  startProcess(
    container: Container,
    spec: ProcessSpec,
    options: StartDetachedOptions,
  ): Promise<DetachedProcess>
  startProcess(container: Container, spec: ProcessSpec, options: StartProcessOptions): Promise<Process>
  async startProcess(
    container: Container,
    spec: ProcessSpec,
    options: StartProcessOptions | StartDetachedOptions,
  ): Promise<Process | DetachedProcess> {
    return this.#processes.start(this.#own(container), spec, options)
  }

  detachedProcesses(): { container: Container; process: DetachedProcess }[] {
    return listAllDetached(this.#context)
      .map((process) => ({ container: this.get(process.record.containerId), process }))
      .toSorted((one, other) => one.process.startedAt - other.process.startedAt)
  }

  previewProcess(container: Container, spec: ProcessSpec, options: PreviewOptions): Promise<ProcessPreview> {
    return this.#processes.preview(this.#own(container), spec, options)
  }

  namedCgroup(cgroupsPath: string): NamedCgroup | null {
    return findNamedCgroup(this.#context, cgroupsPath)
  }

  watch(listener: (batch: WatchBatch) => void): { dispose(): void } {
    const watch = watchRoot(this.#context, listener)
    this.#watches.add(watch)
    return {
      dispose: () => {
        this.#watches.delete(watch)
        watch.dispose()
      },
    }
  }

  preview(id: string, action: PreviewAction, signal = 'KILL'): string[][] {
    const state = this.#context.reader.read(id)
    if (!state) throw notFound(id)
    return plan(this.#context, state, this.#context.reader.record(id), action, signal)
  }

  async dispose(): Promise<void> {
    if (this.#completion) clearTimeout(this.#completion)
    for (const watch of this.#watches) watch.dispose()
    this.#watches.clear()
    this.#disposal.abort(new Error('The runtime was closed.'))
    this.#context.supervision.keepers.dispose()
    await this.#processes.dispose()
    this.#context.reader.close()
    const { cgroupBase, layout, mode } = this.#context
    if (cgroupBase !== null) removeEmptyCgroup(join(cgroupBase, dirname(layout.cgroupsPath('any'))), mode)
  }

  #own(container: Container): RuncContainer {
    if (!(container instanceof RuncContainer) || !container.belongsTo(this.#context)) {
      const message =
        'The container belongs to another runtime; a process is started by the one that it came from.'
      throw new RuncError('InvalidContainerType', message)
    }
    return container
  }
}
