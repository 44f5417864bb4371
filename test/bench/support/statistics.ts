// Figures out of samples, and the shape in which a bench hands them over.

export interface Metric {
  id: string
  value: number
  unit: string
  /** The yardstick, measured in the same run on the same work; null where there is none. */
  against: string | null
  againstValue: number | null
  ratio: number | null
}

export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  if (upper === undefined) throw new Error('No samples to take a median of.')
  if (sorted.length % 2 === 1) return upper
  return (upper + (sorted[middle - 1] ?? upper)) / 2
}

/** A metric from two sets of samples taken in turn. */
export function compare(
  id: string,
  unit: string,
  ours: readonly number[],
  against: string,
  theirs: readonly number[],
): Metric {
  const value = median(ours)
  const againstValue = median(theirs)
  return {
    id,
    value: round(value),
    unit,
    against,
    againstValue: round(againstValue),
    ratio: round(value / againstValue),
  }
}

/** A metric that has no yardstick, only a bound. */
export function alone(id: string, unit: string, value: number): Metric {
  return { id, value: round(value), unit, against: null, againstValue: null, ratio: null }
}

/** The value that so large a share of the samples does not exceed. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]
  if (value === undefined) throw new Error('No samples to take a percentile of.')
  return value
}

/** The same for amounts of work per second: `count` pieces in each sample's milliseconds. */
export function rate(
  id: string,
  count: number,
  ours: readonly number[],
  against: string,
  theirs: readonly number[],
): Metric {
  const perSecond = (samples: readonly number[]) =>
    samples.map((milliseconds) => (count * 1000) / milliseconds)
  return compare(id, '1/s', perSecond(ours), against, perSecond(theirs))
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
