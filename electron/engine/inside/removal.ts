// Deletes in a container, name by name in open directories: no link is followed, and what is mounted there stays.
import { rmdir, unlink, type FileHandle } from 'node:fs/promises'
import type { FileLosses } from '../../../src-shared/files-contract.ts'
import { Refusal } from '../contract/failure.ts'
import { eachChild, type Child } from './directory.ts'
import { reasonOf } from './failure.ts'
import {
  entryOf,
  isMountPoint,
  mountOf,
  openDirectoryIn,
  statEntry,
  systemError,
  type Entry,
  type Place,
} from './inside-root.ts'
import { kindOf } from './kinds.ts'
import type { Mount } from './mounts.ts'
import type { Watch } from './patience.ts'

/** Directories within one another that are held open at a time. */
const deepest = 400
/** More is not counted: the question then says “more than”. */
const mostCounted = 200_000
const countForMs = 1500
/** Of a directory with millions of names. */
const mostListingMs = 5 * 60_000
/** Names taken away at a time; each costs a turn of a thread. */
const atOnce = 32

/** What would be lost. */
export async function lossesOf(entry: Entry, mounts: readonly Mount[]): Promise<FileLosses> {
  const stats = await statEntry(entry)
  if (stats === null) throw systemError('ENOENT', entry.path)
  const problem = await problemOf(entry, mounts)
  const counted = { kind: kindOf(stats), entries: 1, bytes: stats.size, isCut: false, problem }
  if (!stats.isDirectory() || problem !== null) return counted
  const until = performance.now() + countForMs
  const isEnough = (): boolean => counted.entries >= mostCounted || performance.now() > until

  async function countIn(place: Place, depth: number): Promise<void> {
    const below: string[] = []
    await eachChild(place, async (children) => {
      for (const { name, kind } of children) if (kind === 'd') below.push(name)
      const files = children.filter(({ kind }) => kind === 'f')
      for (let at = 0; at < files.length && !isEnough(); at += atOnce) {
        const some = files.slice(at, at + atOnce).map(({ name }) => statEntry(entryOf(place, name)))
        for (const found of await Promise.all(some)) counted.bytes += found?.size ?? 0
      }
      counted.entries += children.length
      return !isEnough()
    })
    for (const name of below) {
      if (isEnough() || depth >= deepest) {
        counted.isCut = true
        return
      }
      // It may have gone meanwhile, or be closed to us: deleting it will tell.
      await inDirectory(place, name, (next) => countIn(next, depth + 1)).catch(() => null)
    }
    counted.isCut ||= isEnough()
  }
  await inDirectory(entry.directory, entry.name, (place) => countIn(place, 1))
  return counted
}

/** Resolves to how many it took away. Throws a Refusal that names what could not be, and so is left. */
export async function remove(
  entry: Entry,
  mounts: readonly Mount[],
  { signal, onProgress, opened, step }: Watch & { onProgress: (done: number, total: null) => void },
): Promise<number> {
  const stats = await statEntry(entry)
  if (stats === null) throw systemError('ENOENT', entry.path)
  const problem = await problemOf(entry, mounts)
  if (problem !== null) throw new Refusal('InvalidArgument', problem)
  const mount = await mountOf(entry.directory.handle)
  const mounted = new Set(mounts.map(({ path }) => path))
  let done = 0
  opened()

  async function take({ at, path }: Entry, kind: string): Promise<void> {
    if (mounted.has(path)) throw new Left(path, 'something is mounted there')
    await step(kind === 'd' ? rmdir(at) : unlink(at)).catch((error: unknown) => {
      throw new Left(path, reasonOf(error))
    })
    done += 1
    onProgress(done, null)
  }

  async function empty(place: Place, depth: number): Promise<void> {
    if (depth > deepest) throw new Left(place.path, `it lies more than ${deepest} directories deep`)
    if ((await mountOf(place.handle)) !== mount) throw new Left(place.path, 'something is mounted there')
    const children: Child[] = []
    await step(
      eachChild(place, (some) => children.push(...some) > 0 || some.length === 0),
      mostListingMs,
    )
    const files = children.filter(({ kind }) => kind !== 'd' && kind !== '?')
    for (let at = 0; at < files.length; at += atOnce) {
      signal.throwIfAborted()
      const some = files.slice(at, at + atOnce)
      // All come to an end before the first failure is told: none goes on behind its back.
      const taken = await Promise.allSettled(some.map(({ name, kind }) => take(entryOf(place, name), kind)))
      const failure = taken.find(({ status }) => status === 'rejected')
      if (failure?.status === 'rejected') throw failure.reason
    }
    for (const { name } of children.filter(({ kind }) => kind === 'd' || kind === '?')) {
      signal.throwIfAborted()
      await takeWhole(entryOf(place, name), depth + 1)
    }
  }

  async function takeWhole(one: Entry, depth: number): Promise<void> {
    const found = await step(statEntry(one))
    if (found === null) return
    if (found.isDirectory()) await inDirectory(one.directory, one.name, (place) => empty(place, depth), step)
    await take(one, kindOf(found))
  }

  try {
    await takeWhole(entry, 1)
    return done
  } catch (error) {
    if (signal.aborted)
      throw new Refusal('Cancelled', `It was cancelled: ${count(done)} deleted, the rest is left.`)
    if (!(error instanceof Left)) throw error
    const before = done === 0 ? 'Nothing was deleted' : `${count(done)} deleted, the rest is left`
    throw new Refusal('InvalidArgument', `${error.path} cannot be deleted: ${error.reason}. ${before}.`)
  }
}

class Left extends Error {
  readonly path: string
  readonly reason: string

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`)
    this.path = path
    this.reason = reason
  }
}

function count(entries: number): string {
  return entries === 1 ? 'One entry was' : `${entries} entries were`
}

async function problemOf(entry: Entry, mounts: readonly Mount[]): Promise<string | null> {
  if (await isMountPoint(entry)) {
    return `Something is mounted at ${entry.path}; it cannot be deleted while it is.`
  }
  const below = mounts.filter(({ path }) => path.startsWith(`${entry.path}/`))
  const [first] = below
  if (first === undefined) return null
  const others = below.length === 1 ? '' : ` and at ${below.length - 1} more places in it`
  return `Something is mounted at ${first.path}${others}; what is mounted is never deleted.`
}

/** Throws Left for what is no directory any more. */
async function inDirectory(
  directory: Place,
  name: string,
  work: (place: Place) => Promise<void>,
  step: Watch['step'] = (one) => one,
): Promise<void> {
  const { path } = entryOf(directory, name)
  const opening = openDirectoryIn(directory.handle, name)
  const handle: FileHandle = await step(opening).catch((error: unknown) => {
    throw new Left(path, reasonOf(error))
  })
  try {
    await work({ handle, path })
  } finally {
    await handle.close()
  }
}
