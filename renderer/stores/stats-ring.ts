// Points of figures over time in rings of fixed size: each second for ten minutes, and means of longer spans for as long
// as a day, so that a page that is open for hours costs no more than one that was just opened.
import { columnOf, pointWidth } from './stats-series.ts'

/** How far apart the points are, and how many of them are kept. */
export const tiers = [
  { spanMs: 0, capacity: 600 },
  { spanMs: 10_000, capacity: 720 },
  { spanMs: 60_000, capacity: 1440 },
] as const

export interface Ring {
  readonly capacity: number
  readonly points: Float64Array
  /** Of points. */
  length: number
  /** Where the next one goes. */
  next: number
}

export function createRing(capacity: number): Ring {
  return { capacity, points: new Float64Array(capacity * pointWidth), length: 0, next: 0 }
}

export function pushPoint(ring: Ring, point: Float64Array): void {
  ring.points.set(point, ring.next * pointWidth)
  ring.next = (ring.next + 1) % ring.capacity
  ring.length = Math.min(ring.length + 1, ring.capacity)
}

/** One figure of all points from a moment on, oldest first; column 0 holds the moments. */
export function readColumn(ring: Ring, column: number, fromMs: number): number[] {
  const values: number[] = []
  const first = (ring.next - ring.length + ring.capacity) % ring.capacity
  for (let index = 0; index < ring.length; index += 1) {
    const at = ((first + index) % ring.capacity) * pointWidth
    if ((ring.points[at] ?? 0) >= fromMs) values.push(ring.points[at + column] ?? NaN)
  }
  return values
}

/** Collects points until they span a while; then they are one. */
export interface Mean {
  readonly spanMs: number
  startedAt: number
  readonly sums: Float64Array
  readonly counts: Float64Array
}

export function createMean(spanMs: number): Mean {
  return { spanMs, startedAt: NaN, sums: new Float64Array(pointWidth), counts: new Float64Array(pointWidth) }
}

/** Answers with the mean point when the span was over before this point. What is missing does not count as 0. */
export function addToMean(mean: Mean, point: Float64Array): Float64Array | null {
  const at = point[0] ?? 0
  const isOver = at - mean.startedAt >= mean.spanMs
  const done = isOver ? meanOf(mean) : null
  if (isOver || Number.isNaN(mean.startedAt)) {
    mean.startedAt = at
    mean.sums.fill(0)
    mean.counts.fill(0)
  }
  for (const [column, value] of point.entries()) {
    if (Number.isNaN(value)) continue
    mean.sums[column] = (mean.sums[column] ?? 0) + value
    mean.counts[column] = (mean.counts[column] ?? 0) + 1
  }
  return done
}

/** What was gathered so far, however short; null when there is nothing. The next point begins a new span. */
export function cutMean(mean: Mean): Float64Array | null {
  const done = Number.isNaN(mean.startedAt) ? null : meanOf(mean)
  mean.startedAt = NaN
  return done
}

function meanOf({ sums, counts }: Mean): Float64Array {
  const events = columnOf('oomKills')
  // Events add up; of what was never known there is no mean (0 / 0 is NaN).
  return sums.map((sum, column) => (column === events && counts[column] ? sum : sum / (counts[column] ?? 0)))
}
