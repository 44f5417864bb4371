// The figures of a window of time as a file: CSV for a spreadsheet, JSON for a program. What is missing is empty or null.
import type { StatsHistory } from '../../stores/stats-history.ts'
import { figures } from './figures.ts'
import { windowReader } from './windows.ts'
import type { TimeWindow } from './windows.ts'

interface Lines {
  /** ISO 8601. */
  time: string
  /** In the order of `figures`. */
  values: (number | null)[]
}

function linesOf(history: StatsHistory, span: TimeWindow): Lines[] {
  const reader = windowReader(history, span)
  const columns = figures.map(({ key }) => reader.figures(key))
  return reader.moments().map((ms, index) => ({
    time: new Date(ms).toISOString(),
    values: figures.map(({ toNumber }, column) => {
      const value = columns[column]?.[index] ?? NaN
      return Number.isNaN(value) ? null : toNumber(value)
    }),
  }))
}

export function toCsv(history: StatsHistory, span: TimeWindow): string {
  const head = ['time', ...figures.map(({ field }) => field)]
  const lines = linesOf(history, span).map(({ time, values }) =>
    [time].concat(values.map((value) => (value === null ? '' : String(value)))),
  )
  return `${[head, ...lines].map((line) => line.join(',')).join('\r\n')}\r\n`
}

export function toJson(
  history: StatsHistory,
  span: TimeWindow,
  about: { container: string; key: string },
): string {
  const points = linesOf(history, span).map(({ time, values }) => {
    const fields = figures.map(({ field }, index): [string, number | null] => [field, values[index] ?? null])
    return Object.fromEntries<string | number | null>([['time', time], ...fields])
  })
  return `${JSON.stringify({ ...about, oneEach: span.each, points }, null, 2)}\n`
}
