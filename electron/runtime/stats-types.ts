// What a container uses and what it may use, as the kernel counts it. Null stands for what the kernel does not tell here:
// no such controller, no cgroup of its own, another cgroup version. It never stands for 0.

/** All counters begin with the container's cgroup; a share of time is their difference over that of `readAt`. */
export interface ContainerStats {
  id: string
  /** The moment of the read: milliseconds since 1970, with fractions, never going back within one process. */
  readAt: number
  cpu: CpuStats | null
  memory: MemoryStats | null
  pids: PidsStats | null
  /** One per block device that was used; null where no controller counts. */
  io: DeviceIo[] | null
  /** Of init's network namespace, as in /proc/PID/net/dev; with the host's network those are the host's. */
  network: NetworkInterfaceStats[] | null
  /** Pressure stall information of the cgroup; null before Linux 4.20, and where it is switched off. */
  pressure: PressureStats | null
}

/** Nanoseconds of processor time. Beyond 2^53 (104 days of one core) the last digits are rounded. */
export interface CpuStats {
  totalNs: number
  /** v1 counts user and system time in ticks of 10 ms, so that their sum is not quite the total. */
  userNs: number | null
  systemNs: number | null
  /** By core; v1 only. */
  perCoreNs: number[] | null
  /** How often the quota was used up; null without the cpu controller. */
  throttling: { periods: number; throttledPeriods: number; throttledNs: number } | null
}

/** Bytes. */
export interface MemoryStats {
  usage: number
  /** Null when there is none. */
  limit: number | null
  /** The most there has been; v2 tells from Linux 5.19 on. */
  peak: number | null
  /** Page cache (v1 `cache`, v2 `file`), and the part of it that the kernel can take back at once. */
  cache: number | null
  inactiveFile: number | null
  /** Anonymous memory: v1 `rss`, v2 `anon`. */
  rss: number | null
  /** In swap alone, on v1 as on v2. */
  swap: number | null
  /** Of swap alone; null when there is none. On v1 runc's limit is memory and swap together; this is their difference. */
  swapLimit: number | null
  kernel: number | null
  /** How often usage ran into the limit: v1 `failcnt`, v2 `max` of memory.events. */
  limitHits: number | null
  /** How often the kernel had to look for a victim (v2), and how many processes it has killed. */
  oomEvents: number | null
  oomKills: number | null
}

export interface PidsStats {
  current: number
  /** Null when there is none. */
  limit: number | null
}

export interface DeviceIo {
  major: number
  minor: number
  readBytes: number
  writeBytes: number
  readOperations: number
  writeOperations: number
}

export interface NetworkInterfaceStats {
  name: string
  receivedBytes: number
  receivedPackets: number
  receivedErrors: number
  receivedDropped: number
  sentBytes: number
  sentPackets: number
  sentErrors: number
  sentDropped: number
}

/** A share of time in percent over the last 10, 60 and 300 seconds, and the whole of it in microseconds. */
export interface PressureLine {
  average10: number
  average60: number
  average300: number
  totalUs: number
}

export interface Pressure {
  /** At least one task waited. */
  some: PressureLine
  /** All of them did; old kernels do not tell it of the processor. */
  full: PressureLine | null
}

export interface PressureStats {
  cpu: Pressure | null
  memory: Pressure | null
  io: Pressure | null
}
