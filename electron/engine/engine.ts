// One engine put together: runtime, live list, terminals, sample and the server that offers them to clients.
import { join } from 'node:path'
import type { ClientFrame, EngineFrame, Transport } from '../../src-shared/frames.ts'
import type { ContainerPatch } from '../../src-shared/model.ts'
import { readUsage, type Runtime, type RuntimeOptions } from '../runtime/index.ts'
import { createCommandLog } from './command-log.ts'
import type { Log } from './contract/failure.ts'
import { createServer } from './contract/server.ts'
import type { Broadcast, Service } from './contract/service.ts'
import { createEngineInfo } from './engine-info.ts'
import { checkpointHandlers } from './handlers/checkpoints.ts'
import { commandHandlers } from './handlers/commands.ts'
import { containerHandlers } from './handlers/containers.ts'
import { creationHandlers } from './handlers/creation.ts'
import { engineHandlers } from './handlers/engine.ts'
import { configHandlers } from './handlers/config.ts'
import { fileHandlers } from './handlers/files.ts'
import { lifecycleHandlers } from './handlers/lifecycle.ts'
import { limitHandlers } from './handlers/limits.ts'
import { logHandlers, logStreams } from './handlers/logs.ts'
import type { Parts } from './handlers/parts.ts'
import { processHandlers } from './handlers/processes.ts'
import { rootHandlers } from './handlers/roots.ts'
import { statsHandlers } from './handlers/stats.ts'
import { terminalHandlers, terminalStream } from './handlers/terminals.ts'
import { usageStream } from './handlers/usage.ts'
import { createRegistry } from './registry/registry.ts'
import { createBundleFolder } from './sample/bundle-folder.ts'
import { openAddedRoots } from './roots/added-roots.ts'
import type { Candidate } from './roots/candidates.ts'
import { createRoots } from './roots/roots.ts'
import { createSample } from './sample/sample.ts'
import { openTerminalMemory } from './terminals/memory.ts'
import { createSampler } from './usage/sampler.ts'
import { createTerminals } from './terminals/terminals.ts'

export interface EngineOptions {
  version: string
  /** Where the app's own data lies; bundles go below it. */
  dataDirectory: string
  /** What the engine itself remembers goes there. */
  stateDirectory: string
  /** For what the user has set. */
  configDirectory: string
  /** Where runc roots beside the own one are looked for. */
  rootCandidates: readonly Candidate[]
  /** What is out of the ordinary about this start, for the user to read. */
  warnings: readonly string[]
  /** PATH, for programs that the runtime does not look for. */
  searchPath: string
  createRuntime(told: Required<Pick<RuntimeOptions, 'onCommand' | 'onInfoChanged'>>): Promise<Runtime>
  checkResults: boolean
  log: Log
}

export interface Engine {
  connect(transport: Transport<EngineFrame, ClientFrame>): void
  /** Lets the calls under way finish for a while, ends terminals and connections; containers go on. */
  dispose(): Promise<void>
}

/** A creation that conmon and runc go on with after their engine's end has come to something by then. */
const unusedAfterMs = 5000

/** How long calls under way are waited for at the end. A create takes 0.1 s, a stop as long as its grace. */
const farewellMs = 3000

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { log } = options
  // What happens before anybody can be connected has nobody to be told.
  let broadcast: Broadcast = () => {}
  const commands = createCommandLog((command) => broadcast('commands.changed', command))
  let toolsChanged: () => void = () => {}
  const runtime = await options.createRuntime({
    onCommand: (command) => commands.record(command),
    onInfoChanged: () => toolsChanged(),
  })
  const sample = createSample(options.searchPath)
  const bundles = createBundleFolder(join(options.dataDirectory, 'bundles'))
  const memory = openTerminalMemory(join(options.stateDirectory, 'terminals.json'), log)
  const terminals = createTerminals((sessions) => broadcast('terminals.changed', sessions), memory, log)
  const warnings = [...options.warnings]
  const info = createEngineInfo(runtime, sample, { version: options.version, warnings })
  const roots = createRoots({
    own: runtime,
    candidates: options.rootCandidates,
    added: openAddedRoots(options.configDirectory, (sentence) => warnings.push(sentence)),
    onChanged: (all) => broadcast('roots.changed', all),
    onWarning(sentence) {
      info.warn(sentence)
      toolsChanged()
    },
  })
  const tell = (patch: ContainerPatch): void => {
    broadcast('containers.changed', patch)
    terminals.containersChanged(patch.upserted)
  }
  const registry = createRegistry(roots, tell, log)
  const sampler = createSampler(() => registry.running(), readUsage)
  try {
    terminals.adopt(runtime)
  } catch (error) {
    log('Programs that have survived an earlier engine cannot be found.', error)
  }
  const parts: Parts = {
    roots,
    registry,
    sampler,
    terminals,
    memory,
    commands,
    bundles,
    sample,
    info,
    log,
  }

  const service: Service = {
    handlers: {
      ...engineHandlers(parts, (name, payload) => broadcast(name, payload)),
      ...containerHandlers(parts),
      ...creationHandlers(parts),
      ...lifecycleHandlers(parts),
      ...rootHandlers(parts),
      ...commandHandlers(parts),
      ...limitHandlers(parts),
      ...processHandlers(parts),
      ...statsHandlers(parts),
      ...terminalHandlers(parts),
      ...checkpointHandlers(parts),
      ...configHandlers(parts),
      ...fileHandlers(parts, (name, payload) => broadcast(name, payload)),
      ...logHandlers(parts),
    },
    streams: { ...terminalStream(parts), ...usageStream(parts), ...logStreams(parts) },
    checkResults: options.checkResults,
    log,
  }
  const server = createServer(service)
  broadcast = server.broadcast
  toolsChanged = () => {
    registry.toolsChanged()
    info.read().then(
      (found) => broadcast('engine.changed', found),
      (error: unknown) => log('What was found on this machine cannot be told.', error),
    )
  }
  const notSwept = (error: unknown): void => log('Left-over bundles cannot be removed.', error)
  bundles.sweep().catch(notSwept)
  const sweeping = setTimeout(() => {
    // Asked of the machine, not of the list: that may lag.
    const ids = (): string[] => runtime.list().map(({ id }) => id)
    bundles.sweepUnused((id) => ids().includes(id)).catch(notSwept)
  }, unusedAfterMs).unref()

  return {
    connect: (transport) => server.connect(transport),
    async dispose() {
      clearTimeout(sweeping)
      await atMost(farewellMs, server.settled())
      await terminals.dispose()
      server.dispose()
      sampler.dispose()
      registry.dispose()
      await roots.dispose()
    },
  }
}

/** Waits for `work`, but no longer than this. */
async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    void work.then(() => clearTimeout(timer)).then(resolve)
  })
}
