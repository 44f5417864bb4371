// Copies of files into a container and out of it: under another name first, and renamed when they are whole.
import { randomBytes } from 'node:crypto'
import { constants, createWriteStream, type Stats } from 'node:fs'
import { link, open, rename, unlink, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal, shortened } from '../contract/failure.ts'
import { explain, reasonOf } from './failure.ts'
import type { IdMaps } from './id-maps.ts'
import {
  entryOf,
  isMountPoint,
  isSystemError,
  openRegular,
  statEntry,
  systemError,
  type Entry,
  type Place,
} from './inside-root.ts'
import type { Watch } from './patience.ts'

/** A large disk's reading pace; small enough that a cancel is felt at once. */
const pieceBytes = 1024 * 1024

/** Of a file of many gigabytes to a slow disk. */
const mostSyncMs = 10 * 60_000

export interface Course extends Watch {
  /** Bytes so far; null for what nobody knows. */
  onProgress: (done: number, total: number | null) => void
}

/** A regular file, or a directory as a tar archive, to a path of this machine. Resolves to its bytes. */
export async function download(place: Place, to: string, course: Course): Promise<number> {
  const stats = await place.handle.stat()
  if (!stats.isFile() && !stats.isDirectory()) {
    throw new Refusal('InvalidArgument', 'Only files and directories can be downloaded; this is neither.')
  }
  const making = join(dirname(to), `.${basename(to)}.${randomBytes(6).toString('hex')}.part`)
  const mode = stats.isFile() ? 0o600 | (stats.mode & 0o777) : 0o644
  const target = await open(making, exclusive, mode).catch((error: unknown) => {
    throw explain(error, `${dirname(to)} cannot be written to`)
  })
  try {
    const bytes = stats.isFile()
      ? await downloadFile(place, target, stats, course)
      : await archive(place, making, course)
    await course.step(target.sync().catch(unlessUnsupported), mostSyncMs)
    await target.close()
    course.signal.throwIfAborted()
    await rename(making, to)
    return bytes
  } catch (error) {
    await target.close().catch(() => null) // closed already, or as good as
    await unlink(making).catch(() => null) // the reason that matters is the first one
    throw explain(error, `${to} cannot be written`)
  }
}

async function downloadFile(place: Place, target: FileHandle, stats: Stats, course: Course): Promise<number> {
  const source = await openRegular(place)
  if (source === null) throw systemError('ENOENT', place.path)
  try {
    course.opened()
    return await pour(source, target, stats.size, course)
  } finally {
    await source.close()
  }
}

/** What lies on other mounts is left out; links, FIFOs and devices are named in it and not followed or opened. */
async function archive(place: Place, making: string, course: Course): Promise<number> {
  const options = ['--create', '--file=-', '--one-file-system', '--numeric-owner']
  // It begins where the open directory is, whatever its path leads to by then. tar goes there by itself: as its `cwd`, a
  // file system that does not answer would hold up the engine.
  const here = '/proc/self/fd/3'
  const tar = spawn('tar', [...options, `--directory=${here}`, '.'], {
    stdio: ['ignore', 'pipe', 'pipe', place.handle.fd],
    // Node's types know of three streams only.
  }) as ChildProcessByStdio<null, Readable, Readable>
  const ended = new Promise<number | null>((resolve, reject) => {
    tar.once('close', resolve)
    tar.once('error', (error) =>
      reject(new Refusal('NotSupported', `tar cannot be run: ${reasonOf(error)}.`)),
    )
  })
  // It was not started: some of its streams may not be there then.
  if (tar.pid === undefined) await ended
  let said = ''
  tar.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-2000)
  })
  let done = 0
  tar.stdout.on('data', (chunk: Buffer) => course.onProgress((done += chunk.byteLength), null))
  try {
    course.opened()
    const written = pipeline(tar.stdout, createWriteStream(making), { signal: course.signal })
    const [code] = await Promise.all([ended, written])
    // 1: a file changed while it was read, as they do in what runs.
    if (code !== 0 && code !== 1) {
      throw new Refusal(
        'InvalidArgument',
        `tar gave up on ${place.path}: ${shortened(said.replaceAll(here, place.path))}`,
      )
    }
    return done
  } finally {
    tar.kill('SIGKILL')
    ended.catch(() => null) // told above, or of no interest any more
  }
}

export interface Upload {
  name: string
  from: string
  /** A file that has the name may go. */
  replace: boolean
  ids: IdMaps
}

/** Into an open directory. What has the name stays until the new one is whole. */
export async function upload(directory: Place, wanted: Upload, course: Course): Promise<number> {
  const { name, from, replace, ids } = wanted
  const [uid, gid] = [ids.users.root, ids.groups.root]
  if (uid === null || gid === null) throw new Refusal('NotSupported', noRoot)
  const target = entryOf(directory, name)
  await demandFree(target, replace)
  const source = await openSource(from)
  const making = entryOf(directory, `.${randomBytes(8).toString('hex')}.upload`)
  try {
    const { size, mode } = await source.stat()
    const file = await open(making.at, exclusive, 0o600)
    try {
      course.opened()
      const bytes = await pour(source, file, size, course)
      await course.step(finish(file, { uid, gid, mode: mode & 0o777 }))
      await course.step(file.sync().catch(unlessUnsupported), mostSyncMs)
      await course.step(demandFree(target, replace))
      course.signal.throwIfAborted()
      await course.step(settle(making, target, replace))
      return bytes
    } catch (error) {
      await unlink(making.at).catch(() => null) // the reason that matters is the first one
      throw error
    } finally {
      await file.close()
    }
  } catch (error) {
    throw explain(error, `${target.path} cannot be written`)
  } finally {
    await source.close()
  }
}

async function finish(file: FileHandle, wanted: { uid: number; gid: number; mode: number }): Promise<void> {
  const { uid, gid, mode } = wanted
  if (uid !== process.getuid?.() || gid !== process.getgid?.()) await file.chown(uid, gid)
  await file.chmod(mode)
}

/** Never over what came meanwhile, unless that was asked for. */
async function settle(making: Entry, target: Entry, replace: boolean): Promise<void> {
  if (replace) return rename(making.at, target.at)
  try {
    await link(making.at, target.at)
  } catch (error) {
    // Some file systems have no second names.
    if (!isSystemError(error, 'EPERM', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw error
    return rename(making.at, target.at)
  }
  await unlink(making.at)
}

async function demandFree(target: Entry, replace: boolean): Promise<void> {
  const there = await statEntry(target)
  if (there === null) return
  if (!replace) throw new Refusal('Exists', `There is ${target.path} already.`)
  if (there.isDirectory()) {
    throw new Refusal('InvalidArgument', `${target.path} is a directory; a file does not replace it.`)
  }
  if (await isMountPoint(target)) {
    throw new Refusal(
      'InvalidArgument',
      `Something is mounted at ${target.path}; it can be changed where it comes from.`,
    )
  }
}

async function openSource(from: string): Promise<FileHandle> {
  const source = await open(from, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw explain(error, `${from} cannot be read`)
  })
  if ((await source.stat()).isFile()) return source
  await source.close()
  throw new Refusal('InvalidArgument', `${from} is no file; only files can be uploaded.`)
}

async function pour(
  source: FileHandle,
  target: FileHandle,
  size: number,
  { signal, onProgress, step }: Course,
): Promise<number> {
  const piece = Buffer.allocUnsafe(pieceBytes)
  // What the kernel makes up as it is read has no size beforehand.
  const total = size === 0 ? null : size
  let done = 0
  for (;;) {
    signal.throwIfAborted()
    const { bytesRead } = await step(source.read(piece, 0, pieceBytes, null))
    if (bytesRead === 0) return done
    for (let written = 0; written < bytesRead;) {
      const { bytesWritten } = await step(target.write(piece, written, bytesRead - written, null))
      written += bytesWritten
    }
    done += bytesRead
    onProgress(done, total)
  }
}

function unlessUnsupported(error: unknown): void {
  // Some file systems of user space cannot be told to write now.
  if (!isSystemError(error, 'EINVAL', 'ENOSYS', 'EOPNOTSUPP')) throw error
}

const noRoot =
  'Whose the file would have to be is not known: its process has just ended, or it has no root user. Nothing was uploaded.'

const exclusive = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
