// All terminal sessions of this engine: opens them, lists them, lets streams watch them, closes them; and those that
// outlive engines, which it finds again.
import { randomUUID } from 'node:crypto'
import { keyOf } from '../../../src-shared/container-key.ts'
import { plainShell } from '../../../src-shared/plain-shell.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import type { TerminalSummary } from '../../../src-shared/terminal-model.ts'
import type { Container, Runtime } from '../../runtime/index.ts'
import { Refusal, type Log } from '../contract/failure.ts'
import type { ByteChannel, StreamEndpoint } from '../contract/service.ts'
import { createAttachSession } from './attach-session.ts'
import type { TerminalMemory } from './memory.ts'
import { createPersistentSession } from './persistent-session.ts'
import type { Session } from './session.ts'
import { startSession, type Opening } from './start-session.ts'

/** Ended ones count until they are closed; each may hold 2 MiB of history. */
const mostSessions = 256

/** What we name our own by. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const pausedNotice = 'The container is paused. What is typed here arrives when it is resumed.'

export interface Terminals {
  list(): TerminalSummary[]
  /** Throws NotFound. */
  get(id: string): TerminalSummary
  /** In the place of `replaces`, an ended one, which is forgotten. */
  open(runtime: Runtime, container: Container, opening: Opening, replaces?: string): Promise<TerminalSummary>
  /** The one that is there, or a new one. */
  attachToInit(container: Container, args: readonly string[]): TerminalSummary
  view(id: string, channel: ByteChannel<'terminal'>, after: number | null): StreamEndpoint<'terminal'>
  rename(id: string, name: string | null): void
  signal(id: string, signal: string): void
  close(id: string): Promise<void>
  /** Takes up the persistent ones of this runtime. */
  adopt(runtime: Runtime): void
  containersChanged(rows: readonly ContainerSummary[]): void
  /** Ends all programs, but for those that survive. */
  dispose(): Promise<void>
}

export function createTerminals(
  onChanged: (sessions: TerminalSummary[]) => void,
  memory: TerminalMemory,
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
    const session = sessions.find((candidate) => candidate.id === id)
    if (session === undefined) throw new Refusal('NotFound', 'This terminal has been closed.')
    return session
  }
  function demandRoom(): void {
    if (sessions.length + opening < mostSessions) return
    const message = `There are ${mostSessions} terminals already; close one to open another.`
    throw new Refusal('TerminalsNotSupported', message)
  }
  function forget(session: Session): void {
    session.close().catch((error: unknown) => log('A terminal that has ended cannot be cleared away.', error))
    memory.forgetSession(session.id)
  }

  return {
    list,
    get: (id) => find(id).summary(),
    async open(runtime, container, wanted, replaces) {
      if (replaces === undefined) demandRoom()
      const old = replaces === undefined ? null : find(replaces)
      const name = old?.summary().name ?? null
      opening += 1
      try {
        // Not a number: after a restart of the engine an old name must not lead to a new session.
        const id = randomUUID()
        const { request } = wanted
        const session = await startSession({
          ...wanted,
          id,
          name,
          runtime,
          container,
          onChanged: changed,
          log,
        })
        const place = old === null ? -1 : sessions.indexOf(old)
        if (place === -1) sessions.push(session)
        else sessions[place] = session
        if (old !== null) forget(old)
        const { containerKey } = session.summary()
        memory.ran(containerKey, request)
        if (request.persistent) memory.keepSession(id, { name, request })
        changed()
        return session.summary()
      } finally {
        opening -= 1
      }
    },
    attachToInit(container, args) {
      const key = keyOf(container.state().root, container.id)
      const there = sessions.find((session) => {
        const { kind, containerKey, exit } = session.summary()
        return kind === 'attach' && containerKey === key && exit === null
      })
      if (there) return there.summary()
      demandRoom()
      const session = createAttachSession({ container, args, onChanged: changed, log })
      sessions.push(session)
      changed()
      return session.summary()
    },
    view: (id, channel, after) => find(id).attach(channel, after),
    rename(id, name) {
      const session = find(id)
      session.rename(name)
      const { kind, request } = session.summary()
      if (kind === 'persistent' && request !== null) memory.keepSession(id, { name, request })
    },
    signal: (id, signal) => find(id).signal(signal),
    async close(id) {
      const session = find(id)
      await session.close()
      memory.forgetSession(id)
      const left = sessions.filter((candidate) => candidate !== session)
      const isGone = left.length < sessions.length
      sessions = left
      if (isGone) changed()
    },
    adopt(runtime) {
      for (const { container, process } of runtime.detachedProcesses()) {
        // Others may use the runtime module for processes of their own.
        if (!uuid.test(process.id) || sessions.some(({ id }) => id === process.id)) continue
        const { terminal, spec } = process
        const known = memory.session(process.id)
        const request = known?.request ?? { ...plainShell, args: spec.args, tty: terminal, persistent: true }
        const name = known?.name ?? null
        sessions.push(createPersistentSession({ container, process, request, name, onChanged: changed, log }))
      }
      changed()
    },
    containersChanged(rows) {
      const byKey = new Map(rows.map((row) => [row.key, row]))
      for (const session of sessions) {
        const row = byKey.get(session.summary().containerKey)
        if (row) session.notice(row.status === 'paused' ? pausedNotice : null)
      }
    },
    async dispose() {
      await Promise.allSettled(sessions.map((session) => session.dispose()))
      sessions = []
    },
  }
}
