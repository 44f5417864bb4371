// The calls about what a container is configured to be, and what it is.
import { z } from 'zod'
import { key } from './contract-parts.ts'

const seccomp = z.object({
  defaultAction: z.string(),
  defaultErrno: z.number().nullable(),
  architectures: z.array(z.string()),
  flags: z.array(z.string()),
  rules: z.array(
    z.object({
      names: z.array(z.string()),
      action: z.string(),
      errno: z.number().nullable(),
      args: z.array(z.object({ index: z.number(), value: z.string(), valueTwo: z.string(), op: z.string() })),
    }),
  ),
})

const capabilitySets = z.object({
  bounding: z.array(z.string()),
  permitted: z.array(z.string()),
  effective: z.array(z.string()),
  inheritable: z.array(z.string()),
  ambient: z.array(z.string()),
})

/** A config.json as far as it is shown; what is missing in it is null or empty. Lists and texts are cut when they are long. */
export const configView = z.object({
  ociVersion: z.string(),
  hostname: z.string().nullable(),
  process: z
    .object({
      args: z.array(z.string()),
      env: z.array(z.string()),
      cwd: z.string(),
      user: z.string(),
      terminal: z.boolean(),
      noNewPrivileges: z.boolean(),
      apparmorProfile: z.string().nullable(),
      selinuxLabel: z.string().nullable(),
      oomScoreAdj: z.number().nullable(),
      capabilities: capabilitySets.nullable(),
      rlimits: z.array(z.object({ type: z.string(), soft: z.string(), hard: z.string() })),
    })
    .nullable(),
  root: z.object({ path: z.string(), readonly: z.boolean() }).nullable(),
  mounts: z.array(
    z.object({ destination: z.string(), type: z.string(), source: z.string(), options: z.array(z.string()) }),
  ),
  namespaces: z.array(z.object({ type: z.string(), path: z.string().nullable() })),
  cgroupsPath: z.string().nullable(),
  seccomp: seccomp.nullable(),
  devices: z.array(
    z.object({
      path: z.string(),
      type: z.string(),
      number: z.string(),
      mode: z.string().nullable(),
      owner: z.string(),
    }),
  ),
  deviceRules: z.array(z.object({ isAllowed: z.boolean(), device: z.string(), access: z.string() })),
  hooks: z.array(z.object({ stage: z.string(), path: z.string(), args: z.array(z.string()) })),
  annotations: z.array(z.object({ name: z.string(), value: z.string() })),
  sysctls: z.array(z.object({ name: z.string(), value: z.string() })),
  maskedPaths: z.array(z.string()),
  readonlyPaths: z.array(z.string()),
})
export type ConfigView = z.infer<typeof configView>

/** One namespace of the running container. */
export const namespaceView = z.object({
  type: z.string(),
  /** The kernel's number for it; null when it may not be read. */
  inode: z.string().nullable(),
  /** The machine's own, as far as the engine is in that. */
  isOfMachine: z.boolean(),
  /** Processes in it, of the machine's own not told. The first ones by pid. */
  members: z.array(
    z.object({
      pid: z.number().int(),
      name: z.string(),
      /** Of the container whose first process it is. */
      container: z.string().nullable(),
    }),
  ),
  count: z.number().int(),
})
export type NamespaceView = z.infer<typeof namespaceView>

/** What holds for its first process now, from proc(5). Null where it may not be read. */
export const configInForce = z.object({
  pid: z.number().int(),
  /** Its arguments; empty where they may not be read. */
  args: z.array(z.string()),
  /** As the machine numbers them. */
  user: z.string().nullable(),
  cwd: z.string().nullable(),
  namespaces: z.array(namespaceView),
  capabilities: capabilitySets.nullable(),
  /** 0 none, 1 strict, 2 a filter. */
  seccompMode: z.number().int().nullable(),
  noNewPrivileges: z.boolean().nullable(),
  apparmorProfile: z.string().nullable(),
  oomScoreAdj: z.number().nullable(),
  /** By the names that config.json has. */
  rlimits: z.array(z.object({ type: z.string(), soft: z.string(), hard: z.string() })),
  cgroups: z.array(z.object({ name: z.string(), path: z.string() })),
})
export type ConfigInForce = z.infer<typeof configInForce>

/** Whether the bundle's config.json is what it runs with. */
export const configDifference = z.object({
  state: z.enum(['same', 'different', 'unknown']),
  /** What that means; null for `same`. */
  sentence: z.string().nullable(),
  /** What it runs with, and what its bundle says now, as JSON; null where these are not known or too long to compare. */
  texts: z.object({ running: z.string(), bundle: z.string() }).nullable(),
})
export type ConfigDifference = z.infer<typeof configDifference>

export const rawText = z.object({
  path: z.string(),
  text: z.string(),
  /** Of the whole file. */
  bytes: z.number(),
  isCut: z.boolean(),
})
export type RawText = z.infer<typeof rawText>

export const configCalls = {
  'config.read': {
    args: z.strictObject({ key }),
    result: z.object({
      view: configView.nullable(),
      /** Why there is no view, or what is not in it. */
      problem: z.string().nullable(),
      /** Null when it has no process. */
      now: configInForce.nullable(),
      difference: configDifference,
    }),
  },
  /** The files themselves: the config.json that it runs with, and runc's state.json. */
  'config.raw': {
    args: z.strictObject({ key, file: z.enum(['config', 'state']) }),
    result: rawText,
  },
} as const satisfies Record<string, { args: z.ZodType; result: z.ZodType }>
