// What the engine tells about containers, commands and tools: zod schemas and the types they give.
import { z } from 'zod'
import { errorCodes } from './errors.ts'

// zod otherwise probes for `new Function`, which the page's CSP forbids and reports.
z.config({ jitless: true })

export const errorInfo = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  detail: z
    .object({
      argv: z.array(z.string()),
      exitCode: z.number().nullable(),
      output: z.string(),
      log: z.string(),
      path: z.string(),
      instead: z.array(z.string()),
    })
    .partial()
    .optional(),
})

/** libcontainer's words, and two of ours: `creating` (runc is at it) and `broken` (no readable state.json). */
export const containerStatus = z.enum([
  'creating',
  'created',
  'running',
  'pausing',
  'paused',
  'stopped',
  'broken',
])
export type ContainerStatus = z.infer<typeof containerStatus>

/** How a container ended. `source` says how we know; a code that nobody saw is null, never 0. */
export const exitInfo = z.object({
  code: z.number().int().nullable(),
  /** Name such as `SIGKILL` when a signal ended it (code 128 + N). */
  signal: z.string().nullable(),
  oomKilled: z.boolean(),
  /** ISO 8601 with milliseconds. */
  finishedAt: z.string().nullable(),
  source: z.enum(['conmon', 'pidwatch', 'unknown']),
  /** The checkpoint that ended it; code and signal are null then, for its program has not ended but waits there. */
  checkpoint: z.string().optional(),
  /** A stop of ours killed it, since it had not ended so many milliseconds after TERM. */
  stopGraceMs: z.number().optional(),
})
export type ExitInfo = z.infer<typeof exitInfo>

/** A call that is changing the container right now, for every window to show. */
export const operation = z.enum([
  'creating',
  'starting',
  'stopping',
  'killing',
  'pausing',
  'resuming',
  'checkpointing',
  'restoring',
  'deleting',
])
export type Operation = z.infer<typeof operation>

/** Who made and keeps a container; `self` is this app, under conmon with log and exit code. */
export const managerKind = z.enum(['self', 'docker', 'containerd', 'kubernetes', 'podman', 'cri-o', 'other'])
export type ManagerKind = z.infer<typeof managerKind>

export const containerOwner = z.object({
  kind: managerKind,
  /** What its manager calls it (Docker's and Podman's container name, `pod/container` of Kubernetes); null if unknown. */
  name: z.string().nullable(),
  /** containerd's; null for others. */
  namespace: z.string().nullable(),
  /** What it was made from, in its manager's words. */
  image: z.string().nullable(),
})
export type ContainerOwner = z.infer<typeof containerOwner>

export const containerSummary = z.object({
  /** The path of its state directory, `<root>/<id>`: unique over all roots. */
  key: z.string(),
  /** Stands for the key in the `usage` stream: counts up in one engine's life. */
  number: z.number().int(),
  id: z.string(),
  /** The runc state directory that it lives in. */
  root: z.string(),
  status: containerStatus,
  operation: operation.nullable(),
  /** Of a stop that waits: when it sends KILL, ISO 8601. */
  killsAt: z.string().optional(),
  /** Pid of init on the host; null when there is no such process. */
  pid: z.number().int().nullable(),
  /** The bundle that the user named; for foreign containers what state.json says. Empty when unknown. */
  bundle: z.string(),
  rootfs: z.string(),
  /** ISO 8601; from state.json. */
  createdAt: z.string().nullable(),
  /** ISO 8601; when init's program was started, where we know it. */
  startedAt: z.string().nullable(),
  owner: containerOwner,
  /** Its annotations and its manager's labels, for filtering: the first 64, cut to 256 characters each. */
  labels: z.record(z.string(), z.string()),
  /** The bundle was made by the app for this container alone and is deleted with it. */
  ownsBundle: z.boolean(),
  /** False where pause, limits and process lists cannot work (rootless without delegated cgroups). */
  hasCgroup: z.boolean(),
  /** The other containers that live in its cgroup: a pause and limits hit all of them. Null for none. */
  cgroupSharing: z
    .object({
      /** The first few. */
      keys: z.array(z.string()),
      count: z.number().int(),
      /** It has no pid namespace of its own: a KILL for it, and deleting it, end the processes of the others too. */
      endsAll: z.boolean(),
    })
    .nullable(),
  /** Another user, not root, who could have written what runc would act on with our rights; null when nobody could. */
  foreignUid: z.number().int().nullable(),
  /** Init has a terminal of its own. */
  terminal: z.boolean(),
  exit: exitInfo.nullable(),
  /** Why it is `broken`, or what else is wrong with it; one sentence. */
  problem: z.string().nullable(),
})
export type ContainerSummary = z.infer<typeof containerSummary>

/** What a container's own page shows beyond its row. */
export const containerDetail = z.object({
  summary: containerSummary,
  /** From the config.json that it runs with; null when that cannot be read (see `specProblem`). */
  spec: z
    .object({
      ociVersion: z.string(),
      hostname: z.string().nullable(),
      args: z.array(z.string()),
      cwd: z.string(),
      user: z.string(),
      readonlyRootfs: z.boolean(),
      namespaces: z.array(z.object({ type: z.string(), path: z.string().nullable() })),
      annotations: z.record(z.string(), z.string()),
    })
    .nullable(),
  specProblem: z.string().nullable(),
  cgroupPath: z.string().nullable(),
  /** The state.json directory of this container. */
  stateDirectory: z.string(),
  /** conmon's log; null for containers that are not ours. */
  logPath: z.string().nullable(),
  /** The end of what it wrote, at most 4 KiB, control sequences removed; null when its log cannot be read. */
  lastOutput: z.string().nullable(),
  /** Why that is so, in one sentence; null when it can. */
  lastOutputProblem: z.string().nullable(),
})
export type ContainerDetail = z.infer<typeof containerDetail>

/** A command as it was run: what the user could have typed. */
export const commandRecord = z.object({
  /** Counts up in one engine's life. */
  id: z.number().int(),
  argv: z.array(z.string()),
  cwd: z.string().nullable(),
  /** The container that it was for; null for none. */
  containerKey: z.string().nullable(),
  /** ISO 8601. */
  startedAt: z.string(),
  /** Null while it runs. */
  durationMs: z.number().nullable(),
  exitCode: z.number().int().nullable(),
  error: errorInfo.nullable(),
})
export type CommandRecord = z.infer<typeof commandRecord>

/** A program that we drive; found or not. */
export const tool = z.object({
  name: z.string(),
  required: z.boolean(),
  path: z.string().nullable(),
  version: z.string().nullable(),
  /** What cannot be done without it, in one sentence. */
  neededFor: z.string(),
  /** How this distribution installs it; null when we do not know the distribution. */
  installCommand: z.string().nullable(),
})
export type Tool = z.infer<typeof tool>

export const engineInfo = z.object({
  version: z.string(),
  pid: z.number().int(),
  user: z.object({ uid: z.number().int(), name: z.string() }),
  /** The runc root where new containers go. */
  root: z.string(),
  rootless: z.boolean(),
  /** Which hierarchy the machine has. */
  cgroup: z.enum(['v1', 'hybrid', 'v2', 'none']),
  tools: z.array(tool),
  /** Why the sample cannot be made here; null when it can. */
  sampleProblem: z.string().nullable(),
  /** Files of ours that could not be read and were set aside, each in one sentence. */
  warnings: z.array(z.string()),
})
export type EngineInfo = z.infer<typeof engineInfo>

/** Whose runc root it is: `runc` itself and whoever shares its root, a manager, or one that the user named. */
export const rootKind = z.enum(['runc', 'docker', 'containerd', 'cri-o', 'added'])
export type RootKind = z.infer<typeof rootKind>

/** One runc state directory of this machine. */
export const runcRoot = z.object({
  path: z.string(),
  kind: rootKind,
  /** `absent`: not there yet, or no more; it is waited for. */
  state: z.enum(['watched', 'unreadable', 'absent']),
  /** Why it cannot be read and what would be needed, or what else is wrong; one sentence. */
  problem: z.string().nullable(),
  /** New containers go there. */
  isOwn: z.boolean(),
  /** The user named it, and may take it off the list. */
  isAdded: z.boolean(),
  /** Containers in it. */
  count: z.number().int(),
})
export type RuncRoot = z.infer<typeof runcRoot>

/**
 * The whole list, of every root. `problem` tells what is wrong with the engine's own root; then `containers` has what was
 * known of it last.
 */
export const containerSnapshot = z.object({
  version: z.number().int(),
  asOf: z.string(),
  containers: z.array(containerSummary),
  roots: z.array(runcRoot),
  problem: errorInfo.nullable(),
})
export type ContainerSnapshot = z.infer<typeof containerSnapshot>

/** What changed since `fromVersion`. Whoever holds another version asks for a snapshot. */
export const containerPatch = z.object({
  fromVersion: z.number().int(),
  version: z.number().int(),
  asOf: z.string(),
  upserted: z.array(containerSummary),
  /** Keys. */
  removed: z.array(z.string()),
  problem: errorInfo.nullable(),
})
export type ContainerPatch = z.infer<typeof containerPatch>

/** What a bundle directory holds, told before anything is made of it. */
export const bundleCheck = z.object({
  path: z.string(),
  problem: errorInfo.nullable(),
  /** Null when there is a problem. */
  summary: z
    .object({
      args: z.array(z.string()),
      rootfs: z.string(),
      terminal: z.boolean(),
      hostname: z.string().nullable(),
    })
    .nullable(),
  /** What would surprise whoever makes a container of it, in a sentence or two; it can be made all the same. */
  warning: z.string().nullable(),
  /** An id that is free and says something: the directory's name, made fit. */
  suggestedId: z.string(),
})
export type BundleCheck = z.infer<typeof bundleCheck>
