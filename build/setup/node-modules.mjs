// Keeps node_modules what package-lock.json says, with `npm ci` only when it is not.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../common/lock.mjs'
import { BuildError, say } from '../common/output.mjs'
import { cacheFolder, repository } from '../common/paths.mjs'
import { npmCommand, run } from '../common/process.mjs'

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, peer?: boolean, link?: boolean }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/** @param {string} [folder] the repository */
export async function setUpNodeModules(folder = repository) {
  if (isCurrent(folder)) return
  const clone = createHash('sha256').update(folder).digest('hex').slice(0, 12)
  await withLock(join(cacheFolder(), `npm-ci-${clone}.lock`), 'installing the npm packages', async () => {
    if (isCurrent(folder)) return // the command we waited for did it
    say('Installing the npm packages (npm ci) …')
    rmSync(stampPath(folder), { force: true })
    const { program, args } = npmCommand([
      'ci',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--loglevel=error',
    ])
    const result = await run(program, args, { cwd: folder })
    if (!result.ok) throw new BuildError(`${result.output.trim()}\n\nnpm ci failed: what npm says is above.`)
    writeStamp(folder)
  })
}

/** @param {string} folder */
function isCurrent(folder) {
  if (!existsSync(join(folder, 'node_modules'))) return false
  if (readText(stampPath(folder)) === lockHash(folder)) return true
  // A developer's own `npm install` is as good as ours: npm notes what it installed in a lock file of its own.
  if (!satisfies(installedPackages(folder), lockedPackages(folder))) return false
  writeStamp(folder)
  return true
}

/**
 * Whether what is installed is what is locked. Optional packages may be missing (they are for other platforms), nothing
 * may differ, and nothing may be there that is not locked.
 * @param {LockedPackages | undefined} installed
 * @param {LockedPackages | undefined} locked
 */
export function satisfies(installed, locked) {
  if (!installed || !locked) return false
  for (const [path, wanted] of Object.entries(locked)) {
    if (path === '') continue
    const found = installed[path]
    if (!found && !wanted.optional) return false
    if (found && (found.version !== wanted.version || found.integrity !== wanted.integrity)) return false
  }
  return Object.keys(installed).every((path) => path in locked)
}

/** @param {string} folder */
function stampPath(folder) {
  return join(folder, 'node_modules', '.runc-desktop-lock')
}

/** @param {string} folder */
function writeStamp(folder) {
  writeFileSync(stampPath(folder), lockHash(folder))
}

/** @param {string} folder */
function lockHash(folder) {
  return createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
}

/** @param {string} folder */
function lockedPackages(folder) {
  return readPackages(join(folder, 'package-lock.json'))
}

/** @param {string} folder */
function installedPackages(folder) {
  return readPackages(join(folder, 'node_modules', '.package-lock.json'))
}

/**
 * @param {string} path
 * @returns {LockedPackages | undefined}
 */
function readPackages(path) {
  const text = readText(path)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text).packages
  } catch {
    return undefined // cut short by an interrupted npm: the same as not being there
  }
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
