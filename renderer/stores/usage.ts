// What running containers use, told once a second: kept outside React, since a tick would draw every row anew. A cell
// asks for its own container by number and is called when that has another value. Nothing comes while the window is hidden.
import type { ContainerSummary } from '../../src-shared/model.ts'
import { unpackUsage, usagePeriods } from '../../src-shared/usage.ts'
import type { Usage } from '../../src-shared/usage.ts'
import type { StreamHandle } from '../../src-shared/client.ts'
import { engine, onConnected } from '../engine/index.ts'
import type { SortedUsage } from './container-order.ts'
import { createTrend, pushTrend } from './usage-trend.ts'
import type { Trend } from './usage-trend.ts'

export interface UsageRecord {
  latest: Usage
  /** When that was told (milliseconds, of the page's own clock, which never jumps). */
  at: number
  /** Follows the cpu slowly: what the list is sorted by, so that a moment's work moves no row. */
  smoothedCpu: number
  /** When the values of the two were told (milliseconds since 1970). */
  times: Trend
  cpu: Trend
  memory: Trend
}

/** Share of a new value in the smoothed one: after some five it has come near. */
const smoothing = 0.35

/** Without news for so long a value is as good as missing. */
const staleAfterMs = 3 * usagePeriods.others

const records = new Map<number, UsageRecord>()
const listeners = new Map<number, Set<() => void>>()

export function usageOf(number: number): UsageRecord | null {
  return records.get(number) ?? null
}

/** Calls when there is another value of this container. */
export function onUsage(number: number, listener: () => void): () => void {
  const all = listeners.get(number) ?? new Set()
  listeners.set(number, all.add(listener))
  return () => {
    all.delete(listener)
    if (all.size === 0 && listeners.get(number) === all) listeners.delete(number)
  }
}

function take(usage: Usage, at: number): void {
  const { number, cpu, memoryBytes } = usage
  const known = records.get(number)
  if (known) {
    const before = known.smoothedCpu
    known.latest = usage
    known.at = at
    known.smoothedCpu = Number.isNaN(before) ? cpu : before + (cpu - before) * smoothing
    pushTrend(known.times, Date.now())
    pushTrend(known.cpu, cpu)
    pushTrend(known.memory, memoryBytes)
  } else {
    records.set(number, {
      latest: usage,
      at,
      smoothedCpu: cpu,
      times: pushTrend(createTrend(), Date.now()),
      cpu: pushTrend(createTrend(), cpu),
      memory: pushTrend(createTrend(), memoryBytes),
    })
  }
}

function tell(number: number): void {
  for (const listener of listeners.get(number) ?? []) listener()
}

/** Takes one tick: all values first, then whoever draws them. What was not told of for long is forgotten. */
export function takeUsage(bytes: Uint8Array): void {
  const at = performance.now()
  const rows = unpackUsage(bytes)
  for (const row of rows) take(row, at)
  for (const { number } of rows) tell(number)
  for (const [number, record] of records) {
    if (at - record.at <= staleAfterMs) continue
    records.delete(number)
    tell(number)
  }
}

/** What all of them use now, to sort by. */
export function usageToSort(containers: Iterable<ContainerSummary>): ReadonlyMap<string, SortedUsage> {
  const all = new Map<string, SortedUsage>()
  for (const { key, number, status } of containers) {
    const record = records.get(number)
    if (!record || !mayUse(status)) continue
    const { memoryBytes, processes } = record.latest
    all.set(key, { cpu: record.smoothedCpu, memory: memoryBytes, processes })
  }
  return all
}

/** Only what has processes uses anything; the last value of one that ended is no value any more. */
export function mayUse(status: ContainerSummary['status']): boolean {
  return status === 'running' || status === 'pausing' || status === 'paused' || status === 'created'
}

let stream: StreamHandle<'usage'> | null = null
let watched: readonly string[] = []

function sayVisible(): void {
  stream?.send({ type: 'visible', isVisible: document.visibilityState === 'visible' })
}

/** The rows in sight: they are told of most often. */
export function watchUsage(keys: readonly string[]): void {
  if (keys.length === watched.length && keys.every((key, index) => key === watched[index])) return
  watched = keys
  stream?.send({ type: 'watch', keys: [...watched] })
}

function open(): void {
  // Numbers are of one engine's life.
  records.clear()
  const opened = engine.open(
    'usage',
    {},
    {
      onData(bytes, consumed) {
        takeUsage(bytes)
        consumed()
      },
      onEnd() {
        // The engine went; the next connection opens another one. Until then the values are as old as the list.
        if (stream === opened) stream = null
      },
    },
  )
  stream = opened
  stream.send({ type: 'watch', keys: [...watched] })
  sayVisible()
}

/** Begins to follow the engine. */
export function startUsage(): void {
  onConnected(open)
  document.addEventListener('visibilitychange', sayVisible)
}
