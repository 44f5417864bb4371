// Limits as `runc update` takes them: by flags wherever there are some, so that the command says what it does; else as JSON
// on standard input, which then has all of them, since runc reads no flags beside it.
import type { ResourceChanges } from './resource-types.ts'

const flagsOf = {
  memory: { limit: '--memory', reservation: '--memory-reservation', swap: '--memory-swap' },
  cpu: {
    shares: '--cpu-share',
    quota: '--cpu-quota',
    period: '--cpu-period',
    burst: '--cpu-burst',
    idle: '--cpu-idle',
    realtimeRuntime: '--cpu-rt-runtime',
    realtimePeriod: '--cpu-rt-period',
    cpus: '--cpuset-cpus',
    mems: '--cpuset-mems',
  },
  pids: { limit: '--pids-limit' },
  blockIO: { weight: '--blkio-weight' },
} as const satisfies Record<string, Record<string, string>>

/** The changes are checked already. */
export function updateFlags(changes: ResourceChanges): { flags: string[]; input: string | null } {
  const { intelRdt, ...resources } = changes
  // Flags of their own, also beside the JSON.
  const rdt: string[] = []
  if (intelRdt?.l3CacheSchema) rdt.push('--l3-cache-schema', intelRdt.l3CacheSchema)
  if (intelRdt?.memBwSchema) rdt.push('--mem-bw-schema', intelRdt.memBwSchema)
  const flags = asFlags(resources)
  if (flags !== null) return { flags: [...flags, ...rdt], input: null }
  return { flags: ['--resources', '-', ...rdt], input: JSON.stringify(resources) }
}

/** Null when there is one without a flag. */
function asFlags(resources: Omit<ResourceChanges, 'intelRdt'>): string[] | null {
  const { unified, memory } = resources
  // A 0 is “unchanged” to a flag, and a value to the JSON.
  const hasZero = resources.cpu?.burst === 0
  if (unified !== undefined || memory?.checkBeforeUpdate !== undefined || hasZero) return null
  return Object.entries(flagsOf).flatMap(([group, names]) => {
    const members: Readonly<Record<string, number | string | undefined>> =
      resources[group as keyof typeof flagsOf] ?? {}
    return Object.entries<string>(names).flatMap(([name, flag]) => {
      const value = members[name]
      return value === undefined ? [] : [flag, String(value)]
    })
  })
}
