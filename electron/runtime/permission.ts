// Says of a directory that we may not read who may, so that the user knows what to do about it.
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { userInfo } from 'node:os'

/** One sentence: what cannot be read, whose it is, and what would be needed. */
export function describeUnreadable(path: string): string {
  const closed = nearestVisible(path)
  if (!closed) return `The runc state directory ${path} cannot be read: permission denied.`
  const mode = (closed.mode & 0o7777).toString(8).padStart(4, '0')
  const owner = closed.uid === 0 ? 'root' : `user ${closed.uid}`
  const place = closed.path === path ? 'it' : closed.path
  return (
    `The runc state directory ${path} cannot be read: ${place} belongs to ${owner} (mode ${mode}), ` +
    `and this runs as ${nameOf()}. It takes ${owner}’s rights to see its containers.`
  )
}

function nearestVisible(path: string): { path: string; uid: number; mode: number } | null {
  try {
    const { uid, mode } = statSync(path)
    return { path, uid, mode }
  } catch {
    // Not even visible: the directory above it is the one that is closed.
    return path === '/' ? null : nearestVisible(dirname(path))
  }
}

function nameOf(): string {
  try {
    return userInfo().username
  } catch {
    // A user without an entry in the user database.
    return `user ${process.getuid?.() ?? '?'}`
  }
}
