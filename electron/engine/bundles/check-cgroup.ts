// What it means that a config.json names a cgroup in which somebody lives already, told before a container is made there.
import { listed } from '../../../src-shared/listed.ts'
import type { NamedCgroup } from '../../runtime/index.ts'

/** `names`: of the containers that live in it. Null when there is nothing to tell. */
export function cgroupWarning(
  cgroupsPath: string,
  { isFrozen, isRefused }: NamedCgroup,
  names: readonly string[],
): string | null {
  if (!isRefused && names.length === 0) return null
  const who = listed(names)
  const isOne = names.length === 1
  const named = `Its config.json names the cgroup ${cgroupsPath}`
  if (isFrozen) {
    const why = names.length === 0 ? 'runc' : `${who} ${isOne ? 'is' : 'are'} paused in it, and runc`
    const first = names.length === 0 ? '' : ` Resume ${isOne ? who : 'them'} first.`
    return `${named}, which is frozen: ${why} makes no container in a frozen cgroup.${first}`
  }
  const inUse =
    names.length === 0 ? 'which has processes in it' : `in which ${who} ${isOne ? 'lives' : 'live'}`
  if (isRefused) return `${named}, ${inUse}: this runc makes no container in a cgroup that is in use.`
  const all = isOne ? 'both' : 'all of them'
  return `${named}, ${inUse}: pausing, limits and killing everything in it would hit ${all}.`
}
