// Finds a busybox that works alone in a root file system: one that is linked statically.
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { searchPath } from '../common/process.mjs'

/** ELF: a program header of this type names the dynamic linker, so a static program has none. */
const interpreterHeader = 3

export function findStaticBusybox() {
  const names = ['busybox', 'busybox.static', 'busybox-static']
  return searchPath()
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isStaticProgram)
}

/** @param {string} path */
export function isStaticProgram(path) {
  try {
    const header = readBytes(path, 0, 64)
    if (header.toString('latin1', 0, 4) !== '\x7fELF' || header[4] !== 2 || header[5] !== 1) return false // 64 bit, LE
    const size = header.readUInt16LE(54)
    const table = readBytes(path, Number(header.readBigUInt64LE(32)), size * header.readUInt16LE(56))
    for (let at = 0; at < table.length; at += size) {
      if (table.readUInt32LE(at) === interpreterHeader) return false
    }
    return true
  } catch {
    return false // not there, not readable or too short to be a program
  }
}

/**
 * @param {string} path
 * @param {number} from
 * @param {number} length
 */
function readBytes(path, from, length) {
  const descriptor = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(length)
    if (readSync(descriptor, bytes, 0, length, from) !== length) throw new Error(`${path} is cut short`)
    return bytes
  } finally {
    closeSync(descriptor)
  }
}
