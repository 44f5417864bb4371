// The steps of `npm test`, in order. Each answers with a result and never throws for what it tests.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BuildError } from '../common/output.mjs'
import { repository } from '../common/paths.mjs'
import { run } from '../common/process.mjs'
import { packagedExecutable } from '../packaging/package-app.mjs'
import { buildApp } from '../run/build-app.mjs'
import { whyNotV2 } from './cgroup-v2.mjs'
import { otherPrograms } from './debian-programs.mjs'
import { resultOfCheck, resultOfSkip } from './report.mjs'
import { listPlaywrightProjects, runPlaywright, runScript, runVitest } from './runners.mjs'

/** @typedef {import('./report.mjs').StepResult} StepResult */

/**
 * @typedef {object} Context
 * @property {import('../electron/places.mjs').Electron} electron
 * @property {string} display for DISPLAY
 * @property {Map<string, StepResult>} results of the steps before
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} needs steps without which this one makes no sense; they are run first when it is asked for alone
 * @property {boolean} [isCheck] may run beside the other checks
 * @property {(context: Context) => Promise<StepResult>} run
 */

/** Generous against a busy two-core machine; together with set-up they stay far from the time that CI allows. */
const limitsMs = {
  unit: 3 * 60_000,
  integration: 20 * 60_000,
  e2e: 25 * 60_000,
  package: 3 * 60_000,
  packaged: 3 * 60_000,
}

/**
 * What runs once, of the engine: it has nothing to do with cgroups (sessions, programs, roots), or under the second hierarchy
 * of a hybrid machine nothing to work with (managers).
 */
const onceOnly = [
  'test/integration/engine/{bad-luck,bad-roots,chaos,faults,managers,missing-programs,ordinary-user,port-entry,sessions,terminals}.test.ts',
]

const v2Runner = fileURLToPath(new URL('cgroup-v2.mjs', import.meta.url))

/** The Playwright project that drives the packaged app. The others drive the built one. */
const packagedProject = 'packaged'

/** @type {readonly Step[]} */
export const steps = [
  { name: 'format', needs: [], isCheck: true, run: () => runScript('format:check') },
  { name: 'lint', needs: [], isCheck: true, run: () => runScript('lint') },
  { name: 'types', needs: [], isCheck: true, run: () => runScript('types') },
  {
    name: 'unit',
    needs: [],
    run: () => runVitest({ name: 'unit', project: 'unit*', timeoutMs: limitsMs.unit }),
  },
  { name: 'integration', needs: [], run: runIntegration },
  { name: 'integration-v2', needs: [], run: runIntegrationV2 },
  { name: 'build', needs: [], run: runBuild },
  { name: 'e2e', needs: ['build'], run: runEndToEnd },
  { name: 'package', needs: ['build'], run: runPackaging },
  { name: 'packaged', needs: ['package'], run: runPackaged },
]

async function runIntegration() {
  if (process.getuid?.() !== 0) return resultOfSkip('integration', 'needs root: it makes rootful containers')
  // Once on a machine, and not within the time of the tests; those that need them skip where there are none.
  await otherPrograms()
  return runVitest({ project: 'integration', timeoutMs: limitsMs.integration })
}

async function runIntegrationV2() {
  const reason = whyNotV2()
  if (reason) return resultOfSkip('integration-v2', reason)
  return runVitest({
    name: 'integration-v2',
    project: 'integration',
    timeoutMs: limitsMs.integration,
    within: ['unshare', '-m', process.execPath, v2Runner],
    exclude: onceOnly,
  })
}

function runBuild() {
  return asStep(async () => {
    await buildApp()
  })
}

/** @param {Context} context */
async function runEndToEnd(context) {
  const projects = await listPlaywrightProjects()
  return runPlaywright({
    name: 'e2e',
    args: projects.filter((project) => project !== packagedProject).map((project) => `--project=${project}`),
    timeoutMs: limitsMs.e2e,
    extra: environmentOf(context),
  })
}

// In a process of its own: electron-builder writes to the terminal as it likes.
async function runPackaging() {
  const script = join(repository, 'build', 'dist.mjs')
  return resultOfCheck(
    await run(process.execPath, [script, '--flavour=e2e'], {
      cwd: repository,
      timeoutMs: limitsMs.package,
      isGroup: true,
    }),
  )
}

/** @param {Context} context */
function runPackaged(context) {
  return runPlaywright({
    name: 'packaged',
    args: [`--project=${packagedProject}`],
    timeoutMs: limitsMs.packaged,
    extra: { ...environmentOf(context), RUNC_DESKTOP_PACKAGED: packagedExecutable('e2e') },
  })
}

/**
 * @param {Context} context
 * @returns {NodeJS.ProcessEnv}
 */
function environmentOf({ electron, display }) {
  return { DISPLAY: display, WAYLAND_DISPLAY: undefined, RUNC_DESKTOP_ELECTRON: electron.path }
}

/**
 * A piece of work that says what went wrong by throwing.
 * @param {() => Promise<void>} work
 * @returns {Promise<StepResult>}
 */
async function asStep(work) {
  try {
    await work()
    return { outcome: 'passed', counts: { passed: 0, failed: 0, skips: [] }, output: '' }
  } catch (error) {
    const output =
      error instanceof BuildError ? error.message : String(error instanceof Error ? error.stack : error)
    return { outcome: 'failed', counts: { passed: 0, failed: 1, skips: [] }, output }
  }
}
