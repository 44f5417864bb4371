// Runs the test tools as children of their own and turns what they report into counts.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../common/paths.mjs'
import { print } from '../common/output.mjs'
import { npmCommand, run, searchPath } from '../common/process.mjs'
import { countPlaywright, resultOfCheck, resultOfTests } from './report.mjs'
import { reportVariable } from './vitest-reporter.mjs'

/** Where logs and reports of the steps lie. */
export const reportFolder = join(repository, 'out', 'test')

/** A check takes seconds; this much means that it hangs. */
const checkWithinMs = 3 * 60_000

/** runc lies in a folder that an ordinary user's PATH may lack. */
export function testEnvironment() {
  /** @type {NodeJS.ProcessEnv} */
  const environment = { ...process.env, PATH: searchPath().join(':') }
  delete environment.ELECTRON_RUN_AS_NODE
  if (!process.stdout.isTTY) environment.NO_COLOR ??= '1' // logs are for reading
  return environment
}

/**
 * One of package.json's own scripts, so that there is one way to run it.
 * @param {string} script
 */
export async function runScript(script) {
  const { program, args } = npmCommand(['run', '--silent', script])
  return resultOfCheck(await run(program, args, { cwd: repository, timeoutMs: checkWithinMs, isGroup: true }))
}

/**
 * @param {object} options
 * @param {string} options.project
 * @param {number} options.timeoutMs
 * @param {string} [options.name] for its report, where a project runs twice
 * @param {readonly string[]} [options.within] a command that runs the rest of the line
 * @param {readonly string[]} [options.exclude] patterns of files that are left out
 * @param {NodeJS.ProcessEnv} [options.extra]
 */
export async function runVitest(options) {
  const { project, timeoutMs, name = project, within = [], exclude = [], extra = {} } = options
  const report = prepareReport(name)
  const script = join(repository, 'node_modules', 'vitest', 'vitest.mjs')
  const [program, ...args] = [
    ...within,
    process.execPath,
    script,
    'run',
    '--config=build/vitest.config.ts',
    `--project=${project}`,
    ...exclude.map((pattern) => `--exclude=${pattern}`),
    '--reporter=default',
    `--reporter=${join(repository, 'build', 'test', 'vitest-reporter.mjs')}`,
  ]
  const env = { ...testEnvironment(), ...extra, [reportVariable]: report }
  const result = await run(program, args, { cwd: repository, env, timeoutMs, isGroup: true })
  return resultOfTests(result, readReport(report))
}

const playwright = join(repository, 'node_modules', '@playwright', 'test', 'cli.js')
const playwrightConfiguration = '--config=test/e2e/playwright.config.ts'

/**
 * The projects of Playwright's configuration: it can be told which to run, but not which to leave out.
 * @returns {Promise<string[]>}
 */
export async function listPlaywrightProjects() {
  const line = [playwright, 'test', playwrightConfiguration, '--list', '--reporter=json']
  const { stdout } = await run(process.execPath, line, { cwd: repository, env: testEnvironment() })
  try {
    return JSON.parse(stdout).config.projects.map((/** @type {{ name: string }} */ project) => project.name)
  } catch {
    return [] // a broken configuration: the run that follows says how
  }
}

/**
 * @param {object} options
 * @param {string} options.name
 * @param {readonly string[]} options.args
 * @param {number} options.timeoutMs
 * @param {NodeJS.ProcessEnv} options.extra
 */
export async function runPlaywright({ name, args, timeoutMs, extra }) {
  const report = prepareReport(name)
  const line = [playwright, 'test', playwrightConfiguration, '--reporter=list,json', ...args]
  const env = { ...testEnvironment(), ...extra, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const result = await run(process.execPath, line, { cwd: repository, env, timeoutMs, isGroup: true })
  const parsed = readReport(report)
  return resultOfTests(result, parsed && countPlaywright(parsed))
}

/**
 * Runs the pictures, which are no tests, with their output as it comes.
 * @param {NodeJS.ProcessEnv} extra
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function takePictures(extra, args) {
  const line = [playwright, 'test', '--config=test/e2e/pictures/pictures.config.ts', ...args]
  const result = await run(process.execPath, line, {
    cwd: repository,
    env: { ...testEnvironment(), ...extra },
  })
  print(result.output)
  return result.ok ? 0 : 1
}

/** @param {string} name */
function prepareReport(name) {
  mkdirSync(reportFolder, { recursive: true })
  const path = join(reportFolder, `${name}.json`)
  rmSync(path, { force: true })
  return path
}

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined // the tool ended before it wrote one: counted as a failure
  }
}
