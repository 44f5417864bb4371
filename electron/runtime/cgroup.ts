// The cgroup file system as libcontainer reads it: which version the machine has, whether a container is frozen, and
// how to clear away a cgroup that nobody owns any more.
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { readText } from './cgroup-files.ts'
import { systemCode } from './errors.ts'

export type CgroupMode = 'v1' | 'hybrid' | 'v2' | 'none'
export type Freezer = 'thawed' | 'freezing' | 'frozen'

const mountPoint = '/sys/fs/cgroup'

/** What statfs says of a cgroup2 file system. */
const cgroup2Magic = 0x63677270

/** How often an empty cgroup is removed again while the kernel still lets go of its last process. */
const removalAttempts = 5

export function detectCgroupMode(): CgroupMode {
  if (isCgroup2(mountPoint)) return 'v2'
  if (isCgroup2(join(mountPoint, 'unified'))) return 'hybrid'
  return existsSync(join(mountPoint, 'freezer')) || existsSync(join(mountPoint, 'memory')) ? 'v1' : 'none'
}

/**
 * Where we may make cgroups, relative to the hierarchies: `/` for root on a writable file system, our own cgroup when it
 * was delegated to us (v2 only), null where we may not.
 */
export function writableCgroup(mode: CgroupMode, isRoot: boolean): string | null {
  if (mode === 'none') return null
  if (isRoot) return isWritable(mode === 'v2' ? mountPoint : join(mountPoint, 'freezer')) ? '/' : null
  if (mode !== 'v2') return null
  const own = /^0::(\/.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1]
  if (own === undefined) return null
  const directory = join(mountPoint, own)
  return isWritable(directory) && isWritable(join(directory, 'cgroup.procs')) ? own : null
}

/** The files whose changes tell of a container: its freezer (v1) and its events (v2, also beside v1). */
export function watchableFiles(cgroupPaths: Record<string, string>): string[] {
  const files: string[] = []
  if (cgroupPaths['freezer']) files.push(join(cgroupPaths['freezer'], 'freezer.state'))
  if (cgroupPaths['']) files.push(join(cgroupPaths[''], 'cgroup.events'))
  return files
}

/** The cgroup that pause and resume act on; null when there is none on disk. */
export function freezerPath(cgroupPaths: Record<string, string>, mode: CgroupMode): string | null {
  const path = mode === 'v2' ? cgroupPaths[''] : cgroupPaths['freezer']
  const file = mode === 'v2' ? 'cgroup.freeze' : 'freezer.state'
  return path !== undefined && path !== '' && existsSync(join(path, file)) ? path : null
}

/**
 * The same as `freezerPath` and `readFreezer` in one read, for whoever asks of hundreds: null when there is no cgroup on
 * disk. `readKept` tells what a file held open says, or null.
 */
export function freezerOf(
  cgroupPaths: Record<string, string>,
  mode: CgroupMode,
  readKept: (path: string) => string | null = () => null,
): Freezer | null {
  const [directory, file, thawed] =
    mode === 'v2'
      ? ([cgroupPaths[''], 'cgroup.freeze', '0'] as const)
      : ([cgroupPaths['freezer'], 'freezer.state', 'THAWED'] as const)
  if (!directory) return null
  const state = readKept(`${directory}/${file}`)?.trim() ?? readText(directory, file)
  return state === null ? null : state === thawed ? 'thawed' : readFreezer(directory, mode)
}

/** libcontainer's GetFreezerState; a cgroup that is gone is not frozen. */
export function readFreezer(path: string, mode: CgroupMode): Freezer {
  try {
    if (mode === 'v2') {
      if (read(path, 'cgroup.freeze') !== '1') return 'thawed'
      return /^frozen 1$/m.test(read(path, 'cgroup.events')) ? 'frozen' : 'freezing'
    }
    const state = read(path, 'freezer.state')
    if (state === 'FREEZING') return 'freezing'
    // Frozen through an ancestor is not paused: nobody could resume it here.
    return state === 'FROZEN' && read(path, 'freezer.self_freezing') === '1' ? 'frozen' : 'thawed'
  } catch (error) {
    // ENODEV: the cgroup was removed while its file was open. EACCES: not ours, so nothing that we could resume.
    if (['ENOENT', 'ENODEV', 'EACCES'].includes(systemCode(error) ?? '')) return 'thawed'
    throw error
  }
}

/** A cgroup's directory in each hierarchy of the machine. */
export function directoriesOf(cgroupsPath: string, mode: CgroupMode): string[] {
  if (mode === 'none') return []
  if (mode === 'v2') return [join(mountPoint, cgroupsPath)]
  return readdirSync(mountPoint)
    .map((hierarchy) => join(mountPoint, hierarchy, cgroupsPath))
    .filter((directory) => existsSync(directory))
}

/** Of v1's many the one whose members are the container's; runc itself asks there. */
export const memberHierarchy = 'devices'

/** The one cgroup whose members are the container's processes; null without one. */
export function memberCgroup(cgroupPaths: Record<string, string>, mode: CgroupMode): string | null {
  if (mode === 'none') return null
  const path =
    mode === 'v2'
      ? cgroupPaths['']
      : (cgroupPaths[memberHierarchy] ?? cgroupPaths['freezer'] ?? Object.values(cgroupPaths)[0])
  return path === undefined || path === '' ? null : path
}

/** Pids in a cgroup and below it. */
export function processesIn(directories: readonly string[]): number[] {
  const pids = new Set<number>()
  for (const directory of directories) {
    try {
      for (const line of read(directory, 'cgroup.procs').split('\n')) if (line !== '') pids.add(Number(line))
      for (const pid of processesIn(childrenOf(directory))) pids.add(pid)
    } catch (error) {
      // ENOTSUP: a threaded cgroup; its processes are those of the one above it.
      if (!['ENOENT', 'ENODEV', 'ENOTSUP'].includes(systemCode(error) ?? '')) throw error
    }
  }
  // 0 stands for processes of another pid namespace: not ours to signal.
  pids.delete(0)
  return [...pids]
}

/** Ends what is left in a cgroup and removes it from every hierarchy. Returns what could not be removed. */
export async function clearCgroup(cgroupsPath: string, mode: CgroupMode): Promise<string[]> {
  return removeCgroups(directoriesOf(cgroupsPath, mode), 'kill')
}

/**
 * Removes cgroups. New kernels take a process out of its cgroup a little after its death, and `runc delete` tries but
 * once on v2 and says nothing when that was too early.
 */
export async function removeCgroups(
  directories: readonly string[],
  occupants: 'kill' | 'leave',
): Promise<string[]> {
  let left = directories.filter((directory) => existsSync(directory))
  for (let attempt = 0; attempt < removalAttempts && left.length > 0; attempt += 1) {
    if (occupants === 'kill') {
      for (const pid of processesIn(left)) killAny(pid)
      left.forEach(thaw)
    }
    left = left.filter((directory) => !removeTree(directory))
    if (left.length > 0) await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt))
  }
  return left
}

/** Removes a cgroup that is empty and, when that empties it, the one above it, from every hierarchy. */
export function removeEmptyCgroup(cgroupsPath: string, mode: CgroupMode): void {
  for (const directory of directoriesOf(cgroupsPath, mode)) {
    try {
      rmdirSync(directory)
      rmdirSync(dirname(directory))
    } catch {
      // EBUSY: containers are in it, which is how it should be.
    }
  }
}

/** On v1 what is frozen does not even die of KILL before it is thawed. */
function thaw(directory: string): void {
  try {
    writeFileSync(join(directory, 'freezer.state'), 'THAWED', { flag: 'r+' })
  } catch (error) {
    // Another hierarchy, v2, or gone meanwhile.
    if (!['ENOENT', 'ENODEV', 'EACCES'].includes(systemCode(error) ?? '')) throw error
  }
}

function killAny(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error
  }
}

function removeTree(directory: string): boolean {
  try {
    for (const child of childrenOf(directory)) removeTree(child)
    rmdirSync(directory)
    return true
  } catch (error) {
    return systemCode(error) === 'ENOENT'
  }
}

function childrenOf(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(directory, entry.name))
}

function read(directory: string, file: string): string {
  return readFileSync(join(directory, file), 'utf8').trim()
}

function isCgroup2(path: string): boolean {
  try {
    return statfsSync(path).type === cgroup2Magic
  } catch {
    // No such mount: not cgroup2.
    return false
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    // EACCES or EROFS: the answer is no.
    return false
  }
}
