// When a small curve is worth its drawing, and against what its height is measured.
import { trendValues } from '../../../stores/usage-trend.ts'
import type { Trend } from '../../../stores/usage-trend.ts'

export const trendSize = { width: 44, height: 14 } as const

/** A tenth of a core fills the curve at least: below that it would only show trembling. */
const leastCpu = 0.1

export function cpuTop(trend: Trend): number {
  return largest(trend, leastCpu)
}

/** Against the limit; without one against its own largest, with room above. */
export function memoryTop(trend: Trend, limit: number): number {
  return Number.isFinite(limit) && limit > 0 ? limit : largest(trend, 0) * 1.5
}

function largest(trend: Trend, least: number): number {
  return trendValues(trend).reduce((top, value) => (value > top ? value : top), least)
}
