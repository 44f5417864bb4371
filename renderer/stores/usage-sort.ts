// When a list that is sorted by usage is sorted anew: every few seconds, and never while somebody aims at it, with the
// pointer or with the keyboard, so that no row is ever pulled away from under them.
import { sortByUsageNow } from './container-list.ts'
import { sortsByUsage } from './container-order.ts'
import { sortOf } from './list-layout.ts'
import { useSettings } from './settings.ts'

const times = {
  /** Seldom enough to read a row, often enough to see what works hard. */
  everyMs: 3000,
  /** After a key moved the selection: who moves it once will again. */
  afterKeyMs: 4000,
} as const

let isPointerOver = false
let keyAt = Number.NEGATIVE_INFINITY

export function setPointerOverList(isOver: boolean): void {
  isPointerOver = isOver
}

/** A key has moved the selection. */
export function noteListKey(): void {
  keyAt = performance.now()
}

/** Whether somebody aims at a row now. */
export function isListAimedAt(): boolean {
  return isPointerOver || performance.now() - keyAt < times.afterKeyMs
}

let timer: ReturnType<typeof setInterval> | null = null

function runOrRest(): void {
  const isNeeded =
    document.visibilityState === 'visible' && sortsByUsage(sortOf(useSettings.getState().containerList))
  if (isNeeded && timer === null) {
    timer = setInterval(() => {
      if (!isListAimedAt()) sortByUsageNow()
    }, times.everyMs)
  } else if (!isNeeded && timer !== null) {
    clearInterval(timer)
    timer = null
  }
}

/** Begins to watch for when it is needed. */
export function startUsageSort(): void {
  useSettings.subscribe(runOrRest)
  document.addEventListener('visibilitychange', runOrRest)
  runOrRest()
}
