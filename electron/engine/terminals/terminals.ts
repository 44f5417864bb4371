// All terminal sessions of this engine: opens them, lists them, lets streams watch them, closes them.
import { randomUUID } from 'node:crypto'
import type { TerminalSummary } from '../../../src-shared/model.ts'
import type { Container, ProcessSpec, Runtime } from '../../runtime/index.ts'
import { Refusal, type Log } from '../contract/failure.ts'
import type { ByteChannel, StreamEndpoint } from '../contract/service.ts'
import { createSession, type Session } from './session.ts'

/** Ended ones count until they are closed; each may hold 2 MiB of history. */
const mostSessions = 256

export interface Terminals {
  list(): TerminalSummary[]
  open(
    container: Container,
    spec: ProcessSpec,
    size: { columns: number; rows: number },
    signal: AbortSignal,
  ): Promise<TerminalSummary>
  attach(id: string, channel: ByteChannel<'terminal'>): StreamEndpoint<'terminal'>
  close(id: string): Promise<void>
  /** Ends all programs. */
  dispose(): Promise<void>
}

export function createTerminals(
  runtime: Runtime,
  onChanged: (sessions: TerminalSummary[]) => void,
  log: Log,
): Terminals {
  const sessions = new Map<string, Session>()
  /** Places taken by sessions whose program is being started. */
  let opening = 0

  function list(): TerminalSummary[] {
    return [...sessions.values()].map((session) => session.summary())
  }
  function changed(): void {
    onChanged(list())
  }
  function find(id: string): Session {
    const session = sessions.get(id)
    if (session === undefined) throw new Refusal('NotFound', 'This terminal has been closed.')
    return session
  }

  return {
    list,
    async open(container, spec, size, signal) {
      if (sessions.size + opening >= mostSessions) {
        throw new Refusal(
          'TerminalsNotSupported',
          `There are ${mostSessions} terminals already; close one to open another.`,
        )
      }
      opening += 1
      try {
        const process = await runtime.startProcess(container, spec, { terminal: size, signal })
        // Not a number: after a restart of the engine an old name must not lead to a new session.
        const identity = { id: randomUUID(), containerId: container.id, args: [...spec.args] }
        const session = createSession(identity, process, changed, log)
        sessions.set(identity.id, session)
        changed()
        return session.summary()
      } finally {
        opening -= 1
      }
    },
    attach: (id, channel) => find(id).attach(channel),
    async close(id) {
      await find(id).close()
      if (sessions.delete(id)) changed()
    },
    async dispose() {
      await Promise.allSettled([...sessions.values()].map((session) => session.close()))
      sessions.clear()
    },
  }
}
