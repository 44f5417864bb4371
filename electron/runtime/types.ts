// The public face of the runc runtime module: what a program holds in its hands. Implementations live beside this file.
import type { CommandRecord, ContainerStatus, ExitInfo, Tool } from '../../src-shared/model.ts'

/** How `createRuntime` is told where things are. Directories are made when missing, mode 0700. */
export interface RuntimeOptions {
  /** runc's state directory (`--root`): new containers go there, and it is what `list` and `watch` read. */
  root: string
  /** Ours: one directory per supervised container with metadata, log, pid files and exit file. */
  stateDirectory: string
  /** For conmon's socket links; keep it short, a socket path has at most 108 bytes. */
  socketDirectory: string
  /** Where programs are looked for; default PATH, then /usr/local/sbin, /usr/sbin, /sbin. */
  searchPath?: string
  /** Milliseconds until a verb that should be quick is given up and cleaned up after. Default 30,000. */
  verbTimeoutMs?: number
  /** How many create and exec verbs run at once. Default 2 × CPUs. */
  concurrency?: number
  /** Told of every command twice: when it begins (`durationMs` null) and when it has ended. */
  onCommand?: (record: CommandRecord) => void
  /** Told when `info` has become another by itself, as when it is completed some time after the start. */
  onInfoChanged?: (info: RuntimeInfo) => void
}

/** What was found on this machine. */
export interface RuntimeInfo {
  root: string
  /** Null when there is no runc; verbs then fail with RuntimeMissing. */
  runc: { path: string; version: string; commit: string | null; spec: string | null } | null
  /** Null when there is no conmon; create then fails with MonitorMissing. */
  conmon: { path: string; version: string } | null
  rootless: boolean
  cgroup: 'v1' | 'hybrid' | 'v2' | 'none'
  /** Whether we may make cgroups: false for most rootless users. */
  cgroupWritable: boolean
  tools: Tool[]
}

/** One container as read from state.json, /proc and the cgroup at one moment. */
export interface ContainerState {
  id: string
  root: string
  status: ContainerStatus
  /** Init's pid on the host; null when stopped or broken. */
  pid: number | null
  bundle: string
  rootfs: string
  ociVersion: string
  /** ISO 8601. */
  created: string | null
  startedAt: string | null
  annotations: Record<string, string>
  cgroupPaths: Record<string, string>
  hasCgroup: boolean
  terminal: boolean
  /** Made by a runtime with this stateDirectory. */
  isSupervised: boolean
  ownsBundle: boolean
  exit: ExitInfo | null
  problem: string | null
}

export interface CallOptions {
  /** Aborting ends the command and cleans up what it half made; the promise rejects with `Cancelled`. */
  signal?: AbortSignal
}

/** An OCI process, as in config.json; what is missing comes from the container's own `process`. */
export interface ProcessSpec {
  args: string[]
  env?: string[]
  cwd?: string
  user?: { uid: number; gid: number; additionalGids?: number[] }
}

export interface StartProcessOptions extends CallOptions {
  terminal: { columns: number; rows: number } | null
}

/** A process added to a container by `startProcess`. With a terminal its output and input are the pty's bytes. */
export interface Process {
  /** What runs it; what a user could type. */
  readonly argv: readonly string[]
  readonly spec: ProcessSpec
  /** Pid on the host of the process in the container, not of runc; null until it is known and after it ended. */
  pid(): number | null
  onData(listener: (bytes: Uint8Array) => void): void
  /** Once, after the last data. `error` is set when runc failed, not the program. */
  onExit(listener: (exit: ProcessExit) => void): void
  write(bytes: Uint8Array): void
  resize(columns: number, rows: number): void
  /** Stops and continues reading from the pty (back-pressure). */
  pause(): void
  resume(): void
  signal(name: string): void
  /** HUP, then KILL if it has not gone after a second. Resolves when it has ended. */
  close(): Promise<void>
}

export interface ProcessExit {
  code: number | null
  signal: string | null
  error: Error | null
}

/** A container of one runtime. Holding one says nothing about it: it may be gone at any time. */
export interface Container {
  readonly id: string
  /** The bundle that it was created from. */
  readonly bundle: string
  /** Reads it afresh. */
  state(): ContainerState
  /** Init's pid, its start time checked; null when there is none. */
  pid(): number | null
  /** Null while it lives. A code that nobody saw is null inside it, never 0. */
  exit(): ExitInfo | null
  start(options?: CallOptions): Promise<void>
  pause(options?: CallOptions): Promise<void>
  resume(options?: CallOptions): Promise<void>
  /** Signal by name (`TERM`, `SIGTERM`, `RTMIN+1`) or number. A paused container is thawed for KILL. */
  kill(signal: string, options?: CallOptions): Promise<void>
  /** TERM, `graceMs`, KILL; resolves when init has ended. */
  stop(graceMs: number, options?: CallOptions): Promise<void>
  /** Ends it first with `force`. Resolves when runc and we have nothing left of it. */
  delete(options?: CallOptions & { force?: boolean }): Promise<void>
  /** Resolves when init has ended. */
  wait(options?: CallOptions): Promise<ExitInfo>
  /** Path of conmon's k8s-file log; null when it is not supervised. */
  readonly logPath: string | null
  /** The config.json that it runs with, parsed; throws BundleInvalid or StateUnreadable. */
  spec(): Promise<unknown>
}

export interface CreateOptions extends CallOptions {
  /** Overrides `process.terminal` of config.json. */
  terminal?: boolean
  /** The bundle directory was made for this container alone: `delete` removes it too. */
  ownsBundle?: boolean
}

/** What `watch` reports: ids whose state may have changed since, already read anew (null: gone). */
export interface WatchBatch {
  changed: { id: string; state: ContainerState | null }[]
  /** Why the root cannot be read at the moment; null when it can. */
  problem: Error | null
  /** The list is right, but may lag a second: the kernel grants no more watches. Which limit that is; else null. */
  warning: string | null
}

export interface Runtime {
  readonly info: RuntimeInfo
  /** Looks for the programs again. */
  recheck(): Promise<RuntimeInfo>
  /** Checks config.json and id first; resolves when the container is `created`, leaves nothing when it fails. */
  create(id: string, bundle: string, options?: CreateOptions): Promise<Container>
  /** All containers of the root, by id. Throws PermissionDenied or StateUnreadable for the root as a whole. */
  list(): ContainerState[]
  /** Throws NotFound. */
  get(id: string): Container
  startProcess(container: Container, spec: ProcessSpec, options: StartProcessOptions): Promise<Process>
  /** Calls back with batches as the kernel tells of changes, whoever made them; the first batch is the whole list. */
  watch(listener: (batch: WatchBatch) => void): { dispose(): void }
  /** The commands that an action would run now, in order. */
  preview(
    id: string,
    action: 'start' | 'stop' | 'kill' | 'pause' | 'resume' | 'delete',
    signal?: string,
  ): string[][]
  /** Stops watching and ends its own helper processes; containers go on. */
  dispose(): Promise<void>
}
