// Set-up, behind every command: brings the npm packages and the system's own to what the purpose needs. Quick and silent
// when there is nothing to do. `node build/setup.mjs [start|test|bench|dist]` runs it alone.
import './common/requirements.mjs'
import { pathToFileURL } from 'node:url'
import { BuildError, runMain } from './common/output.mjs'
import { setUpManagers } from './setup/managers.mjs'
import { setUpNodeModules } from './setup/node-modules.mjs'
import { setUpSystem } from './setup/system.mjs'

/** @typedef {import('./setup/needs.mjs').Purpose} Purpose */

/** @type {readonly Purpose[]} */
const purposes = ['start', 'test', 'bench', 'dist']

/** @param {{ purpose: Purpose }} options */
export async function setUp({ purpose }) {
  await setUpSystem(purpose)
  await setUpNodeModules()
  if (purpose === 'test') await setUpManagers()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(() => {
    const purpose = purposes.find((known) => known === (process.argv[2] ?? 'start'))
    if (!purpose) throw new BuildError(`Set-up is for one of: ${purposes.join(', ')}.`)
    return setUp({ purpose })
  })
}
