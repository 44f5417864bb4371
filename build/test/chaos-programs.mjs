// What a campaign of chaos drives: the machine's programs, and a CRIU that works, the machine's own or a newer one.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { findProgram, searchPath } from '../common/process.mjs'
import { otherPrograms } from './debian-programs.mjs'

/**
 * @returns {Promise<{ searchPath: string, hasCriu: boolean }>}
 */
export async function programsForChaos() {
  const own = searchPath().join(':')
  if (works(findProgram('criu'))) return { searchPath: own, hasCriu: true }
  const { criu } = await otherPrograms()
  if (criu === null || !works(join(criu.directory, 'criu'))) return { searchPath: own, hasCriu: false }
  return { searchPath: `${criu.directory}:${own}`, hasCriu: true }
}

/**
 * @param {string | undefined} path
 */
function works(path) {
  return typeof path === 'string' && spawnSync(path, ['check'], { stdio: 'ignore' }).status === 0
}
