// Who lives in one cgroup with whom. Kept by cgroup: a change of one container costs no look at all the others.
import type { ContainerSummary } from '../../../src-shared/model.ts'
import type { ContainerState } from '../../runtime/index.ts'

type Sharing = ContainerSummary['cgroupSharing']
/** Those of one cgroup. */
interface Group {
  /** All, and whether each has pids of its own. */
  members: Map<string, boolean>
  alive: Set<string>
}

/** Told of each; there are tools that put all they start into one. */
const mostKeys = 8

export interface Cgroups {
  /** Takes note of a container, or that it is gone; tells the others whose sharing may be another now. */
  note(key: string, state: ContainerState | null): string[]
  sharingOf(key: string): Sharing
  /** The keys of those that live in it. */
  livingIn(cgroup: string): string[]
}

export function createCgroups(): Cgroups {
  const groups = new Map<string, Group>()
  const cgroupOf = new Map<string, string>()

  function groupOf(key: string): Group | undefined {
    return groups.get(cgroupOf.get(key) ?? '')
  }
  function take(key: string): string[] {
    const cgroup = cgroupOf.get(key)
    const group = groupOf(key)
    if (cgroup === undefined || group === undefined) return []
    cgroupOf.delete(key)
    group.members.delete(key)
    group.alive.delete(key)
    if (group.members.size === 0) groups.delete(cgroup)
    return [...group.members.keys()]
  }
  function put(key: string, cgroup: string, isAlive: boolean, hasPrivatePids: boolean): string[] {
    const group = groups.get(cgroup) ?? { members: new Map<string, boolean>(), alive: new Set<string>() }
    const others = [...group.members.keys()]
    groups.set(cgroup, group)
    cgroupOf.set(key, cgroup)
    group.members.set(key, hasPrivatePids)
    if (isAlive) group.alive.add(key)
    return others
  }

  return {
    note(key, state) {
      const cgroup = state?.cgroup ?? null
      const isAlive = state !== null && state.pid !== null
      const known = groupOf(key)
      const isSame =
        known?.alive.has(key) === isAlive &&
        known.members.get(key) === state?.hasPrivatePids &&
        cgroupOf.get(key) === cgroup
      if (isSame) return []
      const left = take(key)
      if (state === null || cgroup === null) return left
      return [...left, ...put(key, cgroup, isAlive, state.hasPrivatePids)]
    },
    sharingOf(key) {
      const group = groupOf(key)
      if (group === undefined) return null
      const { members, alive } = group
      const count = alive.size - Number(alive.has(key))
      if (count === 0) return null
      const keys: string[] = []
      for (const other of alive) {
        if (keys.length === mostKeys) break
        if (other !== key) keys.push(other)
      }
      return { keys, count, endsAll: members.get(key) === false }
    },
    livingIn(cgroup) {
      return [...(groups.get(cgroup)?.alive ?? [])]
    },
  }
}
