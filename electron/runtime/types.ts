// The public face of the runc runtime module: what a program holds in its hands. Implementations live beside this file.
import type { RuncFeatures, RuncVersion, SpecOptions } from './ask.ts'
import type { Checkpoint, CheckpointOptions, CheckpointSupport, RestoreOptions } from './checkpoint-types.ts'
import type { Attachment, AttachOptions } from './attach.ts'
import type { ContainerEvent } from './events.ts'
import type { LogRecord } from './log-parser.ts'
import type { LogLimits } from './log-rotation.ts'
import type { LogOptions } from './log-source.ts'
import type { PreviewOptions, ProcessPreview } from './process-starter.ts'
import type { ResourceChanges, ResourceName, Resources, UpdatePreview } from './resource-types.ts'
import type { ContainerStats } from './stats-types.ts'
import type { CommandRecord, ContainerStatus, ExitInfo, Tool } from '../../src-shared/model.ts'
import type { ProcessIdentity } from './processes.ts'
import type {
  ContainerProcess,
  DetachedProcess,
  Process,
  ProcessDetails,
  ProcessEnvironment,
  ProcessInspection,
  ProcessSpec,
} from './process-types.ts'

export type * from './checkpoint-types.ts'
export type * from './process-types.ts'

/** How `createRuntime` is told where things are. Directories are made when missing, mode 0700. */
export interface RuntimeOptions {
  /** runc's state directory (`--root`): new containers go there, and it is what `list` and `watch` read. */
  root: string
  /** Ours: one directory per supervised container with metadata, log, pid files and exit file. */
  stateDirectory: string
  /** For conmon's socket links; keep it short, a socket path has at most 108 bytes. */
  socketDirectory: string
  /**
   * Where checkpoints are kept, by root and container; they outlive their containers and are never collected. Default:
   * `checkpoints` in the state directory.
   */
  checkpointDirectory?: string
  /** Where programs are looked for; default PATH, then /usr/local/sbin, /usr/sbin, /sbin. */
  searchPath?: string
  /** The program to drive, by name or absolute path: default `runc`. What another, such as crun, cannot do is NotSupported. */
  runtime?: string
  /**
   * `--systemd-cgroup`: systemd makes the cgroups, below `runcdesktop.slice`; a `linux.cgroupsPath` of a bundle's own has to
   * be `slice:prefix:name` then. `createRuntime` rejects with NotSupported where no systemd runs the machine. Default: runc
   * makes them through cgroupfs.
   */
  systemdCgroup?: boolean
  /** `--rootless`: whether missing rights on cgroups are passed over. Default: runc decides (`auto`). */
  rootless?: boolean
  /** `--debug`: runc tells every step; what it told is in the `output` of an error. */
  debug?: boolean
  /**
   * Absolute path of the CRIU to use; default the first `criu` in `searchPath`. runc takes it as `--criu` up to 1.1 and from
   * PATH later: then a program of another name than `criu` is NotSupported.
   */
  criu?: string
  /** Milliseconds until a verb that should be quick is given up and cleaned up after. Default 30,000. */
  verbTimeoutMs?: number
  /** How many create and exec verbs run at once. Default 2 × CPUs. */
  concurrency?: number
  /** How much of a container's output is kept. Default 5 files of 20,000,000 bytes. */
  log?: Partial<LogLimits>
  /** Told of every command twice: when it begins (`durationMs` null) and when it has ended. */
  onCommand?: (record: CommandRecord) => void
  /** Told when `info` has become another by itself, as when it is completed some time after the start. */
  onInfoChanged?: (info: RuntimeInfo) => void
}

/** What was found on this machine. */
export interface RuntimeInfo {
  root: string
  /** Of the root as a whole; see `ContainerState.foreignUid`. */
  foreignUid: number | null
  /** Null when there is no runc; verbs then fail with RuntimeMissing. */
  runc: {
    path: string
    /** What it calls itself: `runc`, or `crun` where `runtime` named that. */
    name: string
    version: string
    commit: string | null
    spec: string | null
  } | null
  /** Null when there is no conmon; create then fails with MonitorMissing. */
  conmon: { path: string; version: string } | null
  rootless: boolean
  cgroup: 'v1' | 'hybrid' | 'v2' | 'none'
  /** Whether we may make cgroups: false for most rootless users. */
  cgroupWritable: boolean
  /** What was found in disorder and could not be put right, one sentence each. */
  warnings: readonly string[]
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
  /** The directory of the one whose members are its processes; null without one. Another container may have the same. */
  cgroup: string | null
  hasCgroup: boolean
  /** All that runs in it ends with init; without, a KILL and `delete` go to every process in its cgroup, whoever's. */
  hasPrivatePids: boolean
  terminal: boolean
  /** Made by a runtime with this stateDirectory. */
  isSupervised: boolean
  ownsBundle: boolean
  exit: ExitInfo | null
  /**
   * The uid of another user, not root, who could have written this state: what runc is told to do with such a container it
   * does by their words, with our rights. Null when it is root's or our own.
   */
  foreignUid: number | null
  problem: string | null
}

/** The cgroup that a config.json names, as it is now. */
export interface NamedCgroup {
  /** As `ContainerState.cgroup` of a container in it. */
  directory: string
  /** A container in it is paused, or somebody else froze it. */
  isFrozen: boolean
  /** runc would make no container in it: it is frozen, or has processes in it and this runc minds (1.2 and later). */
  isRefused: boolean
}

export interface CallOptions {
  /** Aborting ends the command and cleans up what it half made; the promise rejects with `Cancelled`. */
  signal?: AbortSignal
}

export interface StartProcessOptions extends CallOptions {
  /** Its size; null for three pipes. */
  terminal: { columns: number; rows: number } | null
  /** A name for it, unique in the container, in the letters of a container id; made up when missing. */
  id?: string
  /**
   * `--cgroup`: the sub-cgroup to run in, below the container's own, which must exist: a path or, on cgroup v1, several
   * `controllers:path`. Needs runc 1.1. What `update` limits holds for it all the same.
   */
  cgroup?: string | readonly string[]
  /**
   * `--ignore-paused`: also in a paused container, instead of `Paused`. The process is frozen with the others until
   * `resume`, and has no `pid` until then; so a detached one needs a `verbTimeoutMs` that covers the wait. Needs runc 1.1.
   */
  ignorePaused?: boolean
  /**
   * `--preserve-fds`: descriptors of open files of ours, which the program gets as 3, 4 … in this order; ours stay open.
   * Of processes on pipes alone, else NotSupported.
   */
  preserveFds?: readonly number[]
  /**
   * `--pidfd-socket`: absolute path of a unix socket on which somebody (Node cannot) waits to be sent a pidfd of the
   * program. Needs runc 1.2.
   */
  pidfdSocket?: string
}

/** Of a process that outlives us. With a terminal nobody answers until somebody attaches. */
export interface StartDetachedOptions extends StartProcessOptions {
  detached: true
  /** Without a terminal: a standard input that `attach` can write to, instead of /dev/null. Default false. */
  stdin?: boolean
}

/**
 * A container of one runtime. Holding one says nothing about it: it may be gone at any time, and then every method but
 * `exit`, `checkpoints` and `restore` fails with NotFound. Asynchronous ones reject also with Cancelled, Timeout, RuntimeMissing
 * and, for what runc says and nobody has met before, RuncFailed.
 */
export interface Container {
  readonly id: string
  /** The bundle that it was created from. */
  readonly bundle: string
  /**
   * Reads it afresh, by libcontainer's order (`Container.Status`): frozen, else ended, else not started, else running. Throws
   * PermissionDenied or StateUnreadable for the root as a whole; of a container that cannot be read the status is `broken`.
   */
  state(): ContainerState
  /**
   * Init's pid on the host; null when there is none. Its start time is that of state.json (field 22 of proc(5)'s `stat`), so
   * it is never another process that has the pid now.
   */
  pid(): number | null
  /**
   * Null while it lives, and until conmon has written down how it ended (`wait` waits for that). A code that nobody saw is
   * null inside it, never 0; a death by signal N is 128 + N, as conmon and shells have it.
   */
  exit(): ExitInfo | null
  /** `runc start`: of one that is `created`. Rejects with Running, Paused, Stopped; with ExecFailed for a program that is not there. */
  start(options?: CallOptions): Promise<void>
  /** `runc pause`, by the cgroup's freezer. Rejects with NotRunning (created), Paused, Stopped, CgroupUnavailable. */
  pause(options?: CallOptions): Promise<void>
  /** `runc resume`. Rejects with NotPaused, Stopped, CgroupUnavailable. */
  resume(options?: CallOptions): Promise<void>
  /**
   * Signal by name (`TERM`, `SIGTERM`, `RTMIN+1`) or number; to init, or with `all` to every process of the container. A
   * paused container is thawed for KILL: signal(7) has it pending until then. Resolves when it is sent. Rejects with
   * InvalidArgument for what is no signal, Stopped.
   */
  kill(signal: string | number, options?: CallOptions & { all?: boolean }): Promise<void>
  /**
   * TERM, `graceMs` milliseconds, KILL; a paused one is resumed in between. Resolves when init has ended, also when it had
   * before; to true when it took KILL. `onGrace` is told when the time after TERM begins. Init ignores TERM unless it has a
   * handler (pid_namespaces(7)). Rejects with Running when KILL does not end it.
   */
  stop(graceMs: number, options?: CallOptions & { onGrace?: () => void }): Promise<boolean>
  /**
   * `runc delete`; with `force` it is ended first. Resolves when runc and we have nothing left of it but its checkpoints.
   * Rejects with Running or Paused for one that lives, without `force`.
   */
  delete(options?: CallOptions & { force?: boolean }): Promise<void>
  /**
   * Resolves when init has ended and, before that, the exits of processes added by this runtime were told. Output that
   * its reader has paused holds that up, for ten seconds at most. Has no time-out of its own.
   */
  wait(options?: CallOptions): Promise<ExitInfo>
  /** Path of the file that conmon writes the log to at the moment; null when it is not supervised. */
  readonly logPath: string | null
  /**
   * Its output, in order, over all files of the log. The bytes are those that were written, whatever their encoding.
   * Throws NotFound, and NotSupported for a container that was not created here.
   */
  logs(options?: LogOptions): AsyncIterableIterator<LogRecord>
  /**
   * Continues the log in a new file and removes the oldest ones beyond the cap; nothing within it is lost. Happens by
   * itself at `maxBytes` while a runtime is there. False when it must wait: the disk is full, or another process is at it.
   * Rejects with Stopped when it has ended, with NotSupported when it was not created here.
   */
  rotateLog(): Promise<boolean>
  /** Shows its output and takes input. Throws NotFound, and NotSupported for a container that was not created here. */
  attach(options: AttachOptions): Attachment
  /** Path of the config.json that it runs with: ours, or for containers of others that of their bundle as it is now. */
  readonly configPath: string
  /**
   * The text of the config.json that it would be given if it were created from its bundle now; null for a container that
   * was not created here, which has none but its bundle's. Throws BundleInvalid.
   */
  renewedConfig(): Promise<string | null>
  /** The config.json that it runs with (OCI runtime specification), parsed. Throws BundleInvalid or StateUnreadable. */
  spec(): Promise<unknown>
  /**
   * Takes a checkpoint with `runc checkpoint` and CRIU. It is on disk under its name, whole, or not at all. The file system
   * is not part of it. Throws CheckpointExists, CheckpointNotExists (no such `parent`), NotRunning, Stopped,
   * InvalidArgument, NotSupported (a flag that this runc lacks), CriuMissing and CriuFailed (`log`, CRIU's failing lines as
   * `output`); the container goes on then. With `leaveRunning: false` runc no longer knows the container afterwards.
   */
  checkpoint(options: CheckpointOptions): Promise<Checkpoint>
  /**
   * The command for what `checkpoint` does, as a user could type it. (It is run with a directory of another name, which gets
   * this one when it is whole; one that serves lazy pages is shown as it is run.) Throws InvalidArgument, and NotSupported
   * for what this runc lacks.
   */
  previewCheckpoint(options: CheckpointOptions): string[]
  /** Oldest first; empty when there are none. Also of an earlier container of this id. */
  checkpoints(): Checkpoint[]
  /** Throws CheckpointNotExists, and InvalidArgument while another one builds on it. */
  deleteCheckpoint(name: string): Promise<void>
  /**
   * Brings it back from a checkpoint under conmon, in place of itself when it has ended or is gone (its log goes on), or as
   * a new container with `id`. Options that are not named are those of the checkpoint. Throws CheckpointNotExists, Running
   * or Paused (in place of one that lives), Exists, BundleInvalid (root file system or spec.json gone), CriuMissing,
   * CriuFailed; everything is as it was before then.
   */
  restore(name: string, options?: RestoreOptions): Promise<Container>
  /**
   * What it uses now, read from its cgroup and /proc (the kernel's cgroup-v1 and cgroup-v2 documents say what each file means):
   * bytes, nanoseconds of processor time, `readAt` in milliseconds since 1970. Throws Stopped, StateUnreadable.
   */
  stats(): ContainerStats
  /**
   * The limits in force, read from its cgroup: bytes, microseconds of a period, -1 for none, null for what the kernel does not
   * have here. Throws as `stats`, and CgroupUnavailable when it has no cgroup of its own.
   */
  resources(): Resources
  /**
   * Changes limits (`runc update`) and resolves to those then in force. When runc could set only some, it rejects with
   * runc's words; `resources` tells what holds. Throws InvalidArgument, NotSupported, CgroupUnavailable.
   */
  update(changes: ResourceChanges, options?: CallOptions): Promise<Resources>
  /** The command that `update` would run for these changes. Throws as that does, and changes nothing. */
  previewUpdate(changes: ResourceChanges): UpdatePreview
  /** Why each limit cannot be changed here, in a sentence; null for those that can. Throws as `resources`. */
  resourceProblems(): Record<ResourceName, string | null>
  /**
   * Files of its cgroup in the unified hierarchy by name, such as `memory.high`; null for one that is not there, and for a
   * name that leads elsewhere. Throws as `resources`.
   */
  unifiedFiles(names: readonly string[]): Record<string, string | null>
  /**
   * runc's own stream of events (`runc events`): statistics every `intervalMs` (default 5000) and each OOM. Ends with the
   * container; leaving the loop or aborting ends runc. One process per call: for figures alone use `stats`.
   */
  events(options?: EventOptions): AsyncIterableIterator<ContainerEvent>
  /**
   * Init first, then those added by `startProcess` in the order of their start: by this runtime, or detached by any on
   * the same state directory. One that has ended stays until `removeProcess` or `delete`, attached ones up to a hundred.
   * Whatever else runs in the container is found by `ps`.
   */
  processes(): Promise<ContainerProcess[]>
  /**
   * Forgets an added process that has ended, with its log. Throws NotChildProcess for a pid that is not of an added
   * process, ProcessNotExited while it lives.
   */
  removeProcess(pid: number): void
  /**
   * Every process in the container, by pid: those of its cgroup and the ones below, as `runc ps` has them, or without one
   * those of its pid namespace. From proc(5); memory in bytes, processor time in milliseconds. Throws StateUnreadable.
   */
  ps(): ProcessDetails[]
  /**
   * What there is to know of one of them beside that, or null when it has ended or is not of this container. What is
   * not ours to see is null in it. Throws StateUnreadable.
   */
  inspectProcess(process: ProcessIdentity): ProcessInspection | null
  /** Its environment as it was when the program began, `NAME=value` each; null as above. May hold secrets. */
  processEnvironment(process: ProcessIdentity): ProcessEnvironment | null
  /**
   * Sends a signal by name or number to exactly this process, whoever started it. Throws InvalidArgument for what is no
   * signal, NotChildProcess for a process outside of the container, ProcessExited, PermissionDenied.
   */
  signalProcess(process: ProcessIdentity, signal: string | number): void
}

export interface EventOptions extends CallOptions {
  /** Milliseconds between two statistics. */
  intervalMs?: number
}

export interface RunOptions extends CreateOptions {
  /** Resolve when it has started, and leave it; else when it has ended and is deleted. */
  detach?: boolean
  /** Not deleted at its end. */
  keep?: boolean
}

export interface RunResult {
  container: Container
  /** How it ended; null when it was detached. */
  exit: ExitInfo | null
}

export interface CreateOptions extends CallOptions {
  /** Overrides `process.terminal` of config.json. */
  terminal?: boolean
  /** Without a terminal: false gives it /dev/null for its standard input instead of one that `attach` can write to. */
  stdin?: boolean
  /** The bundle directory was made for this container alone: `delete` removes it too. */
  ownsBundle?: boolean
  /** `--no-pivot`: move root instead of pivoting, for root file systems on a ramdisk. A restore has its own such option. */
  noPivot?: boolean
  /** `--no-new-keyring`: share the session keyring of whoever runs us, instead of a new one. */
  noNewKeyring?: boolean
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
  /**
   * A runtime on another root, with the same programs, gate and command numbers as this one. It only finds what is there:
   * before something is created in it, it makes no directories, and it never puts anything in order. Disposed of on its own.
   */
  forRoot(root: string): Runtime
  /** Looks for the programs again, asks all of them for their versions, and forgets what CRIU was found to do. */
  recheck(): Promise<RuntimeInfo>
  /**
   * Checks config.json and id first; resolves when the container is `created` (OCI runtime specification, “Lifecycle”, steps 1
   * to 5), leaves nothing when it fails. Rejects with InvalidId, Exists, BundleInvalid, ExecFailed, TerminalsNotSupported,
   * MonitorMissing, CgroupUnavailable, PermissionDenied, NotSupported, Internal (a full disk).
   */
  create(id: string, bundle: string, options?: CreateOptions): Promise<Container>
  /**
   * `create` and `start`, and unless detached `wait` and `delete`. Unlike `runc run` it runs under conmon: its output is in
   * the log, not here, and it would outlive us. Aborting ends and deletes it.
   */
  run(id: string, bundle: string, options?: RunOptions): Promise<RunResult>
  /** `runc --version`, asked now. Rejects with RuntimeMissing. */
  version(options?: CallOptions): Promise<RuncVersion>
  /** `runc features`: throws NotSupported before runc 1.1. */
  features(options?: CallOptions): Promise<RuncFeatures>
  /**
   * The config.json that `runc spec` writes, parsed; with no inheritable capabilities unless they are asked for
   * (CVE-2022-29162).
   */
  spec(options?: SpecOptions): Promise<Record<string, unknown>>
  /** Asks `criu check` once, until `recheck`; what does not work has a sentence that says why. */
  checkpointSupport(): Promise<CheckpointSupport>
  /** All checkpoints of this root, also of containers that are gone. */
  checkpoints(): Checkpoint[]
  /** As `Container.deleteCheckpoint`, for a container that may be gone. */
  deleteCheckpoint(containerId: string, name: string): Promise<void>
  /** As `Container.restore`, for a container that may be gone. */
  restore(containerId: string, name: string, options?: RestoreOptions): Promise<Container>
  /**
   * All containers of the root, by id: the same that `runc list` tells, read by the same rules. A root that does not exist has
   * none. Throws PermissionDenied or StateUnreadable for the root as a whole.
   */
  list(): ContainerState[]
  /** Throws NotFound. */
  get(id: string): Container
  /**
   * Adds a process: on a terminal, on pipes, or detached under a monitor of its own. It resolves when runc is at work; of
   * a detached one when its program runs. Throws InvalidContainerType for a container of another runtime, InvalidArgument
   * for a spec that cannot be, ContainerExited, Paused, Exists for an `id` that is taken; a detached one that cannot run
   * also ExecFailed. Of the others `onExit` tells that.
   */
  startProcess(
    container: Container,
    spec: ProcessSpec,
    options: StartDetachedOptions,
  ): Promise<DetachedProcess>
  startProcess(container: Container, spec: ProcessSpec, options: StartProcessOptions): Promise<Process>
  /** All detached processes of this root, whichever runtime has started them, in the order of their start. */
  detachedProcesses(): { container: Container; process: DetachedProcess }[]
  /** The command that `startProcess` would run. Throws InvalidArgument, and InvalidContainerType as there. */
  previewProcess(container: Container, spec: ProcessSpec, options: PreviewOptions): Promise<ProcessPreview>
  /** Where runc would find or make the cgroup that a `linux.cgroupsPath` names; null where it would not. Changes nothing. */
  namedCgroup(cgroupsPath: string): NamedCgroup | null
  /**
   * Calls back with batches as the kernel (inotify(7)) tells of changes, whoever made them; the first batch is the whole list.
   * What events got lost in a flood is read again within a tenth of a second; every 20 s everything is looked at once.
   */
  watch(listener: (batch: WatchBatch) => void): { dispose(): void }
  /** The commands that an action would run now, in order, as a user could type them. Throws NotFound. */
  preview(
    id: string,
    action: 'start' | 'stop' | 'kill' | 'pause' | 'resume' | 'delete',
    signal?: string,
  ): string[][]
  /** Stops watching and ends its own helper processes and those on pipes and terminals; containers and detached ones go on. */
  dispose(): Promise<void>
}
