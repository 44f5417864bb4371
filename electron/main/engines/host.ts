// The engine as the rest of main sees it: its state told to the page, a port for whoever may have one, and the events
// that main itself follows. The supervisor decides, utility-engine.ts makes processes.
import type { MessagePortMain, WebContents } from 'electron'
import { channels } from '../../../src-shared/channels.ts'
import type { EngineState } from '../../../src-shared/window-contract.ts'
import { CallError } from '../calls/registry.ts'
import type { Log } from '../log.ts'
import { createSupervisor } from './supervisor.ts'
import { launchUtilityEngine } from './utility-engine.ts'

export interface EngineHost {
  state: () => EngineState
  start: () => void
  restart: () => void
  /** Sends a fresh port to the page; refuses while no engine runs. */
  connectPage: (contents: WebContents) => void
  setWatched: (isWatched: boolean) => void
  stop: () => Promise<void>
}

export interface EngineHostOptions {
  log: Log
  /** Whose page is told; null when there is no window. */
  page: () => WebContents | null
  onRunning: () => void
  /** Some container changed. */
  onContainersChanged: () => void
}

export function createEngineHost({
  log,
  page,
  onRunning,
  onContainersChanged,
}: EngineHostOptions): EngineHost {
  const supervisor = createSupervisor<MessagePortMain>({
    launch: () => launchUtilityEngine((line) => log.write('info', `engine: ${line}`)),
    onChange(state) {
      page()?.send(channels.engineState, state)
    },
    onRunning(client) {
      client.on('containers.changed', onContainersChanged)
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
      if (port === null) throw new CallError({ code: 'EngineGone', message: 'The engine is not running.' })
      contents.postMessage(channels.enginePort, null, [port])
    },
    setWatched: supervisor.setWatched,
    stop: supervisor.stop,
  }
}
