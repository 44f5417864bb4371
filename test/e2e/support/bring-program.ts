// A program of this machine, with the libraries and the terminals' descriptions that it needs, into a container's root file
// system: for what busybox has no like of.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findProgram } from '../../../build/common/process.mjs'

const terminfo = ['/lib/terminfo/x/xterm-256color', '/usr/share/terminfo/x/xterm-256color']

/** Into its /bin, by its own name. False when this machine does not have it. */
export function bringProgram(rootfs: string, name: string): boolean {
  const program = findProgram(name)
  if (!program) return false
  const path = realpathSync(program)
  const { stdout } = spawnSync('ldd', [path], { encoding: 'utf8' })
  const libraries = [...stdout.matchAll(/(\/\S+\.so\S*) \(0x/g)].flatMap(([, library]) => library ?? [])
  for (const file of [...libraries, ...terminfo]) {
    if (!existsSync(file)) continue
    mkdirSync(join(rootfs, dirname(file)), { recursive: true })
    cpSync(realpathSync(file), join(rootfs, file))
  }
  cpSync(path, join(rootfs, 'bin', name))
  return true
}
