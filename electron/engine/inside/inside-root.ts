// Walks a container's root file system without ever being led out of it: one name at a time from open directories, links
// followed by hand as if that directory were `/`. What is swapped for a link meanwhile is not followed, and nothing but
// regular files is ever opened for reading.
import { constants, type Stats } from 'node:fs'
import { lstat, open, readFile, readlink, type FileHandle } from 'node:fs/promises'
import { nameToText, textToName } from './names.ts'

/** Linux's own limit (ELOOP). */
const mostLinks = 40

/** A place in the file system and no access to what it holds: opening so can neither block nor wake a device. */
const placeOnly = 0o10000000 // O_PATH, which Node does not name

/** Something that a path leads to, held open: it stays the same whatever becomes of its name. */
export interface Place {
  readonly handle: FileHandle
  /** Its path from the root, without links; `/` for the root itself. */
  readonly path: string
}

/** A name in a directory that is held open; the name itself is not followed. */
export interface Entry {
  readonly directory: Place
  readonly name: string
  /** For system calls: leads to that name in that directory, wherever it may be moved. */
  readonly at: Buffer
  readonly path: string
}

export interface InsideRoot {
  /** Runs `work` on what the path leads to. Throws what the system says, such as ENOENT or ELOOP. */
  visit<Result>(path: string, work: (place: Place) => Promise<Result>): Promise<Result>
  /** Runs `work` on the path's last name, in the directory that the rest leads to. The root has none. */
  visitEntry<Result>(path: string, work: (entry: Entry) => Promise<Result>): Promise<Result>
  /** What the path leads to; null when it leads nowhere (or out of sight). */
  stat(path: string): Promise<Stats | null>
  /** The first bytes of a regular file, as text; null when there is none. */
  read(path: string, longestBytes: number): Promise<string | null>
  close(): Promise<void>
}

/** Throws when that directory cannot be entered. `/proc/<pid>/root` is followed into the process's own root. */
export async function openInsideRoot(root: string): Promise<InsideRoot> {
  const rootHandle = await openDirectory(root)

  async function visit<Result>(path: string, work: (place: Place) => Promise<Result>): Promise<Result> {
    const left = components(path)
    /** Open directories from the root to here, without the root's own. */
    const opened: { handle: FileHandle; name: string }[] = []
    let links = 0
    try {
      for (let name = left.shift(); name !== undefined; name = left.shift()) {
        if (name === '..') {
          await opened.pop()?.handle.close()
          continue
        }
        const here = pathIn(opened.at(-1)?.handle ?? rootHandle, name)
        const handle = await open(here, placeOnly | constants.O_NOFOLLOW)
        opened.push({ handle, name })
        if (!(await handle.stat()).isSymbolicLink()) continue
        await opened.pop()?.handle.close()
        links += 1
        if (links > mostLinks) throw systemError('ELOOP', path)
        const target = nameToText(await readlink(here, { encoding: 'buffer' }))
        if (target.startsWith('/')) await closeAll(opened)
        left.unshift(...components(target))
      }
      const handle = opened.at(-1)?.handle ?? rootHandle
      return await work({ handle, path: `/${opened.map(({ name }) => name).join('/')}` })
    } finally {
      await closeAll(opened)
    }
  }

  /** Nothing to be seen: it is not there, below something that is no directory, or hidden from us. */
  function glance<Result>(path: string, work: (place: Place) => Promise<Result>): Promise<Result | null> {
    return visit(path, work).catch(() => null)
  }

  return {
    visit,
    visitEntry(path, work) {
      const names = components(path)
      const name = names.pop()
      if (name === undefined || name === '..') throw systemError('EISDIR', path)
      return visit(names.join('/'), (directory) => work(entryOf(directory, name)))
    },
    stat: (path) => glance(path, ({ handle }) => handle.stat()),
    read: (path, longestBytes) =>
      glance(path, async (place) => {
        const file = await openRegular(place)
        if (file === null) return null
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

/** For reading; null when it is anything but a regular file, which is then not opened. */
export async function openRegular({ handle }: Place): Promise<FileHandle | null> {
  if (!(await handle.stat()).isFile()) return null
  return open(placeOf(handle), constants.O_RDONLY | constants.O_NONBLOCK)
}

/** A directory of this machine, wherever its path leads. */
export function openDirectory(path: string): Promise<FileHandle> {
  return open(`${path}/.`, placeOnly | constants.O_DIRECTORY)
}

/** A directory by its name in an open one; throws ENOTDIR for anything else, a link among them. */
export function openDirectoryIn(directory: FileHandle, name: string): Promise<FileHandle> {
  return open(pathIn(directory, name), placeOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW)
}

export function entryOf(directory: Place, name: string): Entry {
  const path = directory.path === '/' ? `/${name}` : `${directory.path}/${name}`
  return { directory, name, at: pathIn(directory.handle, name), path }
}

/** Of the entry itself; null when there is none. */
export async function statEntry({ at }: Pick<Entry, 'at'>): Promise<Stats | null> {
  return lstat(at).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return null
    throw error
  })
}

/** Whether something is mounted there. Unlinking it would not fail: from outside, it takes the mount away. */
export async function isMountPoint(entry: Entry): Promise<boolean> {
  const handle = await open(entry.at, placeOnly | constants.O_NOFOLLOW)
  try {
    return (await mountOf(handle)) !== (await mountOf(entry.directory.handle))
  } finally {
    await handle.close()
  }
}

/** The mount that an open place lies on, by the kernel's number (proc(5), fdinfo). */
export async function mountOf({ fd }: FileHandle): Promise<string> {
  const information = await readFile(`/proc/self/fdinfo/${fd}`, 'utf8')
  return /^mnt_id:\s*(\d+)$/m.exec(information)?.[1] ?? ''
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
export function placeOf(handle: FileHandle): string {
  return `/proc/self/fd/${handle.fd}`
}

/** A name in an open directory, for system calls. The name holds no slash: it is one of a path's parts. */
function pathIn(directory: FileHandle, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${placeOf(directory)}/`), textToName(name)])
}

export function isSystemError(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  if (!(error instanceof Error) || !('code' in error)) return false
  return typeof error.code === 'string' && (codes.length === 0 || codes.includes(error.code))
}

/** As the system throws it. */
export function systemError(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path}`), { code, path })
}

async function closeAll(opened: { handle: FileHandle }[]): Promise<void> {
  for (const { handle } of opened.splice(0)) await handle.close()
}

function components(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.')
}
