// Moments of log lines in words: local, UTC or since the container's start, all of one width.

export const timeFormats = ['none', 'local', 'utc', 'start'] as const
export type TimeFormat = (typeof timeFormats)[number]

export const timeNames: Record<TimeFormat, string> = {
  none: 'No times',
  local: 'Local time',
  utc: 'UTC',
  start: 'Since start',
}

/** `start`: milliseconds since 1970; null when that is not known. */
export function timeText(time: number | null, format: TimeFormat, start: number | null): string {
  if (format === 'none') return ''
  if (time === null) return '–'
  if (format === 'start') return start === null ? '–' : sinceText(time - start)
  return format === 'utc' ? `${isoText(time)}Z` : isoText(time + offsetMs(time))
}

/** What a field for date and time takes. */
export function fieldText(time: number, isUtc: boolean): string {
  return isoText(isUtc ? time : time + offsetMs(time))
    .replace(' ', 'T')
    .slice(0, 19)
}

/** Null for what is no moment. */
export function fieldTime(text: string, isUtc: boolean): number | null {
  const time = Date.parse(isUtc ? `${text}Z` : text)
  return Number.isNaN(time) || time < 0 ? null : time
}

function isoText(time: number): string {
  const date = new Date(Math.floor(time))
  return Number.isNaN(date.getTime()) ? '–' : date.toISOString().slice(0, 23).replace('T', ' ')
}

function offsetMs(time: number): number {
  return -new Date(time).getTimezoneOffset() * 60_000
}

/** `+0.004`, `+12.345`, `+1:02:03.004`. */
function sinceText(milliseconds: number): string {
  const sign = milliseconds < 0 ? '−' : '+'
  const whole = Math.floor(Math.abs(milliseconds))
  const seconds = Math.floor(whole / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const shown = parts.slice(parts.findIndex((part, at) => part > 0 || at === 2))
  const text = shown.map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
  return `${sign}${text}.${String(whole % 1000).padStart(3, '0')}`
}
