// Names for the users of processes: by the container's own /etc/passwd, with numbers of its own user namespace. Read
// once for a while, since the list is asked for each second.
import { readFileSync } from 'node:fs'
import type { ContainerState } from '../../runtime/index.ts'
import { readAccounts } from '../terminals/accounts.ts'
import { lookInside } from '../inside/container-root.ts'

/** Accounts of a running container seldom change. */
const freshForMs = 15_000
/** Containers whose accounts are kept. */
const mostKept = 32

export interface UserNames {
  /** What a user of the host is in the container. */
  of(hostUid: number): { uid: number | null; user: string | null }
}

/** One line of /proc/PID/uid_map: so many numbers from `inside` on are those from `outside` on. */
export interface Mapping {
  inside: number
  outside: number
  count: number
}

interface Kept {
  at: number
  pid: number | null
  names: Promise<ReadonlyMap<number, string>>
}

export function createUserNames(): (key: string, state: ContainerState) => Promise<UserNames> {
  const kept = new Map<string, Kept>()

  function namesOf(key: string, state: ContainerState): Kept['names'] {
    const known = kept.get(key)
    if (known && known.pid === state.pid && performance.now() - known.at < freshForMs) return known.names
    const names = readNames(state)
    kept.delete(key)
    kept.set(key, { at: performance.now(), pid: state.pid, names })
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break
      kept.delete(oldest)
    }
    return names
  }

  return async (key, state) => {
    const names = await namesOf(key, state)
    const mappings = state.pid === null ? [] : readMappings(state.pid)
    return {
      of(hostUid) {
        const uid = insideOf(mappings, hostUid)
        return { uid, user: uid === null ? null : (names.get(uid) ?? null) }
      },
    }
  }
}

/** Null for a number that the namespace does not have. */
export function insideOf(mappings: readonly Mapping[], hostUid: number): number | null {
  const mapping = mappings.find(({ outside, count }) => hostUid >= outside && hostUid < outside + count)
  return mapping === undefined ? null : hostUid - mapping.outside + mapping.inside
}

export function parseMappings(text: string): Mapping[] {
  return text.split('\n').flatMap((line) => {
    const [inside = NaN, outside = NaN, count = NaN] = line.trim().split(/\s+/).map(Number)
    return Number.isNaN(inside + outside + count) ? [] : [{ inside, outside, count }]
  })
}

function readMappings(pid: number): Mapping[] {
  try {
    return parseMappings(readFileSync(`/proc/${pid}/uid_map`, 'utf8'))
  } catch {
    return [] // It has just ended: its users have no numbers any more.
  }
}

async function readNames(state: ContainerState): Promise<ReadonlyMap<number, string>> {
  const accounts = await lookInside(state, readAccounts)
  const names = new Map<number, string>()
  // Of several the first, as getpwuid(3) has it.
  for (const { uid, name } of accounts?.users ?? []) if (!names.has(uid)) names.set(uid, name)
  return names
}
