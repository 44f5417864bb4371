// The last values of one figure, for a small curve: a ring of fixed size, so that hours of it cost no more than a minute.

/** As many as the curve has room for. */
export const trendLength = 24

export interface Trend {
  values: Float64Array
  /** How many there are; from then on the oldest is overwritten. */
  count: number
  /** Where the next one goes. */
  next: number
}

export function createTrend(): Trend {
  return { values: new Float64Array(trendLength), count: 0, next: 0 }
}

/** Adds one and answers with the same trend. What is missing is kept as missing. */
export function pushTrend(trend: Trend, value: number): Trend {
  trend.values[trend.next] = value
  trend.next = (trend.next + 1) % trendLength
  trend.count = Math.min(trend.count + 1, trendLength)
  return trend
}

/** Oldest first. */
export function trendValues({ values, count, next }: Trend): number[] {
  const all: number[] = []
  for (let back = count; back > 0; back--) all.push(values[(next - back + trendLength) % trendLength] ?? NaN)
  return all
}

/**
 * The curve as an SVG path within so many pixels, right-aligned, parted where a value is missing; heights in half pixels, so
 * that what only trembles stays the same text and is not drawn anew. `top` is the value at the upper edge.
 */
export function trendPath(trend: Trend, width: number, height: number, top: number): string {
  const values = trendValues(trend)
  const step = width / (trendLength - 1)
  let path = ''
  let isDrawing = false
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value)) {
      isDrawing = false
      continue
    }
    const x = width - (values.length - 1 - index) * step
    const share = top > 0 ? Math.min(Math.max(value / top, 0), 1) : 0
    const y = Math.round((1 - share) * height * 2) / 2
    path += `${isDrawing ? 'L' : 'M'}${x.toFixed(1)} ${y}`
    isDrawing = true
  }
  return path
}
