// The shape of an Electron distribution folder on Linux, and how one is told from a broken copy.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {object} Electron
 * @property {string} path the executable
 * @property {string} dist the folder with everything that belongs to it
 * @property {string} version
 * @property {'override' | 'official' | 'registry'} source
 */

/** @param {string} dist */
export function executableIn(dist) {
  return join(dist, 'electron')
}

/**
 * The version that a distribution folder states, if there is an executable in it.
 * @param {string} dist
 * @returns {string | undefined}
 */
export function versionOf(dist) {
  try {
    if (!statSync(executableIn(dist)).isFile()) return undefined
    return readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
  } catch {
    return undefined // no such folder, or half of one
  }
}
