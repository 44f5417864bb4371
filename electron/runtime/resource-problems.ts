// Why a limit cannot be changed here: the kernel, the hierarchy or the runc that was found does not have it.
import { existsSync } from 'node:fs'
import type { Ability } from './capabilities.ts'
import type { CgroupMode } from './cgroup.ts'
import { RuncError } from './errors.ts'
import { resourceNames } from './resource-types.ts'
import type { ResourceName, Resources } from './resource-types.ts'

const resctrl = '/sys/fs/resctrl'

export function resourceProblems(
  resources: Resources,
  mode: CgroupMode,
  need: (ability: Ability) => void,
): Record<ResourceName, string | null> {
  const lacks = (ability: Ability): string | null => {
    try {
      need(ability)
      return null
    } catch (error) {
      if (error instanceof RuncError) return error.message
      throw error
    }
  }
  const isUnified = mode === 'v2'
  const { memory, cpu, pids, blockIO } = resources
  const without = (value: unknown, sentence: string): string | null => (value === null ? sentence : null)
  const controller = (name: string): string =>
    isUnified
      ? `The ${name} controller is not enabled for its cgroup.`
      : `The ${name} controller does not hold for this container.`
  const realtime = isUnified
    ? 'cgroup v2 has no realtime groups.'
    : without(cpu.realtimeRuntime, 'This kernel was built without realtime groups (CONFIG_RT_GROUP_SCHED).')
  const rdt = existsSync(`${resctrl}/schemata`)
    ? null
    : `Intel resource director technology is not there: nothing is mounted at ${resctrl}.`
  const problems: Record<ResourceName, string | null> = {
    'memory.limit': without(memory.limit, controller('memory')),
    'memory.reservation': without(memory.reservation, controller('memory')),
    'memory.swap':
      without(memory.limit, controller('memory')) ??
      without(memory.swap, 'This kernel does not count swap (swapaccount=1 on its command line).'),
    'memory.checkBeforeUpdate': isUnified
      ? lacks('update memory.checkBeforeUpdate')
      : 'cgroup v1 refuses a limit below what is in use by itself.',
    'cpu.shares': isUnified ? 'cgroup v2 has a weight instead.' : without(cpu.shares, controller('cpu')),
    'cpu.quota': without(cpu.quota, controller('cpu')),
    'cpu.period': without(cpu.period, controller('cpu')),
    'cpu.burst': lacks('update cpu.burst') ?? without(cpu.burst, 'This kernel is older than 5.14.'),
    'cpu.idle': lacks('update cpu.idle') ?? without(cpu.idle, 'This kernel is older than 5.15.'),
    'cpu.realtimeRuntime': realtime,
    'cpu.realtimePeriod': realtime,
    'cpu.cpus': without(cpu.cpus, controller('cpuset')),
    'cpu.mems': without(cpu.mems, controller('cpuset')),
    'pids.limit': without(pids.limit, controller('pids')),
    'blockIO.weight': without(
      blockIO.weight,
      'No scheduler of block devices here has weights (BFQ has them).',
    ),
    unified: isUnified ? null : 'It needs cgroup v2; this machine limits by v1.',
    'intelRdt.l3CacheSchema': rdt ?? lacks('update --l3-cache-schema'),
    'intelRdt.memBwSchema': rdt ?? lacks('update --mem-bw-schema'),
  }
  const general = lacks('update')
  if (general !== null) for (const name of resourceNames) problems[name] = general
  return problems
}
