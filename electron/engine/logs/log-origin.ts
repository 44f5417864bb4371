// A log as the engine reads it: the row of its files, how its records are written, whether more will come.
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { LogPlace } from '../../../src-shared/logs-model.ts'
import { Refusal } from '../contract/failure.ts'
import type { RecordFormat } from './pieces.ts'

export interface OriginFile {
  path: string
  /** Its inode. */
  file: string
  /** Bytes. */
  size: number
}

export interface LogOrigin {
  format: RecordFormat
  /** The file that is written to, or was last. */
  path: string
  /** All files, the oldest first; looked up afresh. */
  files: () => OriginFile[]
  isLive: () => boolean
  /** What is missing from it, in one sentence. */
  note: string | null
  /** Whose the files have to be; null where that does not matter. */
  uid: number | null
}

/** Reads the files of a log, keeping the last one open. To be closed. */
export class OriginReader {
  readonly #origin: LogOrigin
  #open: { file: string; handle: FileHandle } | null = null

  constructor(origin: LogOrigin) {
    this.#origin = origin
  }

  /** Bytes from an offset on, as many as there are; none of a file that is gone. */
  async read(file: OriginFile, offset: number, length: number): Promise<Buffer> {
    const handle = await this.#handleOf(file)
    if (handle === null || length <= 0) return Buffer.alloc(0)
    const buffer = Buffer.allocUnsafe(length)
    const { bytesRead } = await handle.read(buffer, 0, length, offset)
    return buffer.subarray(0, bytesRead)
  }

  /** Bytes that it has now; null when it is gone. */
  async size(file: OriginFile): Promise<number | null> {
    const handle = await this.#handleOf(file)
    return handle === null ? null : (await handle.stat()).size
  }

  /** To be read with until another file is asked for; null when it is gone. */
  async descriptor(file: OriginFile): Promise<number | null> {
    return (await this.#handleOf(file))?.fd ?? null
  }

  /** It is open, and can be read also when it has no name any more. */
  holds({ file }: OriginFile): boolean {
    return this.#open?.file === file
  }

  async close(): Promise<void> {
    const opened = this.#open
    this.#open = null
    await opened?.handle.close()
  }

  async #handleOf(wanted: OriginFile): Promise<FileHandle | null> {
    const { file } = wanted
    if (this.#open?.file === file) return this.#open.handle
    await this.close()
    const handle = await openListed(this.#origin, wanted)
    if (handle !== null) this.#open = { file, handle }
    return handle
  }
}

/** Each look may meet a rotation of its own. */
const mostLooks = 4

/** Under the name that it has by now: rotation gives it others. Null when it has none any more. */
async function openListed(origin: LogOrigin, { path, file }: OriginFile): Promise<FileHandle | null> {
  let name: string | undefined = path
  for (let look = 0; name !== undefined && look < mostLooks; look += 1) {
    const handle = await openLogFile(name, file, origin.uid)
    if (handle !== null) return handle
    name = origin.files().find((one) => one.file === file)?.path
  }
  return null
}

/** Of files that others made: never waits for a fifo, never follows a link. */
export const foreignFlags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW

/** Null when the name has come to mean another file, or none. */
async function openLogFile(path: string, file: string, uid: number | null): Promise<FileHandle | null> {
  let handle: FileHandle
  try {
    handle = await open(path, foreignFlags)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT') return null
    if (code === 'EACCES' || code === 'EPERM') {
      throw new Refusal('PermissionDenied', `The log ${path} is not ours to read.`)
    }
    throw new Refusal('StateUnreadable', `The log ${path} cannot be read: ${String(code ?? error)}.`)
  }
  const stat = await handle.stat()
  const isIt = stat.isFile() && String(stat.ino) === file
  if (isIt && isTheirs(stat, uid)) return handle
  await handle.close()
  if (isIt) throw new Refusal('PermissionDenied', otherOwner(path))
  return null
}

/** What names a log may be another user's word: then it counts only for what is that user's own. */
export function isTheirs(stat: { uid: number }, uid: number | null): boolean {
  return uid === null || stat.uid === uid
}

export function otherOwner(path: string): string {
  return `Its log ${path} belongs to another user than the container, and is not read.`
}

/** Where a place is among the files: of one that is gone, the beginning of the oldest that is left. */
export function findPlace(files: readonly OriginFile[], place: LogPlace): { index: number; offset: number } {
  const index = files.findIndex(({ file }) => file === place.file)
  return index === -1 ? { index: 0, offset: 0 } : { index, offset: place.offset }
}

export function bytesBefore(files: readonly OriginFile[], index: number): number {
  return files.slice(0, index).reduce((sum, { size }) => sum + size, 0)
}

export function sizeOf(files: readonly OriginFile[]): number {
  return bytesBefore(files, files.length)
}
