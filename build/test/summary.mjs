// What `npm test` prints: a headline a step, the output of what failed, and the totals.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { formatDuration, print } from '../common/output.mjs'
import { reportFolder } from './runners.mjs'

/** @typedef {import('./report.mjs').StepResult} StepResult */

/** A longer output is cut in the middle of a terminal's memory anyway; the log has all of it. */
const shownLines = 300

const marks = { passed: '✓', failed: '✗', skipped: '–' }

/**
 * Prints one step's headline, and its output when it failed. All output is kept in a log.
 * @param {string} name
 * @param {StepResult} result
 * @param {number} milliseconds
 */
export function printStep(name, result, milliseconds) {
  const details = result.reason ? `skipped: ${result.reason}` : countsOf(result)
  print(`${marks[result.outcome]} ${name.padEnd(14)} ${formatDuration(milliseconds).padStart(9)}  ${details}`)
  mkdirSync(reportFolder, { recursive: true })
  const log = join(reportFolder, `${name}.log`)
  writeFileSync(log, result.output)
  if (result.outcome !== 'failed') return
  const lines = result.output.trimEnd().split('\n')
  if (lines.length > shownLines) print(`  … (all of it in ${relative(process.cwd(), log)})`)
  for (const line of lines.slice(-shownLines)) print(`  ${line}`)
}

/**
 * Prints the skipped tests with their reasons, the failed ones with the first line of theirs, a table of the steps, and
 * the totals as the last line.
 * @param {readonly { name: string, result: StepResult, milliseconds: number }[]} done
 * @returns {number} how many failed
 */
export function printSummary(done) {
  const skips = done.flatMap(({ name, result }) => result.counts.skips.map((skip) => ({ name, ...skip })))
  if (skips.length > 0) print('\nSkipped:')
  for (const skip of skips) print(`  ${skip.name}: ${skip.title}: ${skip.reason || 'no reason given'}`)
  if (done.some(({ result }) => (result.counts.failures ?? []).length > 0)) print('\nFailed:')
  for (const { name, result } of done) {
    for (const { title, message } of result.counts.failures ?? []) print(`  ${name}: ${title}: ${message}`)
  }
  print('\nStep                Time  Passed  Failed  Skipped')
  for (const { name, result, milliseconds } of done) {
    const { passed, failed, skips: skipped } = result.counts
    const cells = [passed, failed, skipped.length].map((count) => String(count).padStart(7))
    print(
      `${marks[result.outcome]} ${name.padEnd(14)}${formatDuration(milliseconds).padStart(8)} ${cells.join(' ')}`,
    )
  }
  const total = totals(done.map(({ result }) => result))
  print(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  return total.failed
}

/** @param {readonly StepResult[]} results */
export function totals(results) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { counts } of results) {
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped += counts.skips.length
  }
  return total
}

/** @param {StepResult} result */
function countsOf({ counts, outcome }) {
  const parts = []
  if (counts.passed > 0) parts.push(`${counts.passed} passed`)
  if (counts.failed > 0) parts.push(`${counts.failed} failed`)
  if (counts.skips.length > 0) parts.push(`${counts.skips.length} skipped`)
  return parts.join(', ') || outcome
}
