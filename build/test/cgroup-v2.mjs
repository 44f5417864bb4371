// Runs the rest of its command line under cgroup v2, on a machine that is on v1 or hybrid: takes every cgroup mount out of
// its mount namespace and mounts the unified tree alone. Only ever started in a namespace of its own (`unshare -m`);
// nothing of it shows outside.
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const root = '/sys/fs/cgroup'

/**
 * The type of the file system at the cgroup root, and the mounts at and below it, innermost first.
 * @param {string} mounts /proc/self/mounts
 */
export function readCgroupMounts(mounts) {
  const entries = mounts
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, path]) => path === root || path?.startsWith(`${root}/`))
  const paths = entries.map(([, path]) => path ?? '').toReversed()
  return { type: entries.find(([, path]) => path === root)?.[2], paths }
}

/**
 * Why the tests cannot or need not run a second time under v2.
 * @returns {string | undefined}
 */
export function whyNotV2() {
  if (process.getuid?.() !== 0) return 'needs root: it mounts the unified tree in a namespace of its own'
  if (readCgroupMounts(readFileSync('/proc/self/mounts', 'utf8')).type === 'cgroup2') {
    return 'this machine is on cgroup v2 already: the first run was it'
  }
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'pipe' })
    return undefined
  } catch {
    return 'this system lets nobody make a mount namespace'
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const path of readCgroupMounts(readFileSync('/proc/self/mounts', 'utf8')).paths)
    execFileSync('umount', [path])
  execFileSync('mount', ['-t', 'cgroup2', 'none', root])
  const [program = '', ...args] = process.argv.slice(2)
  const child = spawn(program, args, { stdio: 'inherit' })
  child.once('exit', (code) => process.exit(code ?? 1))
}
