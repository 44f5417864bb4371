// What a container uses at one moment, as the kernel counts it. Null is what it does not tell here, never 0.
import { z } from 'zod'

const count = z.number().nullable()

const pressureLine = z.object({
  /** Percent of the last ten seconds. */
  average10: z.number(),
  totalUs: z.number(),
})
/** At least one task waited, and all of them did (null where the kernel does not tell that). */
const pressure = z.object({ some: pressureLine, full: pressureLine.nullable() }).nullable()

/** Counters begin with the container's cgroup: a rate is their difference over that of `readAt`. */
export const statsSample = z.object({
  /** Milliseconds since 1970, with fractions; never goes back in one engine's life. */
  readAt: z.number(),
  cpu: z
    .object({
      totalNs: z.number(),
      userNs: count,
      systemNs: count,
      throttling: z
        .object({ periods: z.number(), throttledPeriods: z.number(), throttledNs: z.number() })
        .nullable(),
      /** Cores' worth of time that the quota allows; null: no quota. */
      quotaCores: count,
      /** The processors that it may run on, such as `0-3`; null when that is not told. */
      cpus: z.string().nullable(),
    })
    .nullable(),
  /** Bytes. */
  memory: z
    .object({
      usage: z.number(),
      limit: count,
      peak: count,
      anonymous: count,
      cache: count,
      kernel: count,
      swap: count,
      swapLimit: count,
      limitHits: count,
      oomKills: count,
    })
    .nullable(),
  pids: z.object({ current: z.number(), limit: count }).nullable(),
  /** Of all block devices together. */
  io: z
    .object({
      readBytes: z.number(),
      writtenBytes: z.number(),
      readOperations: z.number(),
      writeOperations: z.number(),
    })
    .nullable(),
  network: z
    .object({
      /** It shares the network of the host: the figures are the host's. */
      isHost: z.boolean(),
      /** All interfaces but the loopback, together. */
      receivedBytes: z.number(),
      sentBytes: z.number(),
      /** By interface, the loopback among them; at most 64. */
      interfaces: z.array(
        z.object({
          name: z.string(),
          receivedBytes: z.number(),
          sentBytes: z.number(),
          errors: z.number(),
          dropped: z.number(),
        }),
      ),
    })
    .nullable(),
  pressure: z.object({ cpu: pressure, memory: pressure, io: pressure }).nullable(),
  /** Why a part is null, in a sentence; null where it is there. */
  missing: z.object({
    cpu: z.string().nullable(),
    throttling: z.string().nullable(),
    memory: z.string().nullable(),
    pids: z.string().nullable(),
    io: z.string().nullable(),
    network: z.string().nullable(),
    pressure: z.string().nullable(),
  }),
})
export type StatsSample = z.infer<typeof statsSample>
