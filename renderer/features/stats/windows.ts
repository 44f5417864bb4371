// How far back the charts look, and which ring has that.
import type { StatsHistory } from '../../stores/stats-history.ts'
import { readColumn } from '../../stores/stats-ring.ts'
import { columnOf, gapAfterMs } from '../../stores/stats-series.ts'
import type { SeriesKey } from '../../stores/stats-series.ts'

const minuteMs = 60_000

export const timeWindows = [
  { value: '2min', name: '2 min', lengthMs: 2 * minuteMs, tier: 0, each: 'second' },
  { value: '10min', name: '10 min', lengthMs: 10 * minuteMs, tier: 0, each: 'second' },
  { value: '2h', name: '2 h', lengthMs: 120 * minuteMs, tier: 1, each: '10 seconds' },
  { value: '24h', name: '24 h', lengthMs: 1440 * minuteMs, tier: 2, each: 'minute' },
] as const
export type TimeWindow = (typeof timeWindows)[number]
export type TimeWindowName = TimeWindow['value']

export function windowOf(name: TimeWindowName): TimeWindow {
  return timeWindows.find(({ value }) => value === name) ?? timeWindows[0]
}

/** Until a second reading tells rates, the last ones that the list knew stand for now. */
export function latestFigure(history: StatsHistory, key: SeriesKey): number {
  const span = { tier: 0, lengthMs: history.readings < 2 ? gapAfterMs : 0 } as const
  const values = windowReader(history, span).figures(key)
  return values.findLast((value) => !Number.isNaN(value)) ?? NaN
}

/** Whether there are two points of one of these to draw a line between. */
export function hasCurve(history: StatsHistory, span: TimeWindow, keys: readonly SeriesKey[]): boolean {
  const reader = windowReader(history, span)
  return keys.some((key) => reader.figures(key).filter((value) => !Number.isNaN(value)).length > 1)
}

/** Reads figures of the window as columns, oldest first; the moments are milliseconds since 1970. */
export function windowReader(
  history: StatsHistory,
  { tier, lengthMs }: Pick<TimeWindow, 'tier' | 'lengthMs'>,
): { endMs: number; moments: () => number[]; figures: (key: SeriesKey) => number[] } {
  const ring = history.rings[tier]
  const endMs = history.latest?.readAt ?? (history.knownUntil || Date.now())
  const column = (index: number): number[] =>
    ring === undefined ? [] : readColumn(ring, index, endMs - lengthMs)
  return { endMs, moments: () => column(0), figures: (key) => column(columnOf(key)) }
}
