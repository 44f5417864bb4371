// The engine as the rest of main sees it: its state told to the pages, a port for whoever may have one, and the events
// that main itself follows. The supervisor decides, utility-engine.ts makes processes.
import type { MessagePortMain, WebContents } from 'electron'
import { channels } from '../../../src-shared/channels.ts'
import type { EngineClient } from '../../../src-shared/client.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { EngineState } from '../../../src-shared/window-contract.ts'
import { CallError } from '../calls/registry.ts'
import type { Log } from '../log.ts'
import { createSupervisor } from './supervisor.ts'
import { launchUtilityEngine } from './utility-engine.ts'

const gone: ErrorInfo = { code: 'EngineGone', message: 'The engine is not running.' }

export interface EngineHost {
  state: () => EngineState
  start: () => void
  restart: () => void
  /** Sends a fresh port to the page; refuses while no engine runs. */
  connectPage: (contents: WebContents) => void
  /** Main's own questions; throws while no engine runs. */
  client: () => EngineClient
  setWatched: (isWatched: boolean) => void
  stop: () => Promise<void>
}

export interface EngineHostOptions {
  log: Log
  /** Whose pages are told. */
  pages: () => readonly WebContents[]
  onRunning: () => void
  /** Some container changed. */
  onContainersChanged: () => void
}

export function createEngineHost({
  log,
  pages,
  onRunning,
  onContainersChanged,
}: EngineHostOptions): EngineHost {
  let client: EngineClient | null = null
  const supervisor = createSupervisor<MessagePortMain>({
    launch: () => launchUtilityEngine((line) => log.write('info', `engine: ${line}`)),
    onChange(state) {
      for (const page of pages()) page.send(channels.engineState, state)
    },
    onRunning(running) {
      client = running
      running.on('containers.changed', onContainersChanged)
      onRunning()
    },
    note: (sentence) => log.write('warn', sentence),
  })

  return {
    state: supervisor.state,
    start: supervisor.start,
    restart: supervisor.restart,
    connectPage(contents) {
      const port = supervisor.openPort()
      if (port === null) throw new CallError(gone)
      contents.postMessage(channels.enginePort, null, [port])
    },
    client() {
      if (client === null) throw new CallError(gone)
      return client
    },
    setWatched: supervisor.setWatched,
    stop: supervisor.stop,
  }
}
