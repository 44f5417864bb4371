// What the engine remembers of terminals beyond its own life: what was run in a container, and what the user has called
// the sessions that survive.
import { z } from 'zod'
import { processRequest, type ProcessRequest } from '../../../src-shared/terminal-model.ts'
import type { Log } from '../contract/failure.ts'
import { openKeptFile } from '../kept-file.ts'

const most = { recentPerContainer: 20, containers: 200, sessions: 500 } as const

const kept = z.object({
  version: z.literal(1),
  /** By container, latest first. */
  recent: z.record(z.string(), z.array(processRequest)),
  /** Of persistent sessions, by id. */
  sessions: z.record(z.string(), z.object({ name: z.string().nullable(), request: processRequest })),
})
type Kept = z.infer<typeof kept>

export interface TerminalMemory {
  recent(containerKey: string): ProcessRequest[]
  ran(containerKey: string, request: ProcessRequest): void
  session(id: string): Kept['sessions'][string] | null
  keepSession(id: string, session: Kept['sessions'][string]): void
  forgetSession(id: string): void
}

export function openTerminalMemory(path: string, log: Log): TerminalMemory {
  const file = openKeptFile<Kept>(path, kept, { version: 1, recent: {}, sessions: {} }, log)

  return {
    recent: (key) => file.value.recent[key] ?? [],
    ran(key, request) {
      const { [key]: before = [], ...others } = file.value.recent
      const same = JSON.stringify(request)
      const now = [request, ...before.filter((earlier) => JSON.stringify(earlier) !== same)]
      const containers = Object.entries(others).slice(-(most.containers - 1))
      // Behind the others: those at the front go first when there are too many.
      const recent = { ...Object.fromEntries(containers), [key]: now.slice(0, most.recentPerContainer) }
      file.set({ ...file.value, recent })
    },
    session: (id) => file.value.sessions[id] ?? null,
    keepSession(id, session) {
      const { [id]: _before, ...others } = file.value.sessions
      const rest = Object.entries(others).slice(-(most.sessions - 1))
      file.set({ ...file.value, sessions: { ...Object.fromEntries(rest), [id]: session } })
    },
    forgetSession(id) {
      const { [id]: gone, ...sessions } = file.value.sessions
      if (gone) file.set({ ...file.value, sessions })
    },
  }
}
