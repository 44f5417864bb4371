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
  async read({ path, file }: OriginFile, offset: number, length: number): Promise<Buffer> {
    const handle = await this.#handleOf(path, file)
    if (handle === null || length <= 0) return Buffer.alloc(0)
    const buffer = Buffer.allocUnsafe(length)
    const { bytesRead } = await handle.read(buffer, 0, length, offset)
    return buffer.subarray(0, bytesRead)
  }

  /** Bytes that it has now; null when it is gone. */
  async size({ path, file }: OriginFile): Promise<number | null> {
    const handle = await this.#handleOf(path, file)
    return handle === null ? null : (await handle.stat()).size
  }

  async close(): Promise<void> {
    const opened = this.#open
    this.#open = null
    await opened?.handle.close()
  }

  async #handleOf(path: string, file: string): Promise<FileHandle | null> {
    if (this.#open?.file === file) return this.#open.handle
    await this.close()
    const handle = await openLogFile(path, file, this.#origin.uid)
    if (handle !== null) this.#open = { file, handle }
    return handle
  }
}

/** Null when the name has come to mean another file, or none. Never waits for a fifo, never follows a link. */
async function openLogFile(path: string, file: string, uid: number | null): Promise<FileHandle | null> {
  let handle: FileHandle
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT') return null
    if (code === 'EACCES' || code === 'EPERM') {
      throw new Refusal('PermissionDenied', `The log ${path} is not ours to read.`)
    }
    throw new Refusal('StateUnreadable', `The log ${path} cannot be read: ${String(code ?? error)}.`)
  }
  const stat = await handle.stat()
  if (stat.isFile() && String(stat.ino) === file && (uid === null || stat.uid === uid)) return handle
  await handle.close()
  return null
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
