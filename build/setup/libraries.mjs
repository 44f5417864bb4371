// Tells whether the dynamic linker knows a shared library, from its own cache: package names differ between
// distributions and releases, library names do not.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../common/process.mjs'

/** How the linker's cache marks this machine's own architecture; a 32-bit library of the same name is of no use. */
const marks = /** @type {Record<string, string>} */ ({ x64: 'x86-64', arm64: 'AArch64' })

const libraryFolders = ['/lib64', '/usr/lib64', '/usr/lib', '/lib', '/usr/local/lib']

/** @type {Set<string> | undefined} */
let known

/** @param {string} name */
export function hasLibrary(name) {
  known ??= readLinkerCache()
  return known.has(name) || libraryFolders.some((folder) => existsSync(join(folder, name)))
}

/** Forgets what was read, after something was installed. */
export function forgetLibraries() {
  known = undefined
}

function readLinkerCache() {
  const ldconfig = findProgram('ldconfig')
  if (!ldconfig) return new Set(/** @type {string[]} */ ([]))
  return parseLinkerCache(execFileSync(ldconfig, ['-p'], { encoding: 'utf8' }), process.arch)
}

/**
 * @param {string} text what `ldconfig -p` prints
 * @param {string} architecture Node's name of it
 */
export function parseLinkerCache(text, architecture) {
  const mark = marks[architecture]
  const names = new Set(/** @type {string[]} */ ([]))
  for (const line of text.split('\n')) {
    const match = /^\s*(\S+) \((.*?)\) => /.exec(line)
    if (match?.[1] && (!mark || match[2]?.includes(mark))) names.add(match[1])
  }
  return names
}
