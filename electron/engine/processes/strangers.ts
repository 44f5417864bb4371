// Whose the processes in a container's cgroup are: where several share it, or somebody moved one in, not all are its own.
// Most are told by descent; only those that came from outside cost a look at their namespaces.
import { readNamespace, type ProcessDetails } from '../../runtime/index.ts'

/** As much of a process as this needs to know. */
export type Relative = Pick<ProcessDetails, 'pid' | 'parentPid' | 'startTime' | 'isInit'>

/** Pid of the init of another container, or `nobody` that is known; absent for the container's own. */
export type Strangers = ReadonlyMap<number, number | 'nobody'>

/** `inits`: those among the processes that are the first of other containers. */
export function findStrangers(
  processes: readonly Relative[],
  inits: ReadonlySet<number>,
  namespaceOf: typeof readNamespace = readNamespace,
): Strangers {
  const own = processes.find(({ isInit }) => isInit)
  // Without it there is nothing to compare with.
  if (own === undefined) return new Map()
  const known = new Set(processes.map(({ pid }) => pid))
  const owners = new Map<number, number | 'nobody'>()
  // The parents before their children.
  for (const { pid, parentPid } of processes.toSorted(byBirth)) {
    if (pid === own.pid) continue
    if (inits.has(pid)) owners.set(pid, pid)
    else {
      const owner = known.has(parentPid)
        ? (owners.get(parentPid) ?? own.pid)
        : ownerByNamespace(pid, own.pid, inits, namespaceOf)
      if (owner !== own.pid) owners.set(pid, owner)
    }
  }
  return owners
}

/**
 * What was added to a container is in the mount namespace of its init, or at least of its pids; where both are shared with
 * others, or cannot be seen, it counts as the container's own.
 */
function ownerByNamespace(
  pid: number,
  own: number,
  inits: ReadonlySet<number>,
  namespaceOf: typeof readNamespace,
): number | 'nobody' {
  for (const name of ['mnt', 'pid'] as const) {
    const [its, ours] = [namespaceOf(pid, name), namespaceOf(own, name)]
    if (its === null || ours === null || its === ours) return own
    for (const init of inits) if (namespaceOf(init, name) === its) return init
  }
  return 'nobody'
}

function byBirth(one: Relative, other: Relative): number {
  return one.startTime - other.startTime || one.pid - other.pid
}
