// What running containers use, as the engine last told. Outside React: a tick changes a few numbers on the screen and
// must draw nothing else.
import { unpackUsage, usagePeriods } from '../../src-shared/usage.ts'
import type { Usage } from '../../src-shared/usage.ts'
import type { StreamHandle } from '../../src-shared/client.ts'
import { engine, onConnected } from '../engine/index.ts'

/** As many as a trend shows. */
export const trendPoints = 30

/** After this time without news a figure is as good as missing (milliseconds). */
const staleAfterMs = 3 * usagePeriods.others

interface Known extends Usage {
  /** Milliseconds on this page's monotonic clock. */
  at: number
  /** The last values of `cpu`, oldest first. */
  trend: number[]
}

/** By the number in a container's summary. */
const known = new Map<number, Known>()
const listeners = new Set<() => void>()
let stream: StreamHandle<'usage'> | null = null
let watched: readonly string[] = []

/** Null while it is not known, or not any more. */
export function usageOf(number: number): Readonly<Known> | null {
  const found = known.get(number)
  return found !== undefined && performance.now() - found.at < staleAfterMs ? found : null
}

/** Called after each tick; returns how to stop. */
export function onUsage(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The keys of the rows in sight, which are told of each second. */
export function watchUsage(keys: readonly string[]): void {
  watched = keys
  stream?.send({ type: 'watch', keys: [...keys] })
}

function take(rows: readonly Usage[]): void {
  const at = performance.now()
  for (const row of rows) {
    const trend = [...(known.get(row.number)?.trend ?? []), row.cpu].slice(-trendPoints)
    known.set(row.number, { ...row, at, trend })
  }
  for (const [number, usage] of known) if (at - usage.at > staleAfterMs) known.delete(number)
  for (const listener of listeners) listener()
}

function tellVisibility(): void {
  stream?.send({ type: 'visible', isVisible: document.visibilityState === 'visible' })
}

function open(): void {
  // A restarted engine numbers the containers anew.
  known.clear()
  const opened = engine.open(
    'usage',
    {},
    {
      onData(bytes, consumed) {
        take(unpackUsage(bytes))
        consumed()
      },
      onEnd() {
        // The next connection opens it again.
        if (stream === opened) stream = null
      },
    },
  )
  stream = opened
  opened.send({ type: 'watch', keys: [...watched] })
  tellVisibility()
}

/** Begins to follow the engine. */
export function startUsage(): void {
  onConnected(open)
  document.addEventListener('visibilitychange', tellVisibility)
}
