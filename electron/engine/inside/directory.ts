// What is in a directory: names and kinds at once, the rest of some of them when it is asked for.
import type { Dir } from 'node:fs'
import { opendir, readlink } from 'node:fs/promises'
import type { FileDetails } from '../../../src-shared/files-contract.ts'
import type { IdMaps } from './id-maps.ts'
import { entryOf, placeOf, statEntry, type Entry, type InsideRoot, type Place } from './inside-root.ts'
import { kindOf } from './kinds.ts'
import { nameToText } from './names.ts'

/** Entries that are read between two turns of the event loop. */
const entriesAtOnce = 1024

export interface Child {
  name: string
  kind: string
}

/** Calls back with some at a time until it is told that this was enough. */
export async function eachChild(
  { handle }: Pick<Place, 'handle'>,
  take: (children: Child[]) => boolean | Promise<boolean>,
): Promise<void> {
  // Node takes `buffer` here, as everywhere; its types do not say so.
  const options = { encoding: 'buffer', bufferSize: entriesAtOnce } as unknown as { bufferSize: number }
  const directory: Dir = await opendir(placeOf(handle), options)
  try {
    let children: Child[] = []
    for (let entry = await directory.read(); entry !== null; entry = await directory.read()) {
      children.push({ name: nameToText(entry.name as unknown as Buffer), kind: kindOf(entry) })
      if (children.length < entriesAtOnce) continue
      if (!(await take(children))) return
      children = []
    }
    await take(children)
  } finally {
    await directory.close()
  }
}

export async function childrenOf(
  place: Pick<Place, 'handle'>,
  most: number,
): Promise<{ names: string; kinds: string; isCut: boolean }> {
  const names: string[] = []
  let kinds = ''
  await eachChild(place, (children) => {
    for (const { name, kind } of children.slice(0, most + 1 - names.length)) {
      names.push(name)
      kinds += kind
    }
    return names.length <= most
  })
  return { names: names.slice(0, most).join('/'), kinds: kinds.slice(0, most), isCut: names.length > most }
}

export async function detailsOf(
  inside: InsideRoot,
  directory: Place,
  names: readonly string[],
  ids: IdMaps,
): Promise<(FileDetails | null)[]> {
  const detailsOfName = (name: string): Promise<FileDetails | null> =>
    detailsOfEntry(inside, entryOf(directory, name), ids)
  // One first: if the file system does not answer, the others would keep all threads.
  const first = await Promise.all(names.slice(0, 1).map(detailsOfName))
  return [...first, ...(await Promise.all(names.slice(1).map(detailsOfName)))]
}

async function detailsOfEntry(inside: InsideRoot, entry: Entry, ids: IdMaps): Promise<FileDetails | null> {
  const stats = await statEntry(entry)
  if (stats === null) return null
  const kind = kindOf(stats)
  const link = kind === 'l' ? await linkOf(inside, entry) : { target: null, targetKind: null }
  return {
    kind,
    size: stats.size,
    mode: stats.mode & 0o7777,
    uid: ids.users.toInside(stats.uid),
    gid: ids.groups.toInside(stats.gid),
    modifiedMs: Math.round(stats.mtimeMs),
    ...link,
  }
}

async function linkOf(
  inside: InsideRoot,
  { at, path }: Entry,
): Promise<Pick<FileDetails, 'target' | 'targetKind'>> {
  // It may be gone, or be another thing, by now.
  const target = await readlink(at, { encoding: 'buffer' }).catch(() => null)
  const stats = await inside.stat(path)
  return { target: target === null ? null : nameToText(target), targetKind: stats && kindOf(stats) }
}
