// What a container has changed against its image, where its root is an overlay: what lies in the upper directory.
import type { FileHandle } from 'node:fs/promises'
import type { FileChange, FileChanges } from '../../../src-shared/files-contract.ts'
import { eachChild, type Child } from './directory.ts'
import { entryOf, openDirectory, openDirectoryIn, statEntry, type Entry, type Place } from './inside-root.ts'
import { overlayOf, readMounts, rootMount } from './mounts.ts'

/** What is read and told; a container may have written millions of files. */
const most = 10_000
const deepest = 400
/** An image has some tens of layers. */
const mostLayers = 128
/** Directories of layers that are held open at a time: their number is multiplied by the depth. */
const mostOpen = 2000

/**
 * Null where it has no overlay for its root, or one whose directories are not ours to see. It is cut when `until`, a time
 * of performance.now(), has passed.
 */
export async function readChanges(
  rootfs: string,
  signal: AbortSignal,
  until: number,
): Promise<FileChanges | null> {
  // As this machine has it mounted: in mounts of its own, a container can name any of our directories.
  const overlay = overlayOf(rootMount(await readMounts({ pid: null, rootfs })))
  if (overlay === null) return null
  const upper = await openDirectory(overlay.upper).catch(() => null)
  if (upper === null) return null // not ours to see
  // Those that can be seen; without any, what was there before is not known.
  const layers = await openAll(overlay.lower.slice(0, mostLayers), openDirectory)
  try {
    return await compare(upper, layers, () => {
      signal.throwIfAborted()
      return performance.now() > until
    })
  } catch (error) {
    if (signal.aborted) throw error
    return null // its directories are gone, or root's: nothing can be said of changes then
  } finally {
    await closeAll([upper, ...layers])
  }
}

async function compare(
  upper: FileHandle,
  allLayers: readonly FileHandle[],
  isOver: () => boolean,
): Promise<FileChanges> {
  const changes: FileChanges['changes'] = []
  const hasImage = allLayers.length > 0
  let isCut = false
  let open = allLayers.length

  /** `layers` are those of the image that have this directory, topmost first. */
  async function walk(
    place: Place,
    layers: readonly FileHandle[],
    isNew: boolean,
    depth: number,
  ): Promise<void> {
    const children: Child[] = []
    await eachChild(place, (some) => children.push(...some) <= most && !isOver())
    isCut ||= children.length > most
    const before = isNew ? new Map<string, string>() : await kindsIn(layers, children, isOver)
    for (const { name, kind } of children.toSorted(byName)) {
      if (isOver() || changes.length >= most || depth > deepest || open > mostOpen) {
        isCut = true
        return
      }
      const entry = entryOf(place, name)
      const change = isNew ? 'added' : await changeOf(entry, kind, before.get(name), hasImage)
      if (change !== null) changes.push({ path: entry.path, change })
      if (kind !== 'd') continue
      // It may be gone by now: then there is nothing in it.
      const handle = await openDirectoryIn(place.handle, name).catch(() => null)
      if (handle === null) continue
      const isNewHere = change === 'added'
      const below = isNewHere ? [] : await openAll(layers, (layer) => openDirectoryIn(layer, name))
      open += below.length
      try {
        await walk({ handle, path: entry.path }, below, isNewHere, depth + 1)
      } finally {
        open -= below.length
        await closeAll([handle, ...below])
      }
    }
  }
  await walk({ handle: upper, path: '/' }, allLayers, false, 1)
  return { changes, isCut }
}

/** What those of these names were that the image has. Each layer is read once; what is asked name by name takes longer. */
async function kindsIn(
  layers: readonly FileHandle[],
  children: readonly Child[],
  isOver: () => boolean,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(children.map(({ name }) => name))
  const found = await Promise.all(
    layers.map(async (handle) => {
      const kinds: [string, string][] = []
      const take = (some: Child[]): boolean => {
        for (const { name, kind } of some) if (wanted.has(name)) kinds.push([name, kind])
        return kinds.length < wanted.size && !isOver()
      }
      // Whoever may enter it and not read it sees nothing there.
      await eachChild({ handle }, take).catch(() => null)
      return kinds
    }),
  )
  // Topmost last: it hides the others.
  return new Map(found.toReversed().flat())
}

/** Null for a directory that is there to hold changes. */
async function changeOf(
  entry: Entry,
  kind: string,
  before: string | undefined,
  hasImage: boolean,
): Promise<FileChange | null> {
  // A whiteout: what is below it is taken for gone.
  if (kind === 'c' && (await statEntry(entry))?.rdev === 0) return 'deleted'
  if (!hasImage) return kind === 'd' ? null : 'changed'
  if (before === undefined) return 'added'
  return before === 'd' && kind === 'd' ? null : 'changed'
}

/** Those that can be opened, in their order. */
async function openAll<From>(
  from: readonly From[],
  open: (one: From) => Promise<FileHandle>,
): Promise<FileHandle[]> {
  const opened = await Promise.all(from.map((one) => open(one).catch(() => null)))
  return opened.filter((handle) => handle !== null)
}

async function closeAll(handles: readonly FileHandle[]): Promise<void> {
  await Promise.all(handles.map((handle) => handle.close()))
}

function byName({ name }: Child, { name: other }: Child): number {
  return name < other ? -1 : name > other ? 1 : 0
}
