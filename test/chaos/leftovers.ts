// What must not be there: processes that belong to nobody, cgroups, mounts, and files of containers that are gone.
import type { Finding } from './check.ts'
import { isConmon, isRuncVerb, subjectOf } from './truth.ts'
import type { ProcessFacts, Truth } from './truth.ts'
import type { World } from './world.ts'

/** Last arguments of the programs that shells are given. */
export const shellMarker = /^9\d{6}$/

export function leftoverProblems(world: World, truth: Truth, enginePid: number): Finding[] {
  const isThere = (id: string): boolean => truth.files.root.includes(id)
  const findings: Finding[] = truth.mounts.map((point) => ({ id: null, what: `${point} is mounted` }))
  for (const process of truth.processes) {
    const what = processProblem(process, world, truth, enginePid)
    if (what !== null) findings.push({ id: process.containerId, what })
  }
  for (const [id, [directory]] of truth.cgroups) {
    // A directory that waits for its age keeps its cgroup.
    if (isThere(id) || truth.files.containers.includes(id)) continue
    findings.push({ id, what: `its cgroup ${directory} is left` })
  }
  return findings
}

function processProblem(process: ProcessFacts, world: World, truth: Truth, enginePid: number): string | null {
  if (process.isZombie || process.pid === enginePid) return null
  const { containerId } = process
  // What is frozen cannot end, and a runc that works on it waits: both go when it is resumed.
  const isFrozen = (id: string): boolean => truth.containers.get(id)?.status === 'paused'
  if (containerId !== null && isFrozen(containerId)) return null
  if (isRuncVerb(process) && process.arguments.some(isFrozen)) return null
  const described = `the process ${process.pid} (${process.arguments.join(' ').slice(0, 80)})`
  const isThere = (id: string): boolean => truth.files.root.includes(id)
  const marker = process.arguments.at(-1) ?? ''
  if (shellMarker.test(marker) && !world.shells.has(marker)) return `${described} outlived its engine`
  if (containerId !== null) {
    if (!isThere(containerId)) return `${described} outlived its container`
    const status = truth.containers.get(containerId)?.status ?? 'created'
    const isHalfStarted = process.arguments[1] === 'init' && status !== 'created' && world.shells.size === 0
    return isHalfStarted ? `${described} was begun by nobody who lives` : null
  }
  if (isConmon(process)) return isThere(subjectOf(process)) ? null : `${described} has nobody to look after`
  // What belongs to a shell lies in a directory that is named after its engine.
  const isOfShell = process.arguments.some((word) => word.includes(`/operations/${enginePid}-`))
  return isRuncVerb(process) && !isOfShell ? `${described} is still at work` : null
}

/** Names that lie about after all containers were deleted and everything was given time. */
export function remains(truth: Truth): Finding[] {
  const files = Object.entries(truth.files).flatMap(([place, names]) =>
    names.map((name) => ({ id: name, what: `${name} is left in ${place}` })),
  )
  const processes = truth.processes
    .filter(({ isZombie }) => !isZombie)
    .map(({ pid, arguments: line, containerId }) => ({
      id: containerId,
      what: `the process ${pid} (${line.join(' ').slice(0, 80)}) is left`,
    }))
  const cgroups = [...truth.cgroups].map(([id, [directory]]) => ({
    id,
    what: `its cgroup ${directory} is left`,
  }))
  const mounts = truth.mounts.map((point) => ({ id: null, what: `${point} is mounted` }))
  return [...files, ...processes, ...cgroups, ...mounts]
}
