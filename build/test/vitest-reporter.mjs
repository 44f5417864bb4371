// A Vitest reporter that writes what the summary needs, with the reasons of skipped tests, which Vitest's own JSON lacks.
import { writeFileSync } from 'node:fs'
import { firstLine } from './report.mjs'

/** The variable that names the file to write. */
export const reportVariable = 'RUNC_DESKTOP_TEST_REPORT'

/** Vitest makes an instance of a reporter module's default export. */
export default class SummaryReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    /** @type {import('./report.mjs').Failure[]} */
    const failures = []
    /** @type {import('./report.mjs').Counts} */
    const counts = { passed: 0, failed: unhandledErrors.length, skips: [], failures }
    /** For whoever asks where the time goes: the slowest first, in milliseconds. @type {[string, number][]} */
    const files = []
    for (const module of modules) {
      files.push([module.relativeModuleId, Math.round(module.diagnostic().duration)])
      // A module that cannot be loaded has no tests to fail.
      if (module.errors().length > 0) counts.failed += 1
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') counts.passed += 1
        else if (result.state === 'failed') {
          counts.failed += 1
          const title = `${module.relativeModuleId}: ${test.fullName}`
          failures.push({ title, message: firstLine(result.errors[0]?.message) })
        } else counts.skips.push({ title: test.fullName, reason: noteOf(result) })
      }
    }
    const path = process.env[reportVariable]
    if (path)
      writeFileSync(
        path,
        JSON.stringify({ ...counts, files: files.toSorted(([, one], [, other]) => other - one) }),
      )
  }
}

/** @param {import('vitest/node').TestResult} result */
function noteOf(result) {
  return result.state === 'skipped' ? (result.note ?? '') : ''
}
