// The limits that are in force, read from the cgroup: what the kernel made of them, whoever set them.
import { readCount, readLimit, readText, toCount } from './cgroup-files.ts'
import { unifiedName } from './resource-check.ts'
import type { Resources } from './resource-types.ts'

type Paths = Readonly<Record<string, string>>

export function readResources(paths: Paths): Resources {
  const unified = paths['']
  return {
    memory: readMemory(paths['memory'], unified),
    cpu: { ...readCpuTime(paths['cpu'], unified), ...readCpuSets(paths['cpuset'], unified) },
    pids: { limit: limitOf(readLimit(paths['pids'], 'pids.max') ?? readLimit(unified, 'pids.max')) },
    blockIO: { weight: readWeight(paths['blkio'], unified) },
  }
}

function readMemory(directory: string | undefined, unified: string | undefined): Resources['memory'] {
  const limit = limitOf(readLimit(directory, 'memory.limit_in_bytes'))
  if (limit !== null) {
    return {
      limit,
      reservation: limitOf(readLimit(directory, 'memory.soft_limit_in_bytes')),
      swap: limitOf(readLimit(directory, 'memory.memsw.limit_in_bytes')),
    }
  }
  const limit2 = limitOf(readLimit(unified, 'memory.max'))
  const swap = limitOf(readLimit(unified, 'memory.swap.max'))
  return {
    limit: limit2,
    reservation: limitOf(readLimit(unified, 'memory.low')),
    swap: swap === null || limit2 === null ? null : swap < 0 || limit2 < 0 ? -1 : swap + limit2,
  }
}

type CpuTime = Pick<
  Resources['cpu'],
  'shares' | 'weight' | 'quota' | 'period' | 'burst' | 'idle' | 'realtimeRuntime' | 'realtimePeriod'
>

function readCpuTime(directory: string | undefined, unified: string | undefined): CpuTime {
  const shares = readCount(directory, 'cpu.shares')
  if (shares !== null) {
    return {
      shares,
      weight: null,
      quota: limitOf(readLimit(directory, 'cpu.cfs_quota_us')),
      period: readCount(directory, 'cpu.cfs_period_us'),
      burst: readCount(directory, 'cpu.cfs_burst_us'),
      idle: readCount(directory, 'cpu.idle'),
      realtimeRuntime: readCount(directory, 'cpu.rt_runtime_us'),
      realtimePeriod: readCount(directory, 'cpu.rt_period_us'),
    }
  }
  const [quota, period] = readText(unified, 'cpu.max')?.split(' ') ?? []
  return {
    shares: null,
    weight: readCount(unified, 'cpu.weight'),
    quota: quota === 'max' ? -1 : toCount(quota),
    period: toCount(period),
    burst: readCount(unified, 'cpu.max.burst'),
    idle: readCount(unified, 'cpu.idle'),
    realtimeRuntime: null,
    realtimePeriod: null,
  }
}

function readCpuSets(
  directory: string | undefined,
  unified: string | undefined,
): Pick<Resources['cpu'], 'cpus' | 'mems' | 'effectiveCpus' | 'effectiveMems'> {
  const cpus = readText(directory, 'cpuset.cpus')
  const [path, effective] =
    cpus === null ? [unified, 'cpuset.%.effective'] : [directory, 'cpuset.effective_%']
  return {
    cpus: cpus ?? readText(unified, 'cpuset.cpus'),
    mems: readText(path, 'cpuset.mems'),
    effectiveCpus: readText(path, effective.replace('%', 'cpus')),
    effectiveMems: readText(path, effective.replace('%', 'mems')),
  }
}

/** Where runc writes it: bfq's own file where that scheduler is there. v2's `io.weight` begins with `default`. */
function readWeight(directory: string | undefined, unified: string | undefined): number | null {
  for (const [path, file] of [
    [directory, 'blkio.bfq.weight'],
    [directory, 'blkio.weight'],
    [unified, 'io.bfq.weight'],
    [unified, 'io.weight'],
  ] as const) {
    const weight = toCount(/^(?:default )?(\d+)$/m.exec(readText(path, file) ?? '')?.[1])
    if (weight !== null) return weight
  }
  return null
}

/** The text of a file such as `memory.high`; null when it is not there, or is no name of such a file. */
export function readUnifiedFile(directory: string | undefined, name: string): string | null {
  return unifiedName.test(name) ? readText(directory, name) : null
}

function limitOf(limit: number | 'none' | null): number | null {
  return limit === 'none' ? -1 : limit
}
