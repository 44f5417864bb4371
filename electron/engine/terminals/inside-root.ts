// Looks into a container's root file system without ever being led out of it: paths are walked one name at a time from
// open directories, links are followed by hand as if that directory were `/`. What is swapped for a link meanwhile is
// not followed, and nothing but regular files is ever opened for reading.
import { constants, type Stats } from 'node:fs'
import { open, readlink, type FileHandle } from 'node:fs/promises'

/** Linux's own limit (ELOOP). */
const mostLinks = 40

/** A place in the file system and no access to what it holds: opening so can neither block nor wake a device. */
const placeOnly = 0o10000000 // O_PATH, which Node does not name

export interface InsideRoot {
  /** What the path leads to; null when it leads nowhere (or out of sight). */
  stat(path: string): Promise<Stats | null>
  /** The first bytes of a regular file, as text; null when there is none. */
  read(path: string, longestBytes: number): Promise<string | null>
  close(): Promise<void>
}

/** Throws when that directory cannot be entered. `/proc/<pid>/root` is followed into the process's own root. */
export async function openInsideRoot(root: string): Promise<InsideRoot> {
  const rootHandle = await open(`${root}/.`, placeOnly | constants.O_DIRECTORY)

  /** Runs `look` on the place that the path leads to. */
  async function at<Result>(
    path: string,
    look: (place: FileHandle) => Promise<Result>,
  ): Promise<Result | null> {
    const left = components(path)
    /** Open directories from the root to here, without the root's own. */
    const opened: FileHandle[] = []
    let links = 0
    try {
      for (let name = left.shift(); name !== undefined; name = left.shift()) {
        if (name === '..') {
          await opened.pop()?.close()
          continue
        }
        const here = `${placeOf(opened.at(-1) ?? rootHandle)}/${name}`
        const next = await open(here, placeOnly | constants.O_NOFOLLOW)
        opened.push(next)
        if (!(await statOf(next)).isSymbolicLink()) continue
        await opened.pop()?.close()
        links += 1
        if (links > mostLinks) return null
        const target = await readlink(here)
        if (target.startsWith('/')) await closeAll(opened)
        left.unshift(...components(target))
      }
      return await look(opened.at(-1) ?? rootHandle)
    } catch {
      return null // not there, below something that is no directory, or hidden from us: nothing for us to see
    } finally {
      await closeAll(opened)
    }
  }

  return {
    stat: (path) => at(path, statOf),
    read: (path, longestBytes) =>
      at(path, async (place) => {
        if (!(await statOf(place)).isFile()) return null
        const file = await open(placeOf(place), constants.O_RDONLY | constants.O_NONBLOCK)
        try {
          const { buffer, bytesRead } = await file.read(Buffer.alloc(longestBytes), 0, longestBytes, 0)
          return buffer.toString('utf8', 0, bytesRead)
        } finally {
          await file.close()
        }
      }),
    close: () => rootHandle.close(),
  }
}

/** The first of `paths` that is a program in there. */
export async function findProgram(inside: InsideRoot, paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    if (isProgram(await inside.stat(path))) return path
  }
  return null
}

export function isProgram(stats: Stats | null): boolean {
  if (stats === null || !stats.isFile()) return false
  return (stats.mode & (constants.S_IXUSR | constants.S_IXGRP | constants.S_IXOTH)) !== 0
}

/** An open place as a path, which leads to it whatever becomes of its name. */
function placeOf(handle: FileHandle): string {
  return `/proc/self/fd/${handle.fd}`
}

function statOf(handle: FileHandle): Promise<Stats> {
  return handle.stat()
}

async function closeAll(handles: FileHandle[]): Promise<void> {
  for (const handle of handles.splice(0)) await handle.close()
}

function components(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.')
}
