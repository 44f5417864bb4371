// What containers have used since their pages were opened: kept outside React, for the last few that one has looked at.
import type { ErrorInfo } from '../../src-shared/errors.ts'
import type { ContainerSummary } from '../../src-shared/model.ts'
import type { StatsSample } from '../../src-shared/stats-model.ts'
import { columnOf, gapAfterMs, pointWidth, toPoint } from './stats-series.ts'
import { addToMean, createMean, createRing, cutMean, pushPoint, tiers } from './stats-ring.ts'
import type { Mean, Ring } from './stats-ring.ts'
import type { UsageRecord } from './usage.ts'
import { trendValues } from './usage-trend.ts'

export interface StatsHistory {
  /** Of which container: another of the same name begins anew. */
  readonly identity: string
  /** The last reading; null before the first. */
  latest: StatsSample | null
  /** How many in a row: a rate is known from the second on. */
  readings: number
  /** Of the last point that the list knew before the first reading; NaN without any. */
  knownUntil: number
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

/** What the list knows of a container. */
export type Known = Pick<UsageRecord, 'times' | 'cpu' | 'memory'>

/** The history of this container; if there is none it is begun now, with what the list knows already. */
export function historyOf(container: ContainerSummary, known: Known | null = null): StatsHistory {
  const identity = identityOf(container)
  const kept = histories.get(container.key)
  if (kept?.identity === identity) return kept
  const history: StatsHistory = {
    identity,
    latest: null,
    readings: 0,
    knownUntil: NaN,
    error: null,
    rings: tiers.map(({ capacity }) => createRing(capacity)),
    means: tiers.map(({ spanMs }) => (spanMs === 0 ? null : createMean(spanMs))),
    revision: 0,
    listeners: new Set(),
  }
  if (known !== null) begin(history, known)
  histories.delete(container.key)
  histories.set(container.key, history)
  forgetOldest()
  return history
}

function begin(history: StatsHistory, { times, cpu, memory }: Known): void {
  const [processor, bytes] = [trendValues(cpu), trendValues(memory)]
  for (const [index, at] of trendValues(times).entries()) {
    const point = emptyPoint(at)
    point[columnOf('cpu')] = processor[index] ?? NaN
    point[columnOf('memory')] = bytes[index] ?? NaN
    pushAll(history, point)
    history.knownUntil = at
  }
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
  // The list's clock is the page's: should that be ahead, its values would come after this one.
  if (latest === null && history.knownUntil >= sample.readAt) forgetPoints(history)
  const before = latest?.readAt ?? history.knownUntil
  const isGap = sample.readAt - before > gapAfterMs
  // Nobody looked meanwhile: a line across would claim to know.
  if (isGap) breakAll(history, emptyPoint(before + 1))
  pushAll(history, toPoint(isGap ? null : latest, sample))
  history.latest = sample
  history.readings = isGap ? 1 : history.readings + 1
  history.error = null
  tell(history)
}

function forgetPoints(history: StatsHistory): void {
  history.knownUntil = NaN
  for (const ring of history.rings) Object.assign(ring, { length: 0, next: 0 })
  for (const mean of history.means) if (mean !== null) cutMean(mean)
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
