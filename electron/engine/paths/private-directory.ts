// Makes directories that are closed to everybody else, and tells whether one is this user's.
import { lstatSync, mkdirSync } from 'node:fs'
import { Refusal } from '../contract/failure.ts'

/** Whether it is a real directory (no link) of this user. */
export function isOwnDirectory(path: string, uid: number): boolean {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    return stats !== undefined && stats.isDirectory() && stats.uid === uid
  } catch {
    return false // one that cannot even be looked at is not ours
  }
}

/** Makes it with mode 0700, parents too. */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Refusal('PermissionDenied', `The directory ${path} cannot be made: ${reason}`, { cause: error })
  }
}

/**
 * The same for one that is ours alone. One that is there already must be ours and closed to others: in a shared
 * place such as /tmp somebody else could have laid it out for us.
 */
export function makePrivateDirectory(path: string, uid: number): void {
  makeDirectory(path)
  const stats = lstatSync(path)
  if (!stats.isDirectory() || stats.uid !== uid || (stats.mode & 0o077) !== 0) {
    throw new Refusal('PermissionDenied', `${path} has to be a directory that only this user can enter.`)
  }
}
