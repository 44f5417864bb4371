// The figures that are kept of a container over time, and how two readings become one point of them.
import type { StatsSample } from '../../src-shared/stats-model.ts'

/** In the order in which a point holds them. Shares are of 1; bytes, and bytes per second. */
export const seriesKeys = [
  'cpu',
  'cpuUser',
  'cpuSystem',
  /** Time that processes waited for their quota, of one core. */
  'throttled',
  /** Share of the quota's periods that were used up. */
  'throttledPeriods',
  'cpuLimit',
  'memory',
  'memoryAnonymous',
  'memoryCache',
  'memoryKernel',
  'memorySwap',
  'memoryLimit',
  'pids',
  'pidsLimit',
  'ioRead',
  'ioWritten',
  'received',
  'sent',
  'cpuSome',
  'cpuFull',
  'memorySome',
  'memoryFull',
  'ioSome',
  'ioFull',
  /** Processes that the kernel has killed for lack of memory since the point before. */
  'oomKills',
] as const
export type SeriesKey = (typeof seriesKeys)[number]

/** A point: its moment (milliseconds since 1970) first, then the figures; NaN stands for what is missing. */
export const pointWidth = seriesKeys.length + 1

export function columnOf(key: SeriesKey): number {
  return seriesKeys.indexOf(key) + 1
}

/** Where nothing was read for so long, in milliseconds, there is a gap. */
export const gapAfterMs = 5000

type Figures = Record<SeriesKey, number | null>

export function toPoint(before: StatsSample | null, now: StatsSample): Float64Array {
  const figures = { ...amounts(now), ...(before === null ? noRates : rates(before, now)) }
  const point = new Float64Array(pointWidth)
  point[0] = now.readAt
  for (const [index, key] of seriesKeys.entries()) point[index + 1] = figures[key] ?? NaN
  return point
}

const noRates = {
  cpu: null,
  cpuUser: null,
  cpuSystem: null,
  throttled: null,
  throttledPeriods: null,
  ioRead: null,
  ioWritten: null,
  received: null,
  sent: null,
  oomKills: null,
}

function amounts({ cpu, memory, pids, pressure }: StatsSample): Omit<Figures, keyof typeof noRates> {
  return {
    cpuLimit: cpu?.quotaCores ?? null,
    memory: memory?.usage ?? null,
    memoryAnonymous: memory?.anonymous ?? null,
    memoryCache: memory?.cache ?? null,
    memoryKernel: memory?.kernel ?? null,
    memorySwap: memory?.swap ?? null,
    memoryLimit: memory?.limit ?? null,
    pids: pids?.current ?? null,
    pidsLimit: pids?.limit ?? null,
    cpuSome: share(pressure?.cpu?.some),
    cpuFull: share(pressure?.cpu?.full),
    memorySome: share(pressure?.memory?.some),
    memoryFull: share(pressure?.memory?.full),
    ioSome: share(pressure?.io?.some),
    ioFull: share(pressure?.io?.full),
  }
}

function share(line: { average10: number } | null | undefined): number | null {
  return line ? line.average10 / 100 : null
}

function rates(before: StatsSample, now: StatsSample): Pick<Figures, keyof typeof noRates> {
  const elapsedMs = now.readAt - before.readAt
  const perSecond = (earlier: number | null | undefined, later: number | null | undefined): number | null => {
    const grown = difference(earlier, later)
    return grown === null || elapsedMs <= 0 ? null : (grown * 1000) / elapsedMs
  }
  /** Nanoseconds per second as a share of one core. */
  const ofCore = (earlier: number | null | undefined, later: number | null | undefined): number | null => {
    const nanoseconds = perSecond(earlier, later)
    return nanoseconds === null ? null : nanoseconds / 1e9
  }
  const [early, late] = [before.cpu?.throttling, now.cpu?.throttling]
  const periods = difference(early?.periods, late?.periods)
  const throttledPeriods = difference(early?.throttledPeriods, late?.throttledPeriods)
  return {
    cpu: ofCore(before.cpu?.totalNs, now.cpu?.totalNs),
    cpuUser: ofCore(before.cpu?.userNs, now.cpu?.userNs),
    cpuSystem: ofCore(before.cpu?.systemNs, now.cpu?.systemNs),
    throttled: ofCore(early?.throttledNs, late?.throttledNs),
    throttledPeriods:
      periods === null || throttledPeriods === null ? null : throttledPeriods / (periods || 1),
    ioRead: perSecond(before.io?.readBytes, now.io?.readBytes),
    ioWritten: perSecond(before.io?.writtenBytes, now.io?.writtenBytes),
    received: perSecond(before.network?.receivedBytes, now.network?.receivedBytes),
    sent: perSecond(before.network?.sentBytes, now.network?.sentBytes),
    oomKills: difference(before.memory?.oomKills, now.memory?.oomKills),
  }
}

/** Null when either is missing, and for a counter that went back: it is another cgroup's. */
function difference(earlier: number | null | undefined, later: number | null | undefined): number | null {
  if (typeof earlier !== 'number' || typeof later !== 'number') return null
  return later < earlier ? null : later - earlier
}
