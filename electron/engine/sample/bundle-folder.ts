// The folder of bundles that are ours: a new one appears in it whole or not at all.
import { lstatSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Refusal } from '../contract/failure.ts'

/** Beginning of the names of half-made ones, with the pid of whoever is at it. No container id contains a comma. */
const makingPrefix = ',making-'

/** The same for a file that stands by a whole one until there is a container that it belongs to; the id follows. */
const pendingName = /^,pending-(\d+)-(.+)$/

export interface BundleFolder {
  pathOf(id: string): string
  has(id: string): boolean
  /**
   * Lets `lay` fill an empty directory, then gives it its name. Leaves nothing when that fails. Until `settle` it counts
   * as left over when we end.
   */
  make(id: string, lay: (directory: string) => Promise<void>): Promise<string>
  /** It has a container, or is removed: from now on it is for nobody to remove but with that. */
  settle(id: string): Promise<void>
  remove(id: string): Promise<void>
  /** Removes what an engine had half made when it ended. */
  sweep(): Promise<void>
  /** Removes what an engine had made when it ended, and no container came to use. */
  sweepUnused(isInUse: (id: string) => boolean): Promise<void>
}

export function createBundleFolder(folder: string): BundleFolder {
  const pathOf = (id: string): string => join(folder, id)
  const has = (id: string): boolean => lstatSync(pathOf(id), { throwIfNoEntry: false }) !== undefined
  const pendingPath = (id: string): string => join(folder, `,pending-${process.pid}-${id}`)

  return {
    pathOf,
    has,
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
        // Before it is said that this one is unused as yet.
        if (has(id)) throw new Refusal('Exists', takenSentence(pathOf(id)))
        await writeFile(pendingPath(id), '', { mode: 0o600 })
        await rename(making, pathOf(id))
        return pathOf(id)
      } catch (error) {
        await rm(making, { recursive: true, force: true })
        throw explain(error, pathOf(id))
      }
    },
    async settle(id) {
      await rm(pendingPath(id), { force: true })
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
    async sweepUnused(isInUse) {
      for (const name of entriesOf(folder)) {
        const [, pid, id] = pendingName.exec(name) ?? []
        if (id === undefined || isAlive(Number(pid))) continue
        if (!isInUse(id)) await rm(pathOf(id), { recursive: true, force: true })
        await rm(join(folder, name), { force: true })
      }
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

function takenSentence(path: string): string {
  return `There is a bundle at ${path} already.`
}

/** System errors in words; all others as they are. */
function explain(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return error
  switch (error.code) {
    case 'ENOTEMPTY':
    case 'EEXIST':
      return new Refusal('Exists', takenSentence(path), { cause: error })
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
