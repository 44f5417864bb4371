// Whether what runc reads of a container (hooks, cgroup paths, the pid of init) may come from another user. runc trusts its
// state and acts on it with the rights of whoever calls it: as root, on a root of somebody else's, it does what they wrote.
import { lstatSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * The uid of a user, neither root nor ourselves, who can put another directory in the place of this one: it belongs to
 * them, or one on the way to it does. Null when there is none.
 */
export function foreignUserOnWay(directory: string): number | null {
  for (const path of new Set([...upwards(directory), ...upwards(realPath(directory))])) {
    const uid = foreignUserOf(path)
    if (uid !== null) return uid
  }
  return null
}

/** The uid of its owner, where that is neither root nor ourselves. What is in it was written by its owner or by root. */
export function foreignUserOf(path: string): number | null {
  const uid = ownerOf(path)
  return uid === null || uid === 0 || uid === process.geteuid?.() ? null : uid
}

/** Null for what is not there, or not for us to see: there is nothing of it to act on either. */
function ownerOf(path: string): number | null {
  try {
    return lstatSync(path).uid
  } catch {
    return null
  }
}

function upwards(directory: string): string[] {
  const way = []
  for (let path = directory; path !== dirname(path); path = dirname(path)) way.push(path)
  return way
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return path
  }
}
