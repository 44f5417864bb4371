// Checkpoints as the engine tells of them, and what one is asked for with: the runtime's own words (checkpoint-types.ts),
// as schemas.
import { z } from 'zod'

/** What both a checkpoint and a restore can be told: flags of runc and CRIU. What is missing is off, or runc's default. */
export const criuOptions = z.strictObject({
  tcpEstablished: z.boolean().optional(),
  extUnixSk: z.boolean().optional(),
  shellJob: z.boolean().optional(),
  fileLocks: z.boolean().optional(),
  manageCgroupsMode: z.enum(['soft', 'full', 'strict', 'ignore']).optional(),
  emptyNs: z.array(z.literal('network')).max(1).optional(),
  autoDedup: z.boolean().optional(),
})
export type CriuOptions = z.infer<typeof criuOptions>

/** As it is typed; the runtime says which names will not do. */
const name = z.string().max(200)

export const checkpointRequest = criuOptions.extend({
  name,
  leaveRunning: z.boolean(),
  tcpSkipInFlight: z.boolean().optional(),
  linkRemap: z.boolean().optional(),
  /** Memory alone, as the parent of a later one. */
  preDump: z.boolean().optional(),
  parent: name.optional(),
  pageServer: z.strictObject({ address: z.string().max(255), port: z.number().int() }).optional(),
  lazyPages: z.boolean().optional(),
  /** Even where `criu check` says that it cannot work. */
  force: z.boolean().optional(),
})
export type CheckpointRequest = z.infer<typeof checkpointRequest>

export const restoreRequest = criuOptions.extend({
  noPivot: z.boolean().optional(),
  lazyPages: z.boolean().optional(),
  lsmProfile: z.string().max(1000).optional(),
  lsmMountContext: z.string().max(1000).optional(),
  force: z.boolean().optional(),
})
export type RestoreRequest = z.infer<typeof restoreRequest>

export const checkpoint = z.object({
  name: z.string(),
  directory: z.string(),
  /** ISO 8601. */
  created: z.string(),
  /** Bytes of the images on disk; 0 when unknown. */
  size: z.number(),
  /** Whether it ended the container. */
  exit: z.boolean(),
  preDump: z.boolean(),
  parent: z.string().nullable(),
  options: criuOptions.extend({
    tcpSkipInFlight: z.boolean().optional(),
    linkRemap: z.boolean().optional(),
    lazyPages: z.boolean().optional(),
  }),
  bundle: z.string(),
  runcVersion: z.string().nullable(),
  criuVersion: z.string().nullable(),
  kernel: z.string().nullable(),
  /** Why it cannot be restored; null when nothing speaks against it. */
  problem: z.string().nullable(),
})
export type Checkpoint = z.infer<typeof checkpoint>

const feature = z.object({ isSupported: z.boolean(), reason: z.string().nullable() })

/** Whether CRIU works on this machine; what does not has a sentence that says why. */
export const checkpointSupport = feature.extend({
  criu: z.object({ path: z.string(), version: z.string().nullable() }).nullable(),
  preDump: feature,
  lazyPages: feature,
})
export type CheckpointSupport = z.infer<typeof checkpointSupport>
