// Gathers what comes in quick succession without making the first wait: an isolated request runs at once, those that
// follow within the window run together at its end.

export interface LeadingEdge {
  request(): void
  /** Runs now if something was asked for, and starts a new window. */
  flush(): void
  dispose(): void
}

/** `windowMs` may be another one each time. */
export function createLeadingEdge(windowMs: number | (() => number), run: () => void): LeadingEdge {
  let timer: NodeJS.Timeout | null = null
  let isWanted = false

  function runNow(): void {
    if (timer !== null) clearTimeout(timer)
    isWanted = false
    run()
    timer = setTimeout(windowOver, typeof windowMs === 'number' ? windowMs : windowMs())
  }
  function windowOver(): void {
    timer = null
    if (isWanted) runNow()
  }

  return {
    request() {
      isWanted = true
      if (timer === null) runNow()
    },
    flush() {
      if (isWanted) runNow()
    },
    dispose() {
      if (timer !== null) clearTimeout(timer)
      timer = null
      isWanted = false
    },
  }
}
