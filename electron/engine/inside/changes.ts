// What a container has changed against its image, where its root is an overlay: what lies in the upper directory.
import { constants, type Stats } from 'node:fs'
import { lstat, stat } from 'node:fs/promises'
import type { FileChange, FileChanges } from '../../../src-shared/files-contract.ts'
import type { ContainerRoot } from './container-root.ts'
import { eachChild } from './directory.ts'
import {
  entryOf,
  openDirectoryIn,
  openInsideRoot,
  statEntry,
  type InsideRoot,
  type Place,
} from './inside-root.ts'
import { overlayOf, readMounts, rootMount, type Overlay } from './mounts.ts'

/** What is read and told; a container may have written millions of files. */
const most = 10_000
const deepest = 400
/** An image has some tens of layers. */
const mostLayers = 128

/** Null where it has no overlay for its root, or one whose directories are not ours to see. */
export async function readChanges(
  root: Pick<ContainerRoot, 'pid' | 'rootfs'>,
  signal: AbortSignal,
): Promise<FileChanges | null> {
  const overlay = overlayOf(rootMount(await readMounts(root)))
  if (overlay === null) return null
  const opened: InsideRoot[] = []
  try {
    const upper = await openInsideRoot(overlay.upper)
    opened.push(upper)
    const layers = await openLayers(overlay, opened)
    return await upper.visit('/', (top) => compare(top, layers, signal))
  } catch (error) {
    if (signal.aborted) throw error
    return null // its directories are gone, or root's: nothing can be said of changes then
  } finally {
    for (const one of opened) await one.close()
  }
}

/** Those that can be seen; without any, what was there before is not known. */
async function openLayers({ lower }: Overlay, opened: InsideRoot[]): Promise<InsideRoot[]> {
  const layers: InsideRoot[] = []
  for (const path of lower.slice(0, mostLayers)) {
    const isThere = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    )
    if (!isThere) continue
    const layer = await openInsideRoot(path)
    layers.push(layer)
    opened.push(layer)
  }
  return layers
}

async function compare(top: Place, layers: InsideRoot[], signal: AbortSignal): Promise<FileChanges> {
  const changes: FileChanges['changes'] = []
  let isCut = false

  async function walk(place: Place, isNew: boolean, depth: number): Promise<void> {
    const names: string[] = []
    await eachChild(place, (children) => {
      names.push(...children.map(({ name }) => name))
      return names.length <= most
    })
    for (const name of names.toSorted()) {
      signal.throwIfAborted()
      if (changes.length >= most || depth > deepest) {
        isCut = true
        return
      }
      const entry = entryOf(place, name)
      const found = await statEntry(entry)
      if (found === null) continue
      const change = isNew ? 'added' : await changeOf(entry.path, found, layers)
      if (change !== null) changes.push({ path: entry.path, change })
      if (!found.isDirectory()) continue
      const handle = await openDirectoryIn(place.handle, name)
      try {
        await walk({ handle, path: entry.path }, change === 'added', depth + 1)
      } finally {
        await handle.close()
      }
    }
  }
  await walk(top, false, 1)
  return { changes, isCut }
}

/** Null for a directory that is there to hold changes. */
async function changeOf(path: string, found: Stats, layers: InsideRoot[]): Promise<FileChange | null> {
  // A whiteout: what is below it is taken for gone.
  if ((found.mode & constants.S_IFMT) === constants.S_IFCHR && found.rdev === 0) return 'deleted'
  if (layers.length === 0) return found.isDirectory() ? null : 'changed'
  for (const layer of layers) {
    const before = await layer.visitEntry(path, ({ at }) => lstat(at)).catch(() => null)
    if (before !== null) return before.isDirectory() && found.isDirectory() ? null : 'changed'
  }
  return 'added'
}
