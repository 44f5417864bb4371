// Limits of a container: what `update` takes and what `resources` reads back, under the names of the OCI specification.

/**
 * What runc can change on a living container. What is left out stays as it is; -1 stands for no limit. All that
 * `runc update` knows is here (its `kernel` and `kernelTCP` do nothing since runc 1.0 and are refused).
 */
export interface ResourceChanges {
  memory?: {
    /** Bytes. */
    limit?: number
    /** Soft limit, bytes: v1 `soft_limit`, v2 `memory.low`. */
    reservation?: number
    /** Memory and swap together, bytes, at least the limit. */
    swap?: number
    /** Refuse a limit below what is in use now, instead of having the kernel kill for it (cgroup v2); runc 1.2 on. */
    checkBeforeUpdate?: boolean
  }
  cpu?: {
    /** Weight among neighbours, 2 to 262,144; on v2 runc makes a `cpu.weight` of it. */
    shares?: number
    /** Microseconds of processor time in each period, at least 1000. */
    quota?: number
    /** Microseconds, 1000 to 1,000,000. */
    period?: number
    /** Microseconds of quota that may be saved up; runc 1.2 on. */
    burst?: number
    /** 1: runs only when nobody else wants to; runc 1.2 on. */
    idle?: 0 | 1
    /** Microseconds, v1 only; not 0, which runc takes for “unchanged”. */
    realtimeRuntime?: number
    realtimePeriod?: number
    /** Lists such as `0-3,7`. */
    cpus?: string
    mems?: string
  }
  pids?: { limit?: number }
  /** Weight 10 to 1000. */
  blockIO?: { weight?: number }
  /** Files of the unified hierarchy by name, such as `memory.high`; cgroup v2 only. */
  unified?: Record<string, string>
  /** Intel resource director: a schema such as `L3:0=f;1=f0` and `MB:0=20;1=70`. */
  intelRdt?: { l3CacheSchema?: string; memBwSchema?: string }
}

/** What is in force, as the cgroup says. Null: there is no such file, and so no such limit to be had here. */
export interface Resources {
  /** -1: no limit. Swap is memory and swap together, on v2 too. */
  memory: { limit: number | null; reservation: number | null; swap: number | null }
  cpu: {
    /** v1 only. */
    shares: number | null
    /** v2 only, 1 to 10,000. */
    weight: number | null
    quota: number | null
    period: number | null
    burst: number | null
    idle: number | null
    realtimeRuntime: number | null
    realtimePeriod: number | null
    cpus: string | null
    mems: string | null
    /** What is left of `cpus` and `mems` under the limits above; the list that really holds. */
    effectiveCpus: string | null
    effectiveMems: string | null
  }
  pids: { limit: number | null }
  blockIO: { weight: number | null }
}

/** `runc update` as a user could type it. */
export interface UpdatePreview {
  argv: string[]
  /** JSON for its standard input, where flags cannot say it; else null. */
  input: string | null
}

/** What can be changed, by group and name; `unified` stands for all files of the unified hierarchy. */
export const resourceNames = [
  'memory.limit',
  'memory.reservation',
  'memory.swap',
  'memory.checkBeforeUpdate',
  'cpu.shares',
  'cpu.quota',
  'cpu.period',
  'cpu.burst',
  'cpu.idle',
  'cpu.realtimeRuntime',
  'cpu.realtimePeriod',
  'cpu.cpus',
  'cpu.mems',
  'pids.limit',
  'blockIO.weight',
  'unified',
  'intelRdt.l3CacheSchema',
  'intelRdt.memBwSchema',
] as const
export type ResourceName = (typeof resourceNames)[number]
