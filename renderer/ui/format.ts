// Figures and moments in words, the same everywhere.

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** A length of time in at most two units: `12 s`, `4 min`, `2 h 14 min`, `3 d 4 h`, `40 d`. */
export function formatElapsed(elapsedMs: number): string {
  const elapsed = Math.max(0, elapsedMs)
  if (elapsed < minuteMs) return `${Math.floor(elapsed / secondMs)} s`
  if (elapsed < hourMs) return `${Math.floor(elapsed / minuteMs)} min`
  if (elapsed < dayMs) return joined(elapsed, hourMs, 'h', minuteMs, 'min')
  // Beyond a week nobody counts the hours.
  if (elapsed < 7 * dayMs) return joined(elapsed, dayMs, 'd', hourMs, 'h')
  return `${Math.floor(elapsed / dayMs)} d`
}

function joined(elapsed: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((elapsed % large) / small)
  const whole = `${Math.floor(elapsed / large)} ${largeUnit}`
  return rest === 0 ? whole : `${whole} ${rest} ${smallUnit}`
}

/** How often to look at it again: each second while seconds are shown, later a quarter of a minute is near enough. */
export function elapsedStep(elapsedMs: number): number {
  return elapsedMs < minuteMs ? secondMs : minuteMs / 4
}

/** How long a command took: `8 ms`, `1.24 s`, then as `formatElapsed`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < secondMs) return `${Math.round(durationMs)} ms`
  if (durationMs < 10 * secondMs) return `${(durationMs / secondMs).toFixed(2)} s`
  if (durationMs < minuteMs) return `${(durationMs / secondMs).toFixed(1)} s`
  return formatElapsed(durationMs)
}

const clockTime = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })
const dayAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

/** `14:03:22`. */
export function formatTime(moment: string): string {
  return formatWith(clockTime, moment)
}

/** `3 Aug 2026, 14:03:22`. */
export function formatMoment(moment: string): string {
  return formatWith(dayAndTime, moment)
}

/** What other tools wrote may be no date at all; then it is shown as it stands. */
function formatWith(format: Intl.DateTimeFormat, moment: string): string {
  const time = Date.parse(moment)
  return Number.isNaN(time) ? moment : format.format(time)
}
