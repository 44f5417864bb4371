// The few figures that a list shows of hundreds of containers at once: four small reads for each, in whichever hierarchy
// it is. `stats` has everything of one.
import { statSync } from 'node:fs'
import { readCount, readLimit, readText } from './cgroup-files.ts'
import { processesIn } from './cgroup.ts'

export interface CgroupUsage {
  /** Time on the processors since the cgroup was made, in seconds. */
  cpuSeconds: number
  /** What counts against the limit, page cache included. */
  memoryBytes: number
  /** Infinity: none. */
  memoryLimitBytes: number
  processes: number
}

/** NaN stands for what cannot be read: no such controller, no cgroup of its own, or it has just gone. */
export function readUsage(paths: Readonly<Record<string, string>>): CgroupUsage {
  return {
    cpuSeconds: readCpuSeconds(paths),
    memoryBytes:
      readCount(paths['memory'], 'memory.usage_in_bytes') ?? readCount(paths[''], 'memory.current') ?? NaN,
    memoryLimitBytes: toBytes(
      readLimit(paths['memory'], 'memory.limit_in_bytes') ?? readLimit(paths[''], 'memory.max'),
    ),
    processes: countProcesses(paths),
  }
}

function readCpuSeconds(paths: Readonly<Record<string, string>>): number {
  const nanoseconds = readCount(paths['cpuacct'], 'cpuacct.usage')
  if (nanoseconds !== null) return nanoseconds / 1e9
  // The first line.
  const microseconds = /^usage_usec (\d+)$/m.exec(readText(paths[''], 'cpu.stat') ?? '')?.[1]
  return microseconds === undefined ? NaN : Number(microseconds) / 1e6
}

function toBytes(limit: number | 'none' | null): number {
  return limit === null ? NaN : limit === 'none' ? Infinity : limit
}

/** Of all hierarchies the first that the container is in: they have the same processes. */
function countProcesses(paths: Readonly<Record<string, string>>): number {
  const directory = paths['pids'] ?? paths['freezer'] ?? paths['memory'] ?? paths['']
  const text = readText(directory, 'cgroup.procs')
  if (directory === undefined || text === null) return NaN
  // One of its own making inside, such as systemd's, holds the processes in cgroups below.
  if (hasChildren(directory)) return processesIn([directory]).length
  if (text === '') return 0
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

/** A directory's links are itself, its name above, and one from each directory in it. */
function hasChildren(directory: string): boolean {
  const stat = statSync(directory, { throwIfNoEntry: false })
  return stat !== undefined && stat.nlink > 2
}
