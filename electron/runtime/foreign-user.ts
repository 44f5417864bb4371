// Whether what runc reads of a container (hooks, cgroup paths, the pid of init) may come from another user. runc trusts its
// state and acts on it with the rights of whoever calls it: as root, on a root of somebody else's, it does what they wrote.
// Owners count, and not modes: what root itself leaves open to everybody is root's own word.
import { lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Linux's own limit (ELOOP). */
const mostLinks = 40

/**
 * The uid of a user, neither root nor ourselves, who can put another directory in the place of this one: it belongs to
 * them, or a directory or link on the way to it does. Null when there is none.
 */
export function foreignUserOnWay(directory: string): number | null {
  try {
    return foreignUserOn(directory)
  } catch {
    return null // Not for us to see: whoever reads it is told so.
  }
}

function foreignUserOn(directory: string): number | null {
  let left = mostLinks
  const names = partsOf(directory)
  let here = '/'
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    const path = resolve(here, name)
    const stat = lstatSync(path, { throwIfNoEntry: false })
    // Nobody can have written to what is not there.
    if (stat === undefined) return null
    const uid = foreign(stat.uid)
    if (uid !== null) return uid
    if (!stat.isSymbolicLink()) {
      here = path
      continue
    }
    left -= 1
    if (left === 0) return null // It leads nowhere.
    const target = resolve(dirname(path), readlinkSync(path))
    names.unshift(...partsOf(target))
    here = '/'
  }
  return null
}

/** The owner of a container's directory, where that is neither root nor ourselves. What is in it is of them or of root. */
export function foreignUserOf(path: string): number | null {
  try {
    return foreign(statSync(path).uid)
  } catch {
    return null // Gone, or not for us to see.
  }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '')
}

function foreign(uid: number): number | null {
  return uid === 0 || uid === process.geteuid?.() || uid === unmappedUid() ? null : uid
}

let unmapped: number | null | undefined

/** As whom everybody appears who has no name in a user namespace of ours: the machine's root too. Null outside of one. */
function unmappedUid(): number | null {
  if (unmapped !== undefined) return unmapped
  try {
    const hasAll = /^\s*0\s+0\s+4294967295\s*$/.test(readFileSync('/proc/self/uid_map', 'utf8'))
    unmapped = hasAll ? null : Number(readFileSync('/proc/sys/kernel/overflowuid', 'utf8'))
  } catch {
    unmapped = null
  }
  return unmapped
}
