// All terminal sessions of this engine: opens them, lists them, lets streams watch them, closes them.
import { randomUUID } from 'node:crypto'
import { keyOf } from '../../../src-shared/container-key.ts'
import type { ProcessRequest, TerminalSummary } from '../../../src-shared/terminal-model.ts'
import type { Container, ProcessSpec, Runtime } from '../../runtime/index.ts'
import { Refusal, type Log } from '../contract/failure.ts'
import type { ByteChannel, StreamEndpoint } from '../contract/service.ts'
import { createSession, type Session } from './session.ts'

/** Ended ones count until they are closed; each may hold 2 MiB of history. */
const mostSessions = 256

export interface Opening {
  request: ProcessRequest
  spec: ProcessSpec
  size: { columns: number; rows: number }
  signal: AbortSignal
}

export interface Terminals {
  list(): TerminalSummary[]
  /** Throws NotFound. */
  get(id: string): TerminalSummary
  /** In the place of `replaces`, an ended one, which is forgotten. */
  open(container: Container, opening: Opening, replaces?: string): Promise<TerminalSummary>
  attach(id: string, channel: ByteChannel<'terminal'>): StreamEndpoint<'terminal'>
  rename(id: string, name: string | null): void
  signal(id: string, signal: string): void
  close(id: string): Promise<void>
  /** Ends all programs. */
  dispose(): Promise<void>
}

export function createTerminals(
  runtime: Runtime,
  onChanged: (sessions: TerminalSummary[]) => void,
  log: Log,
): Terminals {
  let sessions: Session[] = []
  /** Places taken by sessions whose program is being started. */
  let opening = 0

  function list(): TerminalSummary[] {
    return sessions.map((session) => session.summary())
  }
  function changed(): void {
    onChanged(list())
  }
  function find(id: string): Session {
    const session = sessions.find((candidate) => candidate.summary().id === id)
    if (session === undefined) throw new Refusal('NotFound', 'This terminal has been closed.')
    return session
  }

  return {
    list,
    get: (id) => find(id).summary(),
    async open(container, { request, spec, size, signal }, replaces) {
      if (sessions.length + opening >= mostSessions) {
        throw new Refusal(
          'TerminalsNotSupported',
          `There are ${mostSessions} terminals already; close one to open another.`,
        )
      }
      opening += 1
      try {
        const { tty } = request
        const process = await runtime.startProcess(container, spec, { terminal: tty ? size : null, signal })
        const { root } = container.state()
        const identity = {
          // Not a number: after a restart of the engine an old name must not lead to a new session.
          id: randomUUID(),
          kind: tty ? ('exec' as const) : ('pipes' as const),
          tty,
          containerKey: keyOf(root, container.id),
          containerId: container.id,
          name: null,
          args: [...spec.args],
          request,
        }
        const session = createSession(identity, process, changed, log)
        const place = sessions.findIndex((candidate) => candidate.summary().id === replaces)
        if (place === -1) sessions.push(session)
        else {
          session.rename(sessions[place]?.summary().name ?? null)
          sessions[place] = session
        }
        changed()
        return session.summary()
      } finally {
        opening -= 1
      }
    },
    attach: (id, channel) => find(id).attach(channel),
    rename(id, name) {
      find(id).rename(name)
      changed()
    },
    signal: (id, signal) => find(id).signal(signal),
    async close(id) {
      const session = find(id)
      await session.close()
      const left = sessions.filter((candidate) => candidate !== session)
      const isGone = left.length < sessions.length
      sessions = left
      if (isGone) changed()
    },
    async dispose() {
      await Promise.allSettled(sessions.map((session) => session.close()))
      sessions = []
    },
  }
}
