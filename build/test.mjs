// `npm test`: set-up, then every check and every test; the last line is the total. `npm test -- unit e2e` runs these
// steps alone. A failed step does not hide the results of the others.
import './common/requirements.mjs'
import { performance } from 'node:perf_hooks'
import { BuildError, runMain } from './common/output.mjs'
import { endGroups } from './common/process.mjs'
import { resolveElectron } from './electron.mjs'
import { startVirtualDisplay } from './run/display.mjs'
import { setUp } from './setup.mjs'
import { resultOfSkip } from './test/report.mjs'
import { steps } from './test/steps.mjs'
import { printStep, printSummary } from './test/summary.mjs'

/** @typedef {import('./test/steps.mjs').Step} Step */
/** @typedef {import('./test/steps.mjs').Context} Context */
/** @typedef {import('./test/report.mjs').StepResult} StepResult */

await runMain(async () => {
  const chosen = chooseSteps(process.argv.slice(2))
  stopOnSignals()
  await setUp({ purpose: 'test' })
  const electron = await resolveElectron()
  const display = await startVirtualDisplay()
  try {
    const done = await runSteps(chosen, { electron, display: display.name, results: new Map() })
    return printSummary(done) > 0 ? 1 : 0
  } finally {
    display.stop()
  }
})

/**
 * The named steps in their order, with those that they need. All, if none is named.
 * @param {readonly string[]} names
 */
function chooseSteps(names) {
  const unknown = names.find((name) => !steps.some((step) => step.name === name))
  if (unknown !== undefined) {
    throw new BuildError(
      `There is no step ${unknown}. The steps: ${steps.map(({ name }) => name).join(', ')}.`,
    )
  }
  const wanted = new Set(names)
  // Backwards, so that what a needed step needs is found too.
  for (const step of steps.toReversed())
    if (wanted.has(step.name)) for (const need of step.needs) wanted.add(need)
  return names.length === 0 ? [...steps] : steps.filter(({ name }) => wanted.has(name))
}

/**
 * @param {readonly Step[]} chosen
 * @param {Context} context
 */
async function runSteps(chosen, context) {
  /** @type {{ name: string, result: StepResult, milliseconds: number }[]} */
  const done = []
  /** @param {Step} step */
  async function runStep(step) {
    const began = performance.now()
    const missing = step.needs.find((need) => context.results.get(need)?.outcome !== 'passed')
    const result = missing ? resultOfSkip(step.name, `${missing} failed`) : await step.run(context)
    const milliseconds = performance.now() - began
    context.results.set(step.name, result)
    printStep(step.name, result, milliseconds)
    done.push({ name: step.name, result, milliseconds })
  }
  await Promise.all(chosen.filter((step) => step.isCheck).map(runStep))
  for (const step of chosen.filter(({ isCheck }) => !isCheck)) await runStep(step)
  // The checks ended in an order of their own.
  return chosen.flatMap(({ name }) => done.filter((result) => result.name === name))
}

/** Nothing that was started goes on when the command is interrupted. */
function stopOnSignals() {
  for (const [signal, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])) {
    process.once(signal, () => {
      endGroups()
      process.exit(code)
    })
  }
}
