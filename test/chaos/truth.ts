// What is true of the machine, read without the engine: runc's own list, /proc, cgroupfs, mountinfo, directories.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createLayout } from '../../electron/runtime/layout.ts'
import type { Layout } from '../../electron/runtime/layout.ts'
import { homeOf, rootOf } from './engine.ts'

export interface ProcessFacts {
  pid: number
  arguments: string[]
  workingDirectory: string
  /** The container's id when it is in the cgroup of one of ours. */
  containerId: string | null
  isZombie: boolean
}

/** Of `runc list`, while containers come and go. */
const mostAttempts = 20

interface Listed {
  id: string
  status: string
  pid: number
}

export interface Truth {
  /** As `runc list` has them: pid 0 when stopped. */
  containers: Map<string, { status: string; pid: number }>
  /** Whatever lives and has to do with the folder or with cgroups of ours. */
  processes: ProcessFacts[]
  /** Names of the cgroups below ours, with their directories. */
  cgroups: Map<string, string[]>
  mounts: string[]
  /** Names that lie in each place. */
  files: Record<Place, string[]>
}

const places = [
  'root',
  'containers',
  'exits',
  'processes',
  'operations',
  'sockets',
  'checkpoints',
  'bundles',
] as const
export type Place = (typeof places)[number]

export function layoutOf(folder: string): Layout {
  return createLayout({
    root: rootOf(folder),
    stateDirectory: join(homeOf(folder), 'state'),
    socketDirectory: join(homeOf(folder), 'run/sockets'),
  })
}

export function directoryOf(folder: string, place: Place): string {
  const layout = layoutOf(folder)
  const directories: Record<Place, string> = {
    root: layout.root,
    containers: layout.containersDirectory,
    exits: layout.exitDirectory,
    processes: layout.processesDirectory,
    operations: layout.operationsDirectory,
    sockets: layout.socketDirectory,
    checkpoints: layout.checkpointsDirectory,
    bundles: join(homeOf(folder), 'data/bundles'),
  }
  return directories[place]
}

export function readTruth(folder: string): Truth {
  const { rootKey } = layoutOf(folder)
  return {
    containers: listWithRunc(rootOf(folder)),
    processes: findProcesses(folder),
    cgroups: findCgroups(rootKey),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[4] ?? '')
      .filter((point) => point.startsWith(folder)),
    files: Object.fromEntries(
      places.map((place) => [
        place,
        namesIn(directoryOf(folder, place)).filter((name) => counts(folder, place, name)),
      ]),
    ) as Truth['files'],
  }
}

/** Logs of checkpoints that failed are kept for whoever wants to read them. */
function counts(folder: string, place: Place, name: string): boolean {
  return (
    place !== 'checkpoints' ||
    namesIn(join(directoryOf(folder, place), name)).some((entry) => entry !== '.logs')
  )
}

function listWithRunc(root: string): Truth['containers'] {
  if (!existsSync(root)) return new Map()
  // What it cannot read it names on standard error, and leaves out. What changes under its eyes makes it give up.
  for (let attempt = 1; ; attempt += 1) {
    const { status, stdout, stderr } = spawnSync('runc', ['--root', root, 'list', '--format', 'json'], {
      encoding: 'utf8',
    })
    if (status === 0) return asMap(JSON.parse(stdout) as Listed[] | null)
    if (attempt === mostAttempts) throw new Error(`runc cannot list the containers of ${root}: ${stderr}`)
  }
}

function asMap(listed: readonly Listed[] | null): Truth['containers'] {
  return new Map((listed ?? []).map(({ id, status, pid }) => [id, { status, pid }]))
}

export function findProcesses(folder: string): ProcessFacts[] {
  const { rootKey } = layoutOf(folder)
  const found: ProcessFacts[] = []
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue
    try {
      const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').slice(0, -1)
      const cgroups = readFileSync(`/proc/${name}/cgroup`, 'utf8')
      const containerId = new RegExp(`/runc-desktop/${rootKey}/([^/\n]+)`).exec(cgroups)?.[1] ?? null
      const isZombie = !isLiving(Number(name))
      const workingDirectory = isZombie ? '' : readlinkSync(`/proc/${name}/cwd`)
      const isOurs =
        containerId !== null ||
        workingDirectory.startsWith(folder) ||
        line.some((argument) => argument.includes(folder))
      if (!isOurs) continue
      found.push({ pid: Number(name), arguments: line, workingDirectory, containerId, isZombie })
    } catch {
      // It ended while it was looked at, or is a kernel thread.
    }
  }
  return found
}

function findCgroups(rootKey: string): Truth['cgroups'] {
  const found: Truth['cgroups'] = new Map()
  for (const hierarchy of ['.', ...namesIn('/sys/fs/cgroup')]) {
    const parent = join('/sys/fs/cgroup', hierarchy, 'runc-desktop', rootKey)
    if (!existsSync(parent)) continue
    for (const entry of readdirSync(parent, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue
      found.set(entry.name, [...(found.get(entry.name) ?? []), join(parent, entry.name)])
    }
  }
  return found
}

export function isConmon({ arguments: [program = ''] }: ProcessFacts): boolean {
  return basename(program) === 'conmon'
}

/** The container that a conmon was started for. */
export function subjectOf({ arguments: words }: ProcessFacts): string {
  return words[words.indexOf('-c') + 1] ?? ''
}

export function isRuncVerb({ arguments: [program = '', first = ''] }: ProcessFacts): boolean {
  return basename(program) === 'runc' && first !== 'init'
}

export function namesIn(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : []
}

/** Whether there is such a process that has not ended; where nobody waits for it, a dead one keeps its pid. */
export function isLiving(pid: number): boolean {
  const path = `/proc/${pid}/stat`
  try {
    return !/^ [ZX] /.test(readFileSync(path, 'utf8').split(')').at(-1) ?? '')
  } catch {
    // ENOENT, ESRCH: gone.
    return false
  }
}
