// What a cached runtime's executable was when it was made, so that each use can tell cheaply that it still is.
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashFile } from './hash.mjs'

/**
 * @typedef {object} Manifest
 * @property {string} sha256
 * @property {number} size
 * @property {number} modifiedMs
 */

/**
 * Size and time are looked at each time, the content only when they differ.
 * @param {string} folder where the manifest lies
 * @param {string} executable
 */
export async function isIntact(folder, executable) {
  const manifest = readManifest(folder)
  if (!manifest) return false
  const { size, mtimeMs } = statSync(executable)
  if (size === manifest.size && Math.round(mtimeMs) === manifest.modifiedMs) return true
  // Copied, restored from a backup or touched: the time is worth nothing then, the content decides.
  if ((await hashFile(executable, 'sha256')).toString('hex') !== manifest.sha256) return false
  try {
    await writeManifest(folder, executable)
  } catch {
    // Another user's cache that we may only read: the hash is taken again next time.
  }
  return true
}

/**
 * @param {string} folder
 * @param {string} executable
 */
export async function writeManifest(folder, executable) {
  const { size, mtimeMs } = statSync(executable)
  const sha256 = (await hashFile(executable, 'sha256')).toString('hex')
  /** @type {Manifest} */
  const manifest = { sha256, size, modifiedMs: Math.round(mtimeMs) }
  writeFileSync(manifestPath(folder), `${JSON.stringify(manifest, null, 2)}\n`)
}

/**
 * @param {string} folder
 * @returns {Manifest | undefined}
 */
function readManifest(folder) {
  try {
    return JSON.parse(readFileSync(manifestPath(folder), 'utf8'))
  } catch {
    return undefined // never made
  }
}

/** @param {string} folder */
function manifestPath(folder) {
  return join(folder, 'manifest.json')
}
