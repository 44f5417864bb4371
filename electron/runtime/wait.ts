// Waits until something is so: woken by the kernel where it tells, looking by itself now and then where it may not.
import { watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { cancelled } from './queue.ts'

export interface WaitOptions {
  /** Files and directories whose changes are a reason to look again at once. */
  paths?: readonly string[]
  /** Null: for ever. */
  timeoutMs: number | null
  signals?: readonly (AbortSignal | undefined)[]
}

/**
 * The time between two looks grows with the time waited: a killed process is gone within a millisecond or two, and one
 * that has lived for a minute may go on for a month.
 */
const look = { firstMs: 1, growth: 1.5, shortWaitMs: 3000, shortMs: 15, longMs: 500 } as const

/** Resolves to true when it is so, to false when the time is over. Rejects with Cancelled. */
export async function waitUntil(isSo: () => boolean, options: WaitOptions): Promise<boolean> {
  if (isSo()) return true
  const signals = (options.signals ?? []).filter((signal) => signal !== undefined)
  for (const signal of signals) if (signal.aborted) throw cancelled(signal)
  const watchers: FSWatcher[] = []
  let timer: NodeJS.Timeout | undefined
  const listeners: [AbortSignal, () => void][] = []
  try {
    return await new Promise<boolean>((resolve, reject) => {
      const startedAt = performance.now()
      const check = (): boolean => {
        try {
          const is = isSo()
          if (is) resolve(true)
          return is
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
          return true
        }
      }
      const lookAgain = (delay: number): void => {
        const waited = performance.now() - startedAt
        const left = options.timeoutMs === null ? Infinity : options.timeoutMs - waited
        timer = setTimeout(
          () => {
            if (check()) return
            if (performance.now() - startedAt >= (options.timeoutMs ?? Infinity)) return resolve(false)
            const longest = waited < look.shortWaitMs ? look.shortMs : look.longMs
            lookAgain(Math.min(delay * look.growth, longest))
          },
          Math.max(1, Math.min(delay, left)),
        )
      }
      for (const path of options.paths ?? []) {
        const watcher = tryWatch(path, check)
        if (watcher) watchers.push(watcher)
      }
      for (const signal of signals) {
        const abort = (): void => reject(cancelled(signal))
        signal.addEventListener('abort', abort, { once: true })
        listeners.push([signal, abort])
      }
      lookAgain(look.firstMs)
    })
  } finally {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
    for (const [signal, listener] of listeners) signal.removeEventListener('abort', listener)
  }
}

function tryWatch(path: string, onChange: () => void): FSWatcher | null {
  try {
    const watcher = watch(path, onChange)
    // The timer goes on looking without it.
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    // Gone, or no watch left to have: the timer looks anyway.
    return null
  }
}
