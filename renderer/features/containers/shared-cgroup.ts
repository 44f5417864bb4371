// What it means for an action, and for a container at all, that others live in its cgroup: in a sentence.
import { refusal } from '../../../src-shared/actions.ts'
import { listed } from '../../../src-shared/listed.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { nameOf } from '../../stores/container-order.ts'

export interface SharingWarning {
  sentence: string
  /** It does something to the others. */
  isFelt: boolean
}

type ByKey = ReadonlyMap<string, ContainerSummary>
type Sharer = Pick<ContainerSummary, 'cgroupSharing' | 'status'>

/** Their names, and a word for it and them; null when it is alone. */
function others(
  { cgroupSharing }: Sharer,
  byKey: ByKey,
): { who: string; both: string; isOne: boolean } | null {
  if (cgroupSharing === null) return null
  const { keys, count } = cgroupSharing
  const names = keys.flatMap((key) => byKey.get(key) ?? []).map(nameOf)
  // A row that has just gone: it will be told.
  if (names.length === 0) return null
  const isOne = count === 1
  return { who: listed(names, count), both: isOne ? 'both' : 'all of them', isOne }
}

export function sharingSentence(container: Sharer, byKey: ByKey): string | null {
  const found = others(container, byKey)
  if (found === null) return null
  return `It shares its cgroup with ${found.who}: pauses, limits and what it uses are those of ${found.both}.`
}

/** `signal`: of a kill; null for deleting. */
export function sharingWarning(
  container: Sharer,
  byKey: ByKey,
  signal: string | null,
): SharingWarning | null {
  const found = others(container, byKey)
  if (found === null) return null
  const { who, both, isOne } = found
  const shares = `It shares its cgroup with ${who}`
  const isEnd = signal === null || isKill(signal)
  if (isEnd && container.cgroupSharing?.endsAll) {
    const what = signal === null ? 'deleting it' : 'KILL'
    return {
      sentence: `${shares} and has no pid namespace of its own: ${what} ends the processes of ${both}.`,
      isFelt: true,
    }
  }
  if (isEnd && container.status === 'paused') {
    return { sentence: `${shares}, and ending it resumes ${isOne ? 'that one' : 'those'} too.`, isFelt: true }
  }
  return {
    sentence: `${shares}, which ${isOne ? 'goes' : 'go'} on as ${isOne ? 'it is' : 'they are'}.`,
    isFelt: false,
  }
}

/** Who would end with these, in a sentence, though not meant; null for nobody. */
export function endedBeside(containers: readonly ContainerSummary[], byKey: ByKey): string | null {
  const meant = new Set(containers.map(({ key }) => key))
  const hit = new Set(
    containers.flatMap(({ key, cgroupSharing }) =>
      cgroupSharing?.endsAll ? [key, ...cgroupSharing.keys] : [],
    ),
  )
  if (hit.size === 0) return null
  // Each names only the first few of its cgroup; who names one of these is in it too.
  const isHit = ({ key, cgroupSharing }: ContainerSummary): boolean =>
    hit.has(key) || (cgroupSharing?.keys.some((other) => hit.has(other)) ?? false)
  const names = [...byKey.values()].filter((one) => one.pid !== null && !meant.has(one.key) && isHit(one))
  if (names.length === 0) return null
  const who = listed(names.map(nameOf))
  return `The processes of ${who} end too: they share a cgroup with these, without a pid namespace to tell them apart.`
}

/** The same for Stop, which goes only to those that can be stopped, and may come to KILL. */
export function endedByStop(containers: readonly ContainerSummary[], byKey: ByKey): string | null {
  return endedBeside(
    containers.filter((container) => refusal('stop', container) === null),
    byKey,
  )
}

export function isKill(signal: string): boolean {
  return ['KILL', 'SIGKILL', '9'].includes(signal.trim().toUpperCase())
}

/** What to say once it is paused; null when it was alone. */
export function pausedWith(container: Sharer, byKey: ByKey): string | null {
  const found = others(container, byKey)
  return found && `${found.who} ${found.isOne ? 'is' : 'are'} paused with it: they share a cgroup.`
}
