// The page's engine: one object for calls, events and streams that outlives every reconnection, and what is known of
// the connection and of the engine's process.
import { create } from 'zustand'
import { channels } from '../../src-shared/channels.ts'
import type { EngineState } from '../../src-shared/window-contract.ts'
import { createEngineConnection } from './connection.ts'
import type { Engine } from './connection.ts'
import { portTransport } from './port-transport.ts'
import { windowCall } from './window.ts'

export { EngineError } from '../../src-shared/client.ts'
export { windowCall } from './window.ts'
export type { Engine } from './connection.ts'

export interface EngineConnectionState {
  /** What main says of the engine's process. */
  process: EngineState
  connected: boolean
  /** When `connected` or the process's state changed last (milliseconds since 1970). */
  since: number
}

/** For components; outside React `useEngineState.getState()` and `.subscribe()` serve. */
export const useEngineState = create<EngineConnectionState>(() => ({
  process: { state: 'starting', restarts: 0, message: null, answeredAt: null },
  connected: false,
  since: Date.now(),
}))

/** Whether what is known is of now, as far as anybody can tell. */
export function isLive({ process, connected }: EngineConnectionState): boolean {
  return connected && process.state !== 'silent'
}

const connection = createEngineConnection({
  requestPort: async () => {
    await windowCall('engine.connect', {})
  },
  onChange: (connected) => useEngineState.setState({ connected, since: Date.now() }),
})

/** Calls, events and streams of the engine. Calls made while it is away wait for it, some seconds at most. */
export const engine: Engine = connection.engine

/** Fires at each connection, at once if there is one: the place to ask for snapshots and to open streams. */
export const onConnected = connection.onConnected

/** After `failed`: has main start the engine again. */
export async function restartEngine(): Promise<void> {
  await windowCall('engine.restart', {})
}

function takeProcess(process: EngineState): void {
  const before = useEngineState.getState().process.state
  const since = before === process.state ? {} : { since: Date.now() }
  useEngineState.setState({ process, ...since })
  connection.processChanged(process)
}

// Only our own preload script posts to this window from itself; a frame or an opener (there are none) would be another source.
window.addEventListener('message', (event) => {
  if (event.source !== window || event.origin !== window.location.origin) return
  const port = event.ports[0]
  if (event.data === channels.enginePort && port) connection.accept(portTransport(port))
})
window.runcDesktop.onEngineState(takeProcess)
connection.start()
// What was said before the page listened. A refusal leaves `starting`, and the next change corrects it.
windowCall('engine.state', {}).then(takeProcess, () => {})
