// `npm run chaos [-- --seed N] [--operations N] [--campaigns N]`: set-up, a build, and campaigns of test/chaos: the real
// engine on real runc, killed at random moments, with nothing lost and nothing left. Prints what was done; what was
// violated, with how to repeat it, makes the exit code 1.
import './common/requirements.mjs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { BuildError, formatDuration, print, runMain, say } from './common/output.mjs'
import { repository } from './common/paths.mjs'
import { searchPath } from './common/process.mjs'
import { buildApp } from './run/build-app.mjs'
import { setUp } from './setup.mjs'
import { programsForChaos } from './test/chaos-programs.mjs'

const bundles = join(repository, 'out', 'chaos-src')

/** Enough to meet what happens once in a hundred times, in some two minutes. */
const defaultOperations = 240

await runMain(async () => {
  const { seed, operations, campaigns, isVerbose } = readOptions()
  if (process.getuid?.() !== 0) throw new BuildError('npm run chaos makes rootful containers and needs root.')
  await setUp({ purpose: 'bench' })
  await buildApp()
  const interruption = new AbortController()
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.once(signal, () => interruption.abort())
  const { signal } = interruption
  process.chdir(repository)
  process.env.PATH = searchPath().join(':')
  const { runCampaign } = await load()
  const programs = await programsForChaos()
  if (!programs.hasCriu) say('No CRIU works here: no checkpoints are taken.')
  let violations = 0
  for (let campaign = 0; campaign < campaigns && !signal.aborted; campaign += 1) {
    const options = {
      seed: seed + campaign,
      operations,
      program: join(repository, 'out/main/engine-stdio.js'),
      ...programs,
    }
    say(`Seed ${options.seed}: ${operations} operations …`)
    const began = performance.now()
    const report = await runCampaign({ ...options, ...(isVerbose ? { onRound: say } : {}) })
    print(`\nSeed ${options.seed}, ${formatDuration(performance.now() - began)}\n\n${report.table()}\n`)
    violations += report.violations.length
  }
  return violations > 0 ? 1 : 0
})

function readOptions() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      operations: { type: 'string' },
      campaigns: { type: 'string' },
      verbose: { type: 'boolean' },
    },
  })
  return {
    seed: count('seed', values.seed, Math.floor(Math.random() * 1_000_000)),
    operations: count('operations', values.operations, defaultOperations),
    campaigns: count('campaigns', values.campaigns, 1),
    isVerbose: values.verbose ?? false,
  }
}

/**
 * @param {string} name
 * @param {string | undefined} text
 * @param {number} otherwise
 */
function count(name, text, otherwise) {
  if (text === undefined) return otherwise
  if (!/^\d{1,9}$/.test(text)) throw new BuildError(`--${name} takes a whole number, not ${text}.`)
  return Number(text)
}

/**
 * The campaigns are TypeScript, which Node 20 does not run: Vite bundles them, with their dependencies left outside.
 * @returns {Promise<typeof import('../test/chaos/chaos.ts')>}
 */
async function load() {
  const { build } = await import('vite')
  await build({
    configFile: false,
    root: repository,
    logLevel: 'warn',
    build: {
      ssr: join(repository, 'test/chaos/chaos.ts'),
      outDir: bundles,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'chaos.mjs' } },
    },
  })
  return import(pathToFileURL(join(bundles, 'chaos.mjs')).href)
}
