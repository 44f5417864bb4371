// Figures as a table for people.

/**
 * @typedef {object} Metric
 * @property {string} id
 * @property {number} value
 * @property {string} unit
 * @property {string | null} against
 * @property {number | null} againstValue
 * @property {number | null} ratio
 */

const heading = ['metric', 'value', 'against', '', 'ratio']

/** @param {readonly Metric[]} metrics */
export function formatTable(metrics) {
  const rows = metrics.map(({ id, value, unit, against, againstValue, ratio }) => [
    id,
    `${value} ${unit}`,
    againstValue === null ? '' : `${againstValue} ${unit}`,
    against ?? '',
    ratio === null ? '' : ratio.toFixed(2),
  ])
  const all = [heading, ...rows]
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/**
 * What a bench hands over, if it is whole: a figure that is not a number is worse than none.
 * @param {unknown} result
 * @returns {Metric[]}
 */
export function checkMetrics(result) {
  const metrics = /** @type {{ metrics?: Metric[] } | undefined} */ (result)?.metrics
  if (!Array.isArray(metrics) || metrics.length === 0) throw new Error('It measured nothing.')
  for (const metric of metrics) {
    const figures = [metric.value, metric.againstValue ?? 0, metric.ratio ?? 0]
    if (!figures.every(Number.isFinite)) throw new Error(`${metric.id} is not a number.`)
  }
  return metrics
}
