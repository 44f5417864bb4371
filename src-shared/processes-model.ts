// What the engine tells of the processes in a container.
import { z } from 'zod'

export const processRow = z.object({
  /** On the host. */
  pid: z.number().int(),
  /** Clock ticks since boot: with the pid it is never taken for a later process. */
  startTime: z.number(),
  /** In the container's pid namespace; null when the kernel does not tell. */
  containerPid: z.number().int().nullable(),
  /** On the host; may be a process outside of the container. */
  parentPid: z.number().int(),
  isInit: z.boolean(),
  /**
   * Set for one that only shares the cgroup: it is of another container, by name, or (null) of none that is known. Null for
   * the container's own.
   */
  stranger: z.object({ container: z.string().nullable() }).nullable(),
  /** The kernel's name of it, at most 15 bytes. */
  name: z.string(),
  /** At most 4096 characters in all; empty for one that has ended and was not waited for. */
  commandLine: z.array(z.string()),
  /** The kernel's letter: `R`, `S`, `D`, `T`, `t`, `Z`, `I`, `X`. */
  state: z.string(),
  threads: z.number().int(),
  /** Of the container's user namespace; null where it has no number there. */
  uid: z.number().int().nullable(),
  /** On the host. */
  hostUid: z.number().int(),
  /** By the container's own /etc/passwd; null when that does not know it or cannot be read. */
  user: z.string().nullable(),
  /** Null for one that has ended. */
  residentBytes: z.number().nullable(),
  /** Processor time since it began, in milliseconds. */
  cpuMs: z.number(),
  /** ISO 8601. */
  startedAt: z.string(),
})
export type ProcessRow = z.infer<typeof processRow>

export const processList = z.object({
  /** When they were read, in milliseconds of a clock that never jumps. */
  readAt: z.number(),
  /** In the order of their pids. */
  processes: z.array(processRow),
  /** How many more there are than are told of. */
  omitted: z.number().int(),
})
export type ProcessList = z.infer<typeof processList>

export const openFile = z.object({
  descriptor: z.number().int(),
  target: z.string(),
  type: z.enum(['file', 'directory', 'device', 'socket', 'pipe', 'other']),
  access: z.enum(['read', 'write', 'both']).nullable(),
  position: z.number().nullable(),
})
export type OpenFile = z.infer<typeof openFile>

export const processLimit = z.object({
  name: z.string(),
  /** Null: unlimited. */
  soft: z.number().nullable(),
  hard: z.number().nullable(),
  unit: z.string(),
})
export type ProcessLimit = z.infer<typeof processLimit>

/** Null stands for what is not for this user to see. */
export const processDetail = z.object({
  process: processRow,
  cwd: z.string().nullable(),
  executable: z.string().nullable(),
  root: z.string().nullable(),
  openFiles: z.array(openFile).nullable(),
  openFilesOmitted: z.number().int(),
  limits: z.array(processLimit).nullable(),
  status: z.array(z.object({ name: z.string(), value: z.string() })),
})
export type ProcessDetail = z.infer<typeof processDetail>

export const processEnvironment = z.object({
  /** A null value was not asked for. */
  variables: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
  isCut: z.boolean(),
})
export type ProcessEnvironment = z.infer<typeof processEnvironment>
