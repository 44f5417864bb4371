// What containers have used since their pages were opened: kept outside React, for the last few that one has looked at.
import type { ErrorInfo } from '../../src-shared/errors.ts'
import type { ContainerSummary } from '../../src-shared/model.ts'
import type { StatsSample } from '../../src-shared/stats-model.ts'
import { gapAfterMs, pointWidth, toPoint } from './stats-series.ts'
import { addToMean, createMean, createRing, cutMean, pushPoint, tiers } from './stats-ring.ts'
import type { Mean, Ring } from './stats-ring.ts'

export interface StatsHistory {
  /** Of which container: another of the same name begins anew. */
  readonly identity: string
  /** The last reading; null before the first. */
  latest: StatsSample | null
  /** Why there is no newer one; null when the last try went well. */
  error: ErrorInfo | null
  /** One for each of `tiers`. */
  readonly rings: readonly Ring[]
  readonly means: readonly (Mean | null)[]
  /** Counts up with each change. */
  revision: number
  readonly listeners: Set<() => void>
}

/** A history takes some 600 kB. */
const mostKept = 12

const histories = new Map<string, StatsHistory>()

function identityOf({ number, createdAt }: ContainerSummary): string {
  return `${number} ${createdAt}`
}

/** The history of this container, begun now if there is none. */
export function historyOf(container: ContainerSummary): StatsHistory {
  const identity = identityOf(container)
  const known = histories.get(container.key)
  if (known?.identity === identity) return known
  const history: StatsHistory = {
    identity,
    latest: null,
    error: null,
    rings: tiers.map(({ capacity }) => createRing(capacity)),
    means: tiers.map(({ spanMs }) => (spanMs === 0 ? null : createMean(spanMs))),
    revision: 0,
    listeners: new Set(),
  }
  histories.delete(container.key)
  histories.set(container.key, history)
  forgetOldest()
  return history
}

/** Those that are looked at stay. */
function forgetOldest(): void {
  for (const [key, { listeners }] of histories) {
    if (histories.size <= mostKept) return
    if (listeners.size === 0) histories.delete(key)
  }
}

export function takeSample(history: StatsHistory, sample: StatsSample): void {
  const { latest } = history
  if (latest !== null && sample.readAt <= latest.readAt) return
  const isGap = latest !== null && sample.readAt - latest.readAt > gapAfterMs
  // Nobody looked meanwhile: a line across would claim to know.
  if (isGap) breakAll(history, emptyPoint(latest.readAt + 1))
  pushAll(history, toPoint(isGap ? null : latest, sample))
  history.latest = sample
  history.error = null
  tell(history)
}

export function takeFailure(history: StatsHistory, error: ErrorInfo): void {
  history.error = error
  tell(history)
}

function pushAll({ rings, means }: StatsHistory, point: Float64Array): void {
  for (const [index, ring] of rings.entries()) {
    const mean = means[index] ?? null
    const due = mean === null ? point : addToMean(mean, point)
    if (due !== null) pushPoint(ring, due)
  }
}

/** In each ring, also where a mean would reach over it. */
function breakAll({ rings, means }: StatsHistory, empty: Float64Array): void {
  for (const [index, ring] of rings.entries()) {
    const mean = means[index] ?? null
    const begun = mean === null ? null : cutMean(mean)
    if (begun !== null) pushPoint(ring, begun)
    pushPoint(ring, empty)
  }
}

function emptyPoint(atMs: number): Float64Array {
  const point = new Float64Array(pointWidth).fill(NaN)
  point[0] = atMs
  return point
}

function tell(history: StatsHistory): void {
  history.revision += 1
  for (const listener of history.listeners) listener()
}
