// The public face of processes: what is asked for, what runs, and what /proc tells of it.
import type { Attachment, AttachOptions } from './attach.ts'
import type { LogRecord } from './log-parser.ts'
import type { LogOptions } from './log-source.ts'

/** The five sets of Linux capabilities. */
export type CapabilitySet = 'bounding' | 'effective' | 'inheritable' | 'permitted' | 'ambient'

export interface ProcessUser {
  /** Numbers of the container's user namespace. */
  uid: number
  gid: number
  additionalGids?: number[]
  /**
   * Permission bits that new files lack, 0 to 0o777. runc gives every added process the container's own; another one is
   * set by the container's /bin/sh, which then becomes the program.
   */
  umask?: number
}

/** One limit of setrlimit(2), in its own unit (bytes, seconds, a count). `soft` is at most `hard`. */
export interface ResourceLimit {
  /** `RLIMIT_NOFILE` … */
  type: string
  soft: number | 'unlimited'
  hard: number | 'unlimited'
}

/** An OCI process, as in config.json; what is missing comes from the container's own `process`. */
export interface ProcessSpec {
  args: string[]
  /** `NAME=value`; added to the container's, replacing those of the same name. */
  env?: string[]
  /** Absolute, in the container. */
  cwd?: string
  user?: ProcessUser
  /** Names such as `CAP_NET_ADMIN`. A set that is not named is empty. */
  capabilities?: Partial<Record<CapabilitySet, string[]>>
  rlimits?: ResourceLimit[]
  noNewPrivileges?: boolean
  apparmorProfile?: string
  selinuxLabel?: string
  /** In characters. The size that `startProcess` is given counts before it. */
  consoleSize?: { height: number; width: number }
  /** -1000 (never killed when memory runs out) to 1000. runc ignores it; it is set once the process is there. */
  oomScoreAdj?: number
}

export interface ProcessExit {
  /** 128 + N after a death by signal N; null when nobody saw it, never 0 then. */
  code: number | null
  signal: string | null
  /** Set when runc failed, not the program. */
  error: Error | null
}

/**
 * Any process that was started in a container through runc: init, or one added by `startProcess`.
 *
 * - `init`: the container's first; ends with it, and it with this one.
 * - `terminal`, `pipes`: lives as long as the runtime that started it.
 * - `detached`: has a monitor of its own and outlives us; its output is in `logPath`.
 */
export interface ContainerProcess {
  /** `init`, or what `startProcess` was told or made up; unique in the container. */
  readonly id: string
  readonly kind: 'init' | 'terminal' | 'pipes' | 'detached'
  readonly spec: ProcessSpec
  /** conmon's k8s-file log; null where there is none. */
  readonly logPath: string | null
  /** Pid on the host of the process in the container, not of runc; null until it is known and after it ended. */
  pid(): number | null
  /** The same, but kept after the end: what `removeProcess` takes. */
  systemPid(): number | null
  /** Null while it lives, and until its last output was delivered. */
  exit(): ProcessExit | null
  /**
   * Sends a signal by name (`TERM`, `SIGTERM`, `RTMIN+1`) or number, to exactly this process (its start time is checked).
   * Throws InvalidArgument for what is no signal, ProcessExited (of init: ContainerExited) when it has ended.
   */
  signal(signal: string | number): void
  /** Resolves when it has ended and its last output was delivered. Rejects with Cancelled. */
  wait(options?: { signal?: AbortSignal }): Promise<ProcessExit>
}

/** A process added to a container by `startProcess`. With a terminal its output and input are the pty's bytes. */
export interface Process extends ContainerProcess {
  /** What runs it; what a user could type. */
  readonly argv: readonly string[]
  /** Raw bytes as they come; all are `stdout` on a terminal. Up to 1 MiB is kept until somebody listens. */
  onData(listener: (bytes: Uint8Array, stream: OutputStream) => void): void
  /** Once, after the last data. `error` is set when runc failed, not the program. */
  onExit(listener: (exit: ProcessExit) => void): void
  /** `onWritten` is called when the system has taken them; who writes much waits for it. After the end nothing happens. */
  write(bytes: Uint8Array, onWritten?: () => void): void
  /** Ends its standard input, after what was written. On a terminal it types the end-of-file character, ^D. */
  closeStdin(): void
  /** Does nothing without a terminal. */
  resize(columns: number, rows: number): void
  /** Stops and continues reading (back-pressure): the program then waits when its pipe or terminal is full. */
  pause(): void
  resume(): void
  /**
   * HUP (without a terminal TERM), then KILL if it has not gone after a second. Without a terminal what it has started is
   * killed too, but for daemons with a session of their own. Resolves when it has ended.
   */
  close(): Promise<void>
}

export type OutputStream = 'stdout' | 'stderr'

/** A process under a monitor of its own; its output is in `logPath`, its exit is kept on disk. */
export interface DetachedProcess extends ContainerProcess {
  readonly logPath: string
  /** What has started it; what a user could type. */
  readonly argv: readonly string[]
  /** It runs on a terminal. */
  readonly terminal: boolean
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** The same; null while it lives, and when nobody saw its end. */
  finishedAt(): number | null
  /** Its output, as `Container.logs`: kept within the same cap, until `removeProcess` or the container's `delete`. */
  logs(options?: LogOptions): AsyncIterableIterator<LogRecord>
  /**
   * Shows its output since the beginning and takes input, as `Container.attach`, whichever runtime has started it. Input
   * needs a terminal or `stdin`, else `write` rejects with NotSupported; once it has ended, with Stopped.
   */
  attach(options: AttachOptions): Attachment
}

/** One process of a container as /proc tells of it at one moment, whoever started it. */
export interface ProcessDetails {
  /** On the host. */
  pid: number
  /** In the container's pid namespace; null when the kernel does not tell. */
  containerPid: number | null
  /** On the host; of init and of added processes that is a process outside. */
  parentPid: number
  isInit: boolean
  /** The kernel's name of it, at most 15 bytes. */
  name: string
  /** Empty for one that has ended but was not waited for. */
  commandLine: string[]
  /** `R` running, `S` sleeping, `D` waiting for a device, `T` stopped, `t` traced, `Z` ended, `I` idle, `X` dead. */
  state: string
  threads: number
  /** Numbers on the host. */
  realUid: number
  effectiveUid: number
  realGid: number
  effectiveGid: number
  /** ISO 8601, exact to 10 ms as long as nobody sets the clock. */
  startedAt: string
  /** Clock ticks since boot (field 22 of its `stat`): with the pid it is never taken for a later process. */
  startTime: number
  /** Memory in use, shared pages included. */
  residentBytes: number
  /** Processor time used so far, user and system. */
  cpuMs: number
  /** Has a controlling terminal. */
  hasTerminal: boolean
}

/** An open file of a process. */
export interface OpenFile {
  descriptor: number
  /** What the kernel's link says: a path of the process's own root, `socket:[123]`, `pipe:[123]`, `anon_inode:[eventpoll]`. */
  target: string
  type: 'file' | 'directory' | 'device' | 'socket' | 'pipe' | 'other'
  /** From the flags that it was opened with; null when they are not ours to see. */
  access: 'read' | 'write' | 'both' | null
  /** Where it is at, in bytes; null when that is not ours to see. */
  position: number | null
}

/** A limit of setrlimit(2), in the kernel's words and unit. */
export interface ProcessLimit {
  name: string
  /** Null: unlimited. */
  soft: number | null
  hard: number | null
  /** `bytes`, `processes`, `files` …; empty where it has none. */
  unit: string
}

/** One process closely. Null stands for what is not ours to see. */
export interface ProcessInspection {
  details: ProcessDetails
  /** Paths in the process's own root, as the kernel tells them. */
  cwd: string | null
  executable: string | null
  /** On the host. */
  root: string | null
  openFiles: OpenFile[] | null
  /** How many more there are than are told of. */
  openFilesOmitted: number
  limits: ProcessLimit[] | null
  /** The lines of /proc/PID/status. */
  status: { name: string; value: string }[]
}

export interface ProcessEnvironment {
  entries: string[]
  /** There is more than is ever read. */
  isCut: boolean
}
