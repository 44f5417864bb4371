// What a container uses, read from its cgroup (v1, v2, or v1 with a unified tree beside it) and /proc: the figures of
// `runc events --stats` without starting it, and those that it leaves out. Each controller is looked for where state.json
// says that runc put the container: in its own hierarchy, else in the unified one.
import { readCount, readLimit, readPairs, readText } from './cgroup-files.ts'
import { parseDeviceLines, parseIoStat, parseNetDev, parsePressure } from './stats-text.ts'
import type {
  ContainerStats,
  CpuStats,
  DeviceIo,
  MemoryStats,
  NetworkInterfaceStats,
  PidsStats,
  PressureStats,
} from './stats-types.ts'

type Paths = Readonly<Record<string, string>>

/** v1 counts in USER_HZ, which is 100 on every architecture that Node runs on. */
const nsPerTick = 10_000_000
const nsPerUs = 1000

/** `pid` is init's, or null: then there is no network to read. */
export function readStats(id: string, cgroupPaths: Paths, pid: number | null): ContainerStats {
  return {
    id,
    readAt: performance.timeOrigin + performance.now(),
    cpu: readCpu(cgroupPaths),
    memory: readMemory(cgroupPaths),
    pids: readPids(cgroupPaths),
    io: readIo(cgroupPaths),
    network: pid === null ? null : readNetwork(pid),
    pressure: readPressure(cgroupPaths),
  }
}

function readCpu(paths: Paths): CpuStats | null {
  const total = readCount(paths['cpuacct'], 'cpuacct.usage')
  if (total === null) return readCpu2(paths[''])
  const ticks = readPairs(paths['cpuacct'], 'cpuacct.stat')
  const perCore = readText(paths['cpuacct'], 'cpuacct.usage_percpu')
  const throttling = readPairs(paths['cpu'], 'cpu.stat')
  return {
    totalNs: total,
    userNs: scaled(ticks?.get('user'), nsPerTick),
    systemNs: scaled(ticks?.get('system'), nsPerTick),
    perCoreNs: perCore === null ? null : perCore.split(/\s+/).map(Number),
    throttling: throttling && throttlingOf(throttling, 'throttled_time', 1),
  }
}

function readCpu2(path: string | undefined): CpuStats | null {
  const stat = readPairs(path, 'cpu.stat')
  const total = stat?.get('usage_usec')
  if (!stat || total === undefined) return null
  return {
    totalNs: total * nsPerUs,
    userNs: scaled(stat.get('user_usec'), nsPerUs),
    systemNs: scaled(stat.get('system_usec'), nsPerUs),
    perCoreNs: null,
    throttling: throttlingOf(stat, 'throttled_usec', nsPerUs),
  }
}

function throttlingOf(stat: Map<string, number>, timeKey: string, factor: number): CpuStats['throttling'] {
  const [periods, throttledPeriods, time] = [
    stat.get('nr_periods'),
    stat.get('nr_throttled'),
    stat.get(timeKey),
  ]
  if (periods === undefined || throttledPeriods === undefined || time === undefined) return null
  return { periods, throttledPeriods, throttledNs: time * factor }
}

function readMemory(paths: Paths): MemoryStats | null {
  const directory = paths['memory']
  const usage = readCount(directory, 'memory.usage_in_bytes')
  if (usage === null) return readMemory2(paths[''])
  const stat = readPairs(directory, 'memory.stat')
  // With what is in cgroups below it, as the usage is.
  const part = (name: string): number | null => stat?.get(`total_${name}`) ?? stat?.get(name) ?? null
  const limit = amount(readLimit(directory, 'memory.limit_in_bytes'))
  const both = amount(readLimit(directory, 'memory.memsw.limit_in_bytes'))
  return {
    usage,
    limit,
    peak: readCount(directory, 'memory.max_usage_in_bytes'),
    cache: part('cache'),
    inactiveFile: part('inactive_file'),
    rss: part('rss'),
    swap: part('swap'),
    swapLimit: both === null || limit === null ? null : Math.max(0, both - limit),
    kernel: readCount(directory, 'memory.kmem.usage_in_bytes'),
    limitHits: readCount(directory, 'memory.failcnt'),
    oomEvents: null,
    oomKills: readPairs(directory, 'memory.oom_control')?.get('oom_kill') ?? null,
  }
}

function readMemory2(directory: string | undefined): MemoryStats | null {
  const usage = readCount(directory, 'memory.current')
  if (usage === null) return null
  const stat = readPairs(directory, 'memory.stat')
  const events = readPairs(directory, 'memory.events')
  return {
    usage,
    limit: amount(readLimit(directory, 'memory.max')),
    peak: readCount(directory, 'memory.peak'),
    cache: stat?.get('file') ?? null,
    inactiveFile: stat?.get('inactive_file') ?? null,
    rss: stat?.get('anon') ?? null,
    swap: readCount(directory, 'memory.swap.current'),
    swapLimit: amount(readLimit(directory, 'memory.swap.max')),
    kernel: stat?.get('kernel') ?? null,
    limitHits: events?.get('max') ?? null,
    oomEvents: events?.get('oom') ?? null,
    oomKills: events?.get('oom_kill') ?? null,
  }
}

function readPids(paths: Paths): PidsStats | null {
  for (const directory of [paths['pids'], paths['']]) {
    const current = readCount(directory, 'pids.current')
    if (current !== null) return { current, limit: amount(readLimit(directory, 'pids.max')) }
  }
  // Without the controller libcontainer counts the processes that it finds there.
  const processes = readText(paths[''], 'cgroup.procs')
  return processes === null ? null : { current: processes.split('\n').filter(Boolean).length, limit: null }
}

/** In libcontainer's order: the scheduler that counts first (bfq, then the old cfq), else the throttling layer. */
function readIo(paths: Paths): DeviceIo[] | null {
  const directory = paths['blkio']
  for (const kind of ['blkio.bfq.', 'blkio.', 'blkio.throttle.']) {
    const operations = readText(directory, `${kind}io_serviced_recursive`)
    if (operations === null || (kind !== 'blkio.throttle.' && !/^\d+:\d+ /m.test(operations))) continue
    const bytes = readText(directory, `${kind}io_service_bytes_recursive`)
    return parseDeviceLines(bytes ?? '', operations)
  }
  const text = readText(paths[''], 'io.stat')
  return text === null ? null : parseIoStat(text)
}

function readNetwork(pid: number): NetworkInterfaceStats[] | null {
  const text = readText(`/proc/${pid}/net`, 'dev')
  return text === null ? null : parseNetDev(text)
}

function readPressure(paths: Paths): PressureStats | null {
  const read = (name: string): PressureStats['cpu'] => {
    const text = readText(paths[''], `${name}.pressure`)
    return text === null ? null : parsePressure(text)
  }
  const pressure = { cpu: read('cpu'), memory: read('memory'), io: read('io') }
  return pressure.cpu || pressure.memory || pressure.io ? pressure : null
}

function amount(limit: number | 'none' | null): number | null {
  return limit === 'none' ? null : limit
}

function scaled(count: number | undefined, factor: number): number | null {
  return count === undefined ? null : count * factor
}
