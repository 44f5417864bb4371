// One lasting connection to an engine over ports that come and go: asks for a port, makes a client of it, asks again
// when it is lost, and keeps what was subscribed. Knows neither window nor React; index.ts gives it both.
import { createEngineClient, EngineError } from '../../src-shared/client.ts'
import type { EngineClient } from '../../src-shared/client.ts'
import { events } from './event-names.ts'
import type { EventName, EventPayload } from '../../src-shared/contract.ts'
import type { ErrorInfo } from '../../src-shared/errors.ts'
import type { ClientFrame, EngineFrame, Transport } from '../../src-shared/frames.ts'
import type { EngineState } from '../../src-shared/window-contract.ts'

export const connectionTimes = {
  /** How long a call waits for a connection: an engine starts in well under a second, a restart backs off for some. */
  callWaitMs: 10_000,
  /** A port that was promised and did not come is asked for again after this. */
  portWaitMs: 3_000,
  /** Between a lost or refused port and the next request: main hears of an engine's end at about the same time. */
  retryMs: 250,
} as const

const gone: ErrorInfo = { code: 'EngineGone', message: 'The engine is not running.' }

export interface ConnectionOptions {
  /** Asks main for a port; it comes through `accept` later. */
  requestPort: () => Promise<void>
  /** Called with each change of being connected. */
  onChange: (isConnected: boolean) => void
}

/** What the page uses: the same object through every reconnection. */
export type Engine = Pick<EngineClient, 'call' | 'on' | 'open'>

export interface EngineConnection {
  readonly engine: Engine
  /** Fires at each connection, at once if there is one. Returns how to stop listening. */
  readonly onConnected: (listener: () => void) => () => void
  /** Takes a port that main sent. */
  accept(transport: Transport<ClientFrame, EngineFrame>): void
  /** Takes what main says of the engine's process. */
  processChanged(process: EngineState): void
  /** Asks for the first port. */
  start(): void
  dispose(): void
}

/** Makes a connection that is not connected yet; `start` begins. */
export function createEngineConnection({ requestPort, onChange }: ConnectionOptions): EngineConnection {
  let client: EngineClient | null = null
  let process: EngineState['state'] = 'starting'
  let isDisposed = false
  /** A port was asked for and is not refused yet: it is on its way. */
  let isAsked = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const connectedListeners = new Set<() => void>()
  /** Calls that wait for a connection; told with null when there will be none. */
  const waiting = new Set<(client: EngineClient | null) => void>()

  function settleWaiting(result: EngineClient | null): void {
    for (const settle of waiting) settle(result)
    waiting.clear()
  }

  function schedule(delayMs: number): void {
    clearTimeout(timer)
    if (isDisposed || client !== null || process === 'failed') return
    timer = setTimeout(request, delayMs)
  }

  function request(): void {
    if (isDisposed || client !== null) return
    isAsked = true
    schedule(connectionTimes.portWaitMs)
    requestPort().catch(() => {
      // No engine runs at the moment; `processChanged` or the timer asks again.
      isAsked = false
      schedule(connectionTimes.retryMs)
    })
  }

  function drop(): void {
    const dropped = client
    if (dropped === null) return
    client = null
    dropped.close()
    onChange(false)
    schedule(connectionTimes.retryMs)
  }

  async function dropWhenClosed(made: EngineClient): Promise<void> {
    await made.closed
    if (client === made) drop()
  }

  function connected(signal: AbortSignal | undefined): Promise<EngineClient> {
    if (client !== null) return Promise.resolve(client)
    if (isDisposed || process === 'failed') return Promise.reject(new EngineError(gone))
    return new Promise((resolve, reject) => {
      const settle = (result: EngineClient | null, error: ErrorInfo = gone): void => {
        waiting.delete(settle)
        clearTimeout(limit)
        signal?.removeEventListener('abort', abort)
        if (result === null) reject(new EngineError(error))
        else resolve(result)
      }
      const abort = (): void => settle(null, { code: 'Cancelled', message: 'Cancelled.' })
      const limit = setTimeout(settle, connectionTimes.callWaitMs, null)
      waiting.add(settle)
      signal?.addEventListener('abort', abort)
      if (signal?.aborted) abort()
    })
  }

  const engine: Engine = {
    async call(name, args, options = {}) {
      const through = client ?? (await connected(options.signal))
      return await through.call(name, args, options)
    },
    on(name, listener) {
      const all = listeners.get(name) ?? new Set()
      listeners.set(name, all)
      all.add(listener)
      return () => all.delete(listener)
    },
    open(name, args, handlers) {
      if (client !== null) return client.open(name, args, handlers)
      // A stream belongs to one connection; whoever wants it back opens it in `onConnected`.
      queueMicrotask(() => handlers.onEnd({ ok: false, error: gone }))
      return { send() {}, close() {} }
    },
  }

  return {
    engine,
    onConnected(listener) {
      connectedListeners.add(listener)
      if (client !== null) listener()
      return () => connectedListeners.delete(listener)
    },
    accept(transport) {
      if (isDisposed) {
        transport.close()
        return
      }
      client?.close()
      isAsked = false
      const made = createEngineClient(transport)
      client = made
      clearTimeout(timer)
      for (const name of events) {
        made.on(name, (payload: EventPayload<typeof name>) => {
          for (const listener of listeners.get(name) ?? []) listener(payload as never)
        })
      }
      void dropWhenClosed(made)
      onChange(true)
      settleWaiting(made)
      for (const listener of connectedListeners) listener()
    },
    processChanged(changed) {
      const before = process
      process = changed.state
      // Not every way of dying closes a port in time; main's word is enough.
      if (process === 'restarting' || process === 'failed') {
        isAsked = false
        drop()
      }
      if (process === 'failed') settleWaiting(null)
      if (process === 'failed') clearTimeout(timer)
      else if (client === null && !isAsked && before !== process) request()
    },
    start: request,
    dispose() {
      isDisposed = true
      clearTimeout(timer)
      drop()
      settleWaiting(null)
    },
  }
}
