// Serves the contract to any number of clients, and tells all of them of events.
import { events } from '../../../src-shared/contract.ts'
import type { ClientFrame, EngineFrame, Transport } from '../../../src-shared/frames.ts'
import { serveConnection, type Connection } from './connection.ts'
import { driftProblem } from './schema.ts'
import type { Broadcast, Service } from './service.ts'

export interface Server {
  connect(transport: Transport<EngineFrame, ClientFrame>): void
  broadcast: Broadcast
  /** Resolves when the calls that are under way, of whichever client, have been answered. */
  settled(): Promise<void>
  /** Ends all connections. */
  dispose(): void
}

export function createServer(service: Service): Server {
  const connections = new Set<Connection>()
  /** Of clients that have gone while their calls were under way. */
  const orphaned = new Set<Promise<void>>()

  return {
    connect(transport) {
      const connection = serveConnection(service, transport, () => {
        connections.delete(connection)
        for (const call of connection.pending) {
          orphaned.add(call)
          void call.then(() => orphaned.delete(call))
        }
      })
      connections.add(connection)
    },
    broadcast(name, payload) {
      if (service.checkResults && driftProblem(events[name], `event ${name}`, payload, service.log) !== null)
        return
      for (const connection of connections) {
        try {
          connection.send({ type: 'event', name, payload })
        } catch (error) {
          // This client misses it, and sees so by the version of what comes next.
          service.log(`The event ${name} cannot be sent.`, error)
        }
      }
    },
    async settled() {
      const pending = [orphaned, ...[...connections].map((connection) => connection.pending)]
      await Promise.all(pending.flatMap((calls) => Array.from(calls)))
    },
    dispose() {
      for (const connection of connections) connection.close()
    },
  }
}
