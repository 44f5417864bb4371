// The folder of bundles that are ours: a new one appears in it whole or not at all.
import { lstatSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Refusal } from '../contract/failure.ts'

/** Beginning of the names of half-made ones, with the pid of whoever is at it. No container id contains a comma. */
const makingPrefix = ',making-'

export interface BundleFolder {
  pathOf(id: string): string
  has(id: string): boolean
  /** Lets `lay` fill an empty directory, then gives it its name. Leaves nothing when that fails. */
  make(id: string, lay: (directory: string) => Promise<void>): Promise<string>
  remove(id: string): Promise<void>
  /** Removes what an engine left that ended in the middle. */
  sweep(): Promise<void>
}

export function createBundleFolder(folder: string): BundleFolder {
  const pathOf = (id: string): string => join(folder, id)

  return {
    pathOf,
    has: (id) => lstatSync(pathOf(id), { throwIfNoEntry: false }) !== undefined,
    async make(id, lay) {
      const making = join(folder, `${makingPrefix}${process.pid}-${randomBytes(6).toString('hex')}`)
      try {
        // Its parents too.
        await mkdir(making, { recursive: true, mode: 0o700 })
      } catch (error) {
        throw explain(error, pathOf(id))
      }
      try {
        await lay(making)
        await rename(making, pathOf(id))
        return pathOf(id)
      } catch (error) {
        await rm(making, { recursive: true, force: true })
        throw explain(error, pathOf(id))
      }
    },
    async remove(id) {
      await rm(pathOf(id), { recursive: true, force: true })
    },
    async sweep() {
      const left = entriesOf(folder).filter((name) => {
        const pid = name.startsWith(makingPrefix)
          ? Number.parseInt(name.slice(makingPrefix.length), 10)
          : null
        return pid !== null && !isAlive(pid)
      })
      await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })))
    },
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // not made yet, or not ours to read: nothing of ours is in it
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** System errors in words; all others as they are. */
function explain(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return error
  switch (error.code) {
    case 'ENOTEMPTY':
    case 'EEXIST':
      return new Refusal('Exists', `There is a bundle at ${path} already.`, { cause: error })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Refusal('PermissionDenied', `You are not allowed to write to ${path}.`, { cause: error })
    case 'ENOSPC':
    case 'EDQUOT':
      return new Refusal('Internal', `There is no space left to make ${path}.`, { cause: error })
    default:
      return new Refusal('Internal', `${path} cannot be made: ${error.message}`, { cause: error })
  }
}
