// What one step of `npm test` came to, whichever tool ran it.
import { stripVTControlCharacters } from 'node:util'

/**
 * @typedef {{ title: string, reason: string }} Skip
 * @typedef {{ title: string, message: string }} Failure
 *
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed what belongs to no test, such as a file that cannot be loaded, included
 * @property {Skip[]} skips
 * @property {Failure[]} [failures] those of tests, each with the first line of why
 *
 * @typedef {object} StepResult
 * @property {'passed' | 'failed' | 'skipped'} outcome
 * @property {Counts} counts
 * @property {string} output
 * @property {string} [reason] why the whole step was skipped
 */

/**
 * The result of a tool that ran tests. One that fails without a failing test (it crashed, ran out of time or found
 * nothing to run) is a failure all the same.
 * @param {import('../common/process.mjs').RunResult} result
 * @param {Counts | undefined} counts what its report says, if it wrote one
 * @returns {StepResult}
 */
export function resultOfTests(result, counts) {
  const known = counts ?? { passed: 0, failed: 0, skips: [] }
  const failed = result.ok && counts ? known.failed : Math.max(known.failed, 1)
  const note = result.timedOut ? '\nIt ran out of time and was stopped.' : ''
  return {
    outcome: failed > 0 ? 'failed' : 'passed',
    counts: { ...known, failed },
    output: result.output + note,
  }
}

/**
 * The result of a check. It is no test, and is counted only when it fails.
 * @param {import('../common/process.mjs').RunResult} result
 * @returns {StepResult}
 */
export function resultOfCheck(result) {
  const note = result.timedOut ? '\nIt ran out of time and was stopped.' : ''
  return {
    outcome: result.ok ? 'passed' : 'failed',
    counts: { passed: 0, failed: result.ok ? 0 : 1, skips: [] },
    output: result.output + note,
  }
}

/**
 * A step that was not run, counted as one skipped test.
 * @param {string} name
 * @param {string} reason
 * @returns {StepResult}
 */
export function resultOfSkip(name, reason) {
  return {
    outcome: 'skipped',
    counts: { passed: 0, failed: 0, skips: [{ title: `all of ${name}`, reason }] },
    output: '',
    reason,
  }
}

/**
 * Reads Playwright's JSON report. A test that passed only when it was run again has passed; its output tells.
 * @param {PlaywrightReport} report
 * @returns {Counts}
 *
 * @typedef {{ type: string, description?: string }} Annotation
 * @typedef {{ errors?: { message?: string }[] }} PlaywrightAttempt
 * @typedef {{ status: string, projectName: string, annotations: Annotation[], results?: PlaywrightAttempt[] }} PlaywrightTest
 * @typedef {{ title: string, suites?: PlaywrightSuite[], specs?: { title: string, tests: PlaywrightTest[] }[] }} PlaywrightSuite
 * @typedef {{ suites: PlaywrightSuite[], errors?: unknown[] }} PlaywrightReport
 */
export function countPlaywright(report) {
  /** @type {Failure[]} */
  const failures = []
  /** @type {Counts} */
  const counts = { passed: 0, failed: report.errors?.length ?? 0, skips: [], failures }
  /**
   * @param {PlaywrightSuite} suite
   * @param {string} path
   */
  function walk(suite, path) {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const title = `[${test.projectName}] ${path}${spec.title}`
        if (test.status === 'skipped') {
          const annotation = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')
          counts.skips.push({ title, reason: annotation?.description ?? '' })
        } else if (test.status === 'unexpected') {
          counts.failed += 1
          failures.push({ title, message: firstLine(test.results?.at(-1)?.errors?.[0]?.message) })
        } else counts.passed += 1
      }
    }
    for (const child of suite.suites ?? []) walk(child, `${path}${child.title} › `)
  }
  for (const suite of report.suites) walk(suite, '')
  return counts
}

/**
 * What an assertion says first, without colours.
 * @param {string | undefined} message
 */
export function firstLine(message = '') {
  return stripVTControlCharacters(message).trimStart().split('\n', 1)[0] ?? ''
}
