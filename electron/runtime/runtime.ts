// Puts the runtime together: finds the programs, makes the shared context, and hands out containers.
import { setMaxListeners } from 'node:events'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { askFeatures, askSpec, askVersion } from './ask.ts'
import type { RuncFeatures, RuncVersion, SpecOptions } from './ask.ts'
import { findCapabilities, programName } from './capabilities.ts'
import type { Capabilities } from './capabilities.ts'
import { detectCgroupMode, removeEmptyCgroup, writableCgroup } from './cgroup.ts'
import { childEnvironment, searchDirectories } from './child-environment.ts'
import { listAllCheckpoints, removeCheckpoint } from './checkpoint-store.ts'
import { CriuProbe } from './checkpoint-support.ts'
import { CommandLog } from './command-log.ts'
import { RuncContainer } from './container.ts'
import type { RuntimeContext } from './context.ts'
import { createContainer } from './create.ts'
import { notFound } from './delete.ts'
import { RuncError } from './errors.ts'
import { createLayout, makeDirectories } from './layout.ts'
import { ProcessRegistry } from './process-registry.ts'
import { Gate, KeyedQueue } from './queue.ts'
import { restoreCheckpoint } from './restore.ts'
import { reconcile } from './reconcile.ts'
import { runContainer } from './run.ts'
import { RuncCli } from './runc-cli.ts'
import { StateReader } from './state-reader.ts'
import { createSupervision } from './supervision.ts'
import { findTools, parseRuncVersion } from './tools.ts'
import type { FoundTool } from './tools.ts'
import type {
  CallOptions,
  Checkpoint,
  CheckpointSupport,
  Container,
  ContainerState,
  CreateOptions,
  DetachedProcess,
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
  const layout = createLayout(options)
  makeDirectories(layout)
  const directories = searchDirectories(options.searchPath)
  const tools = await findTools(directories, 'required', options.runtime)
  const capabilities = await findCapabilities(programIn(tools), childEnvironment(directories))
  return new RuncRuntime(options, directories, tools, capabilities)
}

class RuncRuntime implements Runtime {
  readonly #directories: readonly string[]
  readonly #context: RuntimeContext
  readonly #disposal = new AbortController()
  readonly #watches = new Set<{ dispose(): void }>()
  readonly #processes: ProcessStarter
  readonly #completion: NodeJS.Timeout
  readonly #program: string | undefined
  readonly #onInfoChanged: RuntimeOptions['onInfoChanged']
  #info: RuntimeInfo
  #capabilities: Capabilities

  constructor(
    options: RuntimeOptions,
    directories: readonly string[],
    tools: readonly FoundTool[],
    capabilities: Capabilities,
  ) {
    this.#directories = directories
    this.#program = options.runtime
    this.#capabilities = capabilities
    this.#onInfoChanged = options.onInfoChanged
    // Everybody who waits listens to it; that many is no leak.
    setMaxListeners(0, this.#disposal.signal)
    const layout = createLayout(options)
    const mode = detectCgroupMode()
    const isRoot = process.geteuid?.() === 0
    const cgroupBase = writableCgroup(mode, isRoot)
    const timeoutMs = options.verbTimeoutMs ?? defaults.verbTimeoutMs
    const commands = new CommandLog(options.onCommand)
    const environment = (): Record<string, string> => childEnvironment(directories)
    const runcPath = (): string => this.#needed('runc', 'RuntimeMissing')
    this.#info = describe(resolve(options.root), tools, { mode, isRoot, isWritable: cgroupBase !== null })
    const operationFile = (kind: string): string => this.#context.cli.operationFile(kind)
    this.#context = {
      layout,
      mode,
      cgroupBase,
      reader: new StateReader(layout, mode, {
        name: () => this.#info.runc?.name ?? null,
        ask: (id) => this.#context.cli.ask('state', ['--', id]),
      }),
      cli: new RuncCli({
        root: layout.root,
        operationsDirectory: layout.operationsDirectory,
        timeoutMs,
        runcPath,
        environment,
        commands,
      }),
      criu: new CriuProbe({
        capabilities: () => this.#capabilities,
        criu: () => this.#info.tools.find((tool) => tool.name === 'criu'),
        environment,
        operationFile,
      }),
      commands,
      processes: new ProcessRegistry(),
      queue: new KeyedQueue(),
      gate: new Gate(options.concurrency ?? defaults.operationsPerCpu * availableParallelism()),
      timeoutMs,
      runcPath,
      runcVersion: () => this.#info.runc?.version ?? null,
      capabilities: () => this.#capabilities,
      conmonPath: () => this.#needed('conmon', 'MonitorMissing'),
      environment,
      supervision: createSupervision(options.log, () => this.#socat()),
      disposal: this.#disposal.signal,
    }
    this.#context.supervision.warnings = reconcile(this.#context)
    this.#processes = new ProcessStarter(this.#context)
    this.#completion = setTimeout(() => void this.#complete(), defaults.versionsAfterMs).unref()
  }

  get info(): RuntimeInfo {
    return { ...this.#info, warnings: [...this.#context.supervision.warnings] }
  }

  async recheck(): Promise<RuntimeInfo> {
    const { root, cgroup, rootless, cgroupWritable } = this.#info
    const facts = { mode: cgroup, isRoot: !rootless, isWritable: cgroupWritable }
    const tools = await findTools(this.#directories, 'all', this.#program)
    this.#capabilities = await findCapabilities(programIn(tools), this.#context.environment())
    this.#info = describe(root, tools, facts)
    this.#context.criu.forget()
    return this.info
  }

  /** What was left out at the start; whoever has read `info` already is told if it adds anything. */
  async #complete(): Promise<void> {
    const before = JSON.stringify(this.#info)
    const info = await this.recheck()
    if (!this.#disposal.signal.aborted && JSON.stringify(info) !== before) this.#onInfoChanged?.(info)
  }

  async create(id: string, bundle: string, options: CreateOptions = {}): Promise<Container> {
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
    if (!(container instanceof RuncContainer) || !container.belongsTo(this.#context)) {
      const message =
        'The container belongs to another runtime; a process is started by the one that it came from.'
      throw new RuncError('InvalidContainerType', message)
    }
    return this.#processes.start(container, spec, options)
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
    clearTimeout(this.#completion)
    for (const watch of this.#watches) watch.dispose()
    this.#watches.clear()
    this.#disposal.abort(new Error('The runtime was closed.'))
    this.#context.supervision.keepers.dispose()
    await this.#processes.dispose()
    const { cgroupBase, layout, mode } = this.#context
    if (cgroupBase !== null) removeEmptyCgroup(join(cgroupBase, dirname(layout.cgroupsPath('any'))), mode)
  }

  #socat(): { path: string | null; advice: string } {
    const tool = this.#info.tools.find(({ name }) => name === 'socat')
    const command = tool?.installCommand ?? null
    return { path: tool?.path ?? null, advice: command === null ? '' : `It is installed with: ${command}` }
  }

  #needed(name: 'runc' | 'conmon', code: 'RuntimeMissing' | 'MonitorMissing'): string {
    const tool = this.#info.tools.find((candidate) => candidate.name === name)
    if (tool?.path) return tool.path
    const advice = tool?.installCommand ? ` It is installed with: ${tool.installCommand}` : ''
    throw new RuncError(code, `${name} was not found in ${this.#directories.join(', ')}.${advice}`)
  }
}

function programIn(tools: readonly FoundTool[]): FoundTool | undefined {
  return tools.find((tool) => tool.name === 'runc')
}

function describe(
  root: string,
  tools: readonly FoundTool[],
  facts: { mode: RuntimeInfo['cgroup']; isRoot: boolean; isWritable: boolean },
): RuntimeInfo {
  const runc = programIn(tools)
  const conmon = tools.find((tool) => tool.name === 'conmon')
  return {
    root,
    runc: runc?.path
      ? {
          path: runc.path,
          name: programName(runc.versionText),
          version: runc.version ?? 'unknown',
          ...parseRuncVersion(runc.versionText),
        }
      : null,
    conmon: conmon?.path ? { path: conmon.path, version: conmon.version ?? 'unknown' } : null,
    rootless: !facts.isRoot,
    cgroup: facts.mode,
    cgroupWritable: facts.isWritable,
    warnings: [],
    tools: tools.map(({ versionText: _versionText, ...tool }) => tool),
  }
}
