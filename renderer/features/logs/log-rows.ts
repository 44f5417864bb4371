// The rows that are kept of a log, between its two ends: lines, and gaps where lines were not sent. Pure.
import type { LogLine, LogPage, LogPlace, LogSkip } from '../../../src-shared/logs-model.ts'

export type LogRow =
  { id: string; line: LogLine; skip?: undefined } | { id: string; skip: LogSkip; line?: undefined }

export const rowLimits = {
  /** Kept while one scrolls. */
  most: 100_000,
  /** Kept while the end is followed: each frame of a flood costs the list time for every one of them. */
  mostFollowing: 5_000,
  /** A line that was told of without its end is among the last so many. */
  openWithin: 200,
} as const

export function lineId({ file, offset }: LogPlace): string {
  return `${file}:${offset}`
}

export function rowsOf(lines: readonly LogLine[]): LogRow[] {
  return lines.map((line) => ({ id: lineId(line), line }))
}

function isLineOf(row: LogRow | undefined, { file, offset }: LogPlace): boolean {
  return row?.line !== undefined && row.line.file === file && row.line.offset === offset
}

/** With lines behind the others; one that was there without its end is replaced. */
export function appended(rows: readonly LogRow[], lines: readonly LogLine[]): LogRow[] {
  const all = [...rows]
  for (const line of lines) {
    const last = all.at(-1)
    const mayBeThere =
      last?.line !== undefined && last.line.file === line.file && last.line.offset >= line.offset
    const at = mayBeThere
      ? all.findLastIndex((row, index) => index >= all.length - rowLimits.openWithin && isLineOf(row, line))
      : -1
    if (at === -1) all.push({ id: lineId(line), line })
    else all[at] = { id: lineId(line), line }
  }
  return all
}

export function placeOf(row: LogRow | undefined): LogPlace | null {
  if (row === undefined) return null
  const { file, offset } = row.line ?? row.skip.from
  return { file, offset }
}

export interface Window {
  rows: readonly LogRow[]
  /** Where the lines before the first end; null at the beginning of the log. */
  before: LogPlace | null
  /** Where the lines behind the last begin. */
  after: LogPlace | null
  isEnd: boolean
}

export function windowOf({ lines, before, after, isEnd }: LogPage): Window {
  return { rows: rowsOf(lines), before, after, isEnd }
}

/** With a page before it; what is too much at the end is let go of. */
export function withBefore(window: Window, page: LogPage): Window {
  const rows = [...rowsOf(page.lines), ...window.rows]
  const kept = rows.slice(0, rowLimits.most)
  if (kept.length === rows.length) return { ...window, rows, before: page.before }
  return { rows: kept, before: page.before, after: placeOf(rows[kept.length]), isEnd: false }
}

/** With a page behind it; what is too much at the beginning is let go of. */
export function withBehind(window: Window, page: LogPage): Window {
  const rows = appended(window.rows, page.lines)
  return cutBefore({ ...window, rows, after: page.after ?? window.after, isEnd: page.isEnd }, rowLimits.most)
}

export function cutBefore(window: Window, most: number): Window {
  if (window.rows.length <= most) return window
  const rows = window.rows.slice(-most)
  return { ...window, rows, before: placeOf(rows[0]) }
}
