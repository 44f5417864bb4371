// Who lives in one cgroup with whom. Kept by cgroup: a change of one container costs no look at all the others.
import type { ContainerSummary } from '../../../src-shared/model.ts'
import type { ContainerState } from '../../runtime/index.ts'

type Sharing = ContainerSummary['cgroupSharing']
type Member = Pick<ContainerState, 'hasPrivatePids'> & { isAlive: boolean }

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
  const members = new Map<string, Map<string, Member>>()
  const cgroupOf = new Map<string, string>()

  function take(key: string): string[] {
    const cgroup = cgroupOf.get(key)
    const group = cgroup === undefined ? undefined : members.get(cgroup)
    if (cgroup === undefined || group === undefined) return []
    cgroupOf.delete(key)
    group.delete(key)
    if (group.size === 0) members.delete(cgroup)
    return [...group.keys()]
  }
  function put(key: string, cgroup: string, member: Member): string[] {
    const group = members.get(cgroup) ?? new Map<string, Member>()
    const others = [...group.keys()]
    members.set(cgroup, group.set(key, member))
    cgroupOf.set(key, cgroup)
    return others
  }
  function groupOf(key: string): Map<string, Member> | undefined {
    return members.get(cgroupOf.get(key) ?? '')
  }

  return {
    note(key, state) {
      const cgroup = state?.cgroup ?? null
      const isAlive = state !== null && state.pid !== null
      const known = groupOf(key)?.get(key)
      if (known?.isAlive === isAlive && cgroupOf.get(key) === cgroup) return []
      const left = take(key)
      if (state === null || cgroup === null) return left
      return [...left, ...put(key, cgroup, { isAlive, hasPrivatePids: state.hasPrivatePids })]
    },
    sharingOf(key) {
      const group = groupOf(key)
      if (group === undefined || group.size < 2) return null
      const others = [...group].flatMap(([other, { isAlive }]) => (isAlive && other !== key ? [other] : []))
      if (others.length === 0) return null
      const endsAll = group.get(key)?.hasPrivatePids === false
      return { keys: others.slice(0, mostKeys), count: others.length, endsAll }
    },
    livingIn(cgroup) {
      return [...(members.get(cgroup) ?? [])].flatMap(([key, { isAlive }]) => (isAlive ? [key] : []))
    },
  }
}
