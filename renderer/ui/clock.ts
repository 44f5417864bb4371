// Time that passes on the screen: one shared timer per step, asleep while the window is hidden.
import { useCallback, useSyncExternalStore } from 'react'
import { elapsedStep, formatElapsed } from './format.ts'

interface Ticker {
  listeners: Set<() => void>
  timer: ReturnType<typeof setInterval> | null
}

const tickers = new Map<number, Ticker>()

function tick({ listeners }: Ticker): void {
  // A listener may go over to another ticker on the way.
  for (const listener of Array.from(listeners)) listener()
}

function runOrRest(ticker: Ticker, stepMs: number): void {
  const isNeeded = ticker.listeners.size > 0 && document.visibilityState === 'visible'
  if (isNeeded && ticker.timer === null) {
    ticker.timer = setInterval(tick, stepMs, ticker)
  } else if (!isNeeded && ticker.timer !== null) {
    clearInterval(ticker.timer)
    ticker.timer = null
  }
}

function join(stepMs: number, listener: () => void): () => void {
  const ticker = tickers.get(stepMs) ?? { listeners: new Set(), timer: null }
  tickers.set(stepMs, ticker)
  ticker.listeners.add(listener)
  runOrRest(ticker, stepMs)
  return () => {
    ticker.listeners.delete(listener)
    runOrRest(ticker, stepMs)
  }
}

/** Calls as often as the words for the time since `start` can change: seldom, once it is long ago. */
function follow(start: number, listener: () => void): () => void {
  let stepMs = elapsedStep(Date.now() - start)
  let leave = join(stepMs, next)
  function next(): void {
    const stepNow = elapsedStep(Date.now() - start)
    if (stepNow !== stepMs) {
      leave()
      stepMs = stepNow
      leave = join(stepMs, next)
    }
    listener()
  }
  return () => leave()
}

/** Called once at start: wakes and stills the tickers with the window. */
export function followVisibility(): void {
  document.addEventListener('visibilitychange', () => {
    for (const [stepMs, ticker] of tickers) {
      runOrRest(ticker, stepMs)
      if (document.visibilityState === 'visible') tick(ticker)
    }
  })
}

/** Whole seconds until then, counting down to 0; null without a moment. */
export function useSecondsTo(at: string | null): number | null {
  const end = at === null ? Number.NaN : Date.parse(at)
  const subscribe = useCallback(
    (listener: () => void) => (Number.isNaN(end) ? () => {} : join(1000, listener)),
    [end],
  )
  return useSyncExternalStore(subscribe, () =>
    Number.isNaN(end) ? null : Math.max(0, Math.ceil((end - Date.now()) / 1000)),
  )
}

/** How long ago it was, in words that stay true; null without a moment. */
export function useElapsed(since: string | null): string | null {
  const start = since === null ? Number.NaN : Date.parse(since)
  const subscribe = useCallback(
    (listener: () => void) => (Number.isNaN(start) ? () => {} : follow(start, listener)),
    [start],
  )
  return useSyncExternalStore(subscribe, () =>
    Number.isNaN(start) ? null : formatElapsed(Date.now() - start),
  )
}
