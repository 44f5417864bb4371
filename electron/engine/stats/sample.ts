// What the runtime tells of a container's use, as it travels: together over devices and interfaces, with its limits and
// with why something is missing.
import { readlinkSync } from 'node:fs'
import type { StatsSample } from '../../../src-shared/stats-model.ts'
import type {
  Container,
  ContainerState,
  ContainerStats,
  NetworkInterfaceStats,
  PressureStats,
  Resources,
  RuntimeInfo,
} from '../../runtime/index.ts'
import { missingParts } from './missing.ts'

/** A machine of many containers may have thousands; the sums are of all of them. */
const mostInterfaces = 64

/** Throws as `Container.stats` does. */
export function readSample(container: Container, mode: RuntimeInfo['cgroup']): StatsSample {
  const state = container.state()
  const stats = container.stats()
  const resources = state.hasCgroup ? container.resources() : null
  return {
    readAt: stats.readAt,
    cpu: stats.cpu && {
      totalNs: stats.cpu.totalNs,
      userNs: stats.cpu.userNs,
      systemNs: stats.cpu.systemNs,
      throttling: stats.cpu.throttling,
      quotaCores: quotaOf(resources),
      cpus: resources?.cpu.effectiveCpus ?? null,
    },
    memory: stats.memory && memoryOf(stats.memory),
    pids: stats.pids,
    io: stats.io && sumOf(stats.io),
    network: stats.network && {
      isHost: sharesNetwork(state),
      ...sumOfInterfaces(stats.network),
      interfaces: stats.network.slice(0, mostInterfaces).map(interfaceOf),
    },
    pressure: stats.pressure && pressureOf(stats.pressure),
    missing: missingParts(stats, state, mode),
  }
}

function quotaOf(resources: Resources | null): number | null {
  const { quota = null, period = null } = resources?.cpu ?? {}
  return quota === null || period === null || quota <= 0 || period <= 0 ? null : quota / period
}

function memoryOf(memory: NonNullable<ContainerStats['memory']>): NonNullable<StatsSample['memory']> {
  const { usage, limit, peak, rss, cache, kernel, swap, swapLimit, limitHits, oomKills } = memory
  return { usage, limit, peak, anonymous: rss, cache, kernel, swap, swapLimit, limitHits, oomKills }
}

function sumOf(devices: NonNullable<ContainerStats['io']>): NonNullable<StatsSample['io']> {
  const sum = { readBytes: 0, writtenBytes: 0, readOperations: 0, writeOperations: 0 }
  for (const device of devices) {
    sum.readBytes += device.readBytes
    sum.writtenBytes += device.writeBytes
    sum.readOperations += device.readOperations
    sum.writeOperations += device.writeOperations
  }
  return sum
}

function sumOfInterfaces(interfaces: readonly NetworkInterfaceStats[]): {
  receivedBytes: number
  sentBytes: number
} {
  const sum = { receivedBytes: 0, sentBytes: 0 }
  for (const { name, receivedBytes, sentBytes } of interfaces) {
    if (name === 'lo') continue
    sum.receivedBytes += receivedBytes
    sum.sentBytes += sentBytes
  }
  return sum
}

function interfaceOf(one: NetworkInterfaceStats) {
  const { name, receivedBytes, sentBytes, receivedErrors, sentErrors, receivedDropped, sentDropped } = one
  return {
    name,
    receivedBytes,
    sentBytes,
    errors: receivedErrors + sentErrors,
    dropped: receivedDropped + sentDropped,
  }
}

function pressureOf(pressure: PressureStats): NonNullable<StatsSample['pressure']> {
  const line = ({ average10, totalUs }: { average10: number; totalUs: number }) => ({ average10, totalUs })
  const of = (one: PressureStats['cpu']) => one && { some: line(one.some), full: one.full && line(one.full) }
  return { cpu: of(pressure.cpu), memory: of(pressure.memory), io: of(pressure.io) }
}

/** Whether its processes are in the network namespace that we are in ourselves. */
function sharesNetwork({ pid }: Pick<ContainerState, 'pid'>): boolean {
  if (pid === null) return false
  try {
    return readlinkSync(`/proc/${pid}/ns/net`) === readlinkSync('/proc/self/ns/net')
  } catch {
    return false // Not for us to see: another user's, who has a network of their own or says so themselves.
  }
}
