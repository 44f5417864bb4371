// What the parts of one runtime share: where things are, who may run when, and how programs are found.
import type { Capabilities } from './capabilities.ts'
import type { CgroupMode } from './cgroup.ts'
import type { CriuProbe } from './checkpoint-support.ts'
import type { CommandLog } from './command-log.ts'
import type { Layout } from './layout.ts'
import type { ProcessRegistry } from './process-registry.ts'
import type { Gate, KeyedQueue } from './queue.ts'
import type { RuncCli } from './runc-cli.ts'
import type { StateReader } from './state-reader.ts'
import type { Supervision } from './supervision.ts'

export interface RuntimeContext {
  layout: Layout
  mode: CgroupMode
  /** Where we may make cgroups, relative to the hierarchies; null where we may not. */
  cgroupBase: string | null
  /** A root of others: nothing is made, cleared or watched of our own for it. */
  isForeign: boolean
  reader: StateReader
  cli: RuncCli
  /** Those that we have added to containers and that end with us. */
  processes: ProcessRegistry
  commands: CommandLog
  /** systemd makes the cgroups, and names them. */
  isSystemd: boolean
  /** What every call of the program begins with, beside its root and its log. */
  globalFlags: () => readonly string[]
  /** One operation at a time per container. */
  queue: KeyedQueue
  /** Costly ones (create, exec) over all. */
  gate: Gate
  timeoutMs: number
  /** Throws RuntimeMissing. */
  runcPath: () => string
  /** What the program that was found calls itself: `runc`, `crun` …; null when there is none. */
  programName: () => string | null
  /** Of the runc that was found; null when there is none. */
  runcVersion: () => string | null
  /** Whether checkpoints can work. */
  criu: CriuProbe
  /** What the program that was found can do. */
  capabilities: () => Capabilities
  /** Throws MonitorMissing. */
  conmonPath: () => string
  environment: () => Record<string, string>
  /** What we hold of the containers under our conmon. */
  supervision: Supervision
  /** Aborted by `dispose`: nothing waits any longer. */
  disposal: AbortSignal
}
