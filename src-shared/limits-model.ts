// The limits of a container: those in force, why some cannot be changed, and what is to be changed.
import { z } from 'zod'

const amount = z.number().nullable()
/** A file of the unified hierarchy: `controller.name`, no path. */
export const unifiedName = z
  .string()
  .max(100)
  .regex(/^[a-z_]+(\.[A-Za-z0-9_]+)+$/)

/** -1 stands for no limit, null for what the kernel does not have here. */
export const limits = z.object({
  memory: z.object({ limit: amount, reservation: amount, swap: amount }),
  cpu: z.object({
    shares: amount,
    weight: amount,
    quota: amount,
    period: amount,
    burst: amount,
    idle: amount,
    realtimeRuntime: amount,
    realtimePeriod: amount,
    cpus: z.string().nullable(),
    mems: z.string().nullable(),
    effectiveCpus: z.string().nullable(),
    effectiveMems: z.string().nullable(),
  }),
  pids: z.object({ limit: amount }),
  blockIO: z.object({ weight: amount }),
})
export type Limits = z.infer<typeof limits>

export const limitsInForce = z.object({
  limits,
  /** By `group.name` (`unified` alone for all of its files) why it cannot be changed here; null where it can. */
  problems: z.record(z.string(), z.string().nullable()),
  /** The files that were asked for; null for one that is not there. */
  files: z.record(z.string(), z.string().nullable()),
  /** What is in use now, in bytes and tasks; null when that is not counted. */
  usage: z.object({ memory: amount, pids: amount }),
})
export type LimitsInForce = z.infer<typeof limitsInForce>

const number = z.number().int().min(-1).max(Number.MAX_SAFE_INTEGER).optional()
const list = z.string().max(1000).optional()
/** One line of plain text. */
const value = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^[^\p{Cc}]+$/u)

/** Under the names of the OCI specification; -1 for no limit; what is left out stays. The runtime checks the ranges. */
export const limitChanges = z.strictObject({
  memory: z
    .strictObject({
      limit: number,
      reservation: number,
      swap: number,
      checkBeforeUpdate: z.boolean().optional(),
    })
    .optional(),
  cpu: z
    .strictObject({
      shares: number,
      quota: number,
      period: number,
      burst: number,
      idle: z.union([z.literal(0), z.literal(1)]).optional(),
      realtimeRuntime: number,
      realtimePeriod: number,
      cpus: list,
      mems: list,
    })
    .optional(),
  pids: z.strictObject({ limit: number }).optional(),
  blockIO: z.strictObject({ weight: number }).optional(),
  unified: z.record(unifiedName, value).optional(),
  intelRdt: z.strictObject({ l3CacheSchema: value.optional(), memBwSchema: value.optional() }).optional(),
})
export type LimitChanges = z.infer<typeof limitChanges>

export const limitsPreview = z.object({
  /** `runc update` as one would type it; empty when there is a problem. */
  argv: z.array(z.string()),
  /** What it reads from its standard input; null for nothing. */
  input: z.string().nullable(),
  /** What is wrong with the changes; null when they can be made. */
  problem: z.string().nullable(),
  /** The command that its manager offers for the same; null when there is none. */
  instead: z.array(z.string()).nullable(),
})
export type LimitsPreview = z.infer<typeof limitsPreview>
