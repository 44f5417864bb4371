// One engine put together: runtime, live list, terminals, sample and the server that offers them to clients.
import { join } from 'node:path'
import type { ClientFrame, EngineFrame, Transport } from '../../src-shared/frames.ts'
import type { Runtime, RuntimeOptions } from '../runtime/index.ts'
import { createCommandLog } from './command-log.ts'
import type { Log } from './contract/failure.ts'
import { createServer } from './contract/server.ts'
import type { Broadcast, Service } from './contract/service.ts'
import { createEngineInfo } from './engine-info.ts'
import { commandHandlers } from './handlers/commands.ts'
import { containerHandlers } from './handlers/containers.ts'
import { creationHandlers } from './handlers/creation.ts'
import { engineHandlers } from './handlers/engine.ts'
import { lifecycleHandlers } from './handlers/lifecycle.ts'
import type { Parts } from './handlers/parts.ts'
import { streamOpeners, terminalHandlers } from './handlers/terminals.ts'
import { createRegistry } from './registry/registry.ts'
import { createBundleFolder } from './sample/bundle-folder.ts'
import { createSample } from './sample/sample.ts'
import { createTerminals } from './terminals/terminals.ts'

export interface EngineOptions {
  version: string
  /** Where the app's own data lies; bundles go below it. */
  dataDirectory: string
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
  const info = createEngineInfo(runtime, sample, options)
  const warn = (sentence: string | null): void => {
    info.warn(sentence)
    toolsChanged()
  }
  const registry = createRegistry(runtime, (patch) => broadcast('containers.changed', patch), log, warn)
  const terminals = createTerminals(runtime, (sessions) => broadcast('terminals.changed', sessions), log)
  const parts: Parts = { runtime, registry, terminals, commands, bundles, sample, info, log }

  const service: Service = {
    handlers: {
      ...engineHandlers(parts, (name, payload) => broadcast(name, payload)),
      ...containerHandlers(parts),
      ...creationHandlers(parts),
      ...lifecycleHandlers(parts),
      ...commandHandlers(parts),
      ...terminalHandlers(parts),
    },
    streams: streamOpeners(parts),
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
  bundles.sweep().catch((error: unknown) => log('Left-over bundles cannot be removed.', error))

  return {
    connect: (transport) => server.connect(transport),
    async dispose() {
      await atMost(farewellMs, server.settled())
      await terminals.dispose()
      server.dispose()
      registry.dispose()
      await runtime.dispose()
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
