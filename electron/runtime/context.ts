// What the parts of one runtime share: where things are, who may run when, and how programs are found.
import type { CgroupMode } from './cgroup.ts'
import type { CommandLog } from './command-log.ts'
import type { Layout } from './layout.ts'
import type { Gate, KeyedQueue } from './queue.ts'
import type { RuncCli } from './runc-cli.ts'
import type { StateReader } from './state-reader.ts'

export interface RuntimeContext {
  layout: Layout
  mode: CgroupMode
  /** Where we may make cgroups, relative to the hierarchies; null where we may not. */
  cgroupBase: string | null
  reader: StateReader
  cli: RuncCli
  commands: CommandLog
  /** One operation at a time per container. */
  queue: KeyedQueue
  /** Costly ones (create, exec) over all. */
  gate: Gate
  timeoutMs: number
  /** Throws RuntimeMissing. */
  runcPath: () => string
  /** The runc that was found; null when there is none. */
  runcVersion: () => string | null
  /** Throws MonitorMissing. */
  conmonPath: () => string
  environment: () => Record<string, string>
  /** Aborted by `dispose`: nothing waits any longer. */
  disposal: AbortSignal
}
