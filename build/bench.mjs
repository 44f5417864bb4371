// `npm run bench [name…]`: set-up, a build, and the benches of test/bench, one after the other. Prints a table of each and
// writes out/bench/<name>.json. A bench that cannot run says why, and leaves no figure.
//
// A bench exports `run({ electron, switches })`: the path of the executable and what this machine needs on its command
// line. It runs in this process, with the repository as its folder and a display of its own.
import './common/requirements.mjs'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkMetrics, formatTable } from './bench/table.mjs'
import { describeMachine } from './bench/machine.mjs'
import { BuildError, print, runMain, say } from './common/output.mjs'
import { repository } from './common/paths.mjs'
import { searchPath } from './common/process.mjs'
import { resolveElectron } from './electron.mjs'
import { buildApp } from './run/build-app.mjs'
import { startVirtualDisplay } from './run/display.mjs'
import { machineSwitches } from './run/launch.mjs'
import { setUp } from './setup.mjs'

const sources = join(repository, 'test', 'bench')
const bundles = join(repository, 'out', 'bench-src')
const results = join(repository, 'out', 'bench')

await runMain(async () => {
  const names = chooseBenches(process.argv.slice(2))
  await setUp({ purpose: 'bench' })
  const [electron] = await Promise.all([resolveElectron(), buildApp()])
  const display = await startVirtualDisplay()
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.once(signal, () => process.exit(130))
  process.chdir(repository)
  process.env.PATH = searchPath().join(':')
  process.env.DISPLAY = display.name
  delete process.env.WAYLAND_DISPLAY
  const context = { electron: electron.path, switches: machineSwitches({ isVirtual: true }) }
  let failed = 0
  for (const name of names) if (!(await runBench(name, context, electron.version))) failed += 1
  display.stop()
  return failed > 0 ? 1 : 0
})

/** @param {readonly string[]} wanted */
function chooseBenches(wanted) {
  const known = readdirSync(sources)
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => file.slice(0, -'.bench.ts'.length))
  const unknown = wanted.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new BuildError(`There is no bench ${unknown}. The benches: ${known.join(', ')}.`)
  return wanted.length > 0 ? [...wanted] : known
}

/**
 * @param {string} name
 * @param {{ electron: string, switches: string[] }} context
 * @param {string} electronVersion
 * @returns {Promise<boolean>} whether it has figures
 */
async function runBench(name, context, electronVersion) {
  const file = join(results, `${name}.json`)
  rmSync(file, { force: true }) // figures of an earlier run must not pass for this one's
  say(`Running ${name} …`)
  try {
    const metrics = checkMetrics(await (await load(name)).run(context))
    mkdirSync(results, { recursive: true })
    const machine = await describeMachine(electronVersion)
    writeFileSync(file, `${JSON.stringify({ name, machine, metrics }, null, 2)}\n`)
    print(`\n${name}  (${relative(process.cwd(), file)})\n${formatTable(metrics)}\n`)
    return true
  } catch (error) {
    print(`\n${name}: no figures. ${String(error instanceof Error ? error.stack : error)}\n`)
    return false
  }
}

/**
 * Benches are TypeScript, which Node 20 does not run: Vite bundles one, with its dependencies left outside.
 * @param {string} name
 * @returns {Promise<{ run: (context: { electron: string, switches: string[] }) => Promise<unknown> }>}
 */
async function load(name) {
  const { build } = await import('vite')
  await build({
    configFile: false,
    root: repository,
    logLevel: 'warn',
    build: {
      ssr: join(sources, `${name}.bench.ts`),
      outDir: bundles,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  })
  return import(pathToFileURL(join(bundles, `${name}.mjs`)).href)
}
