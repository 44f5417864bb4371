// Reads a container's log over all its files: from the beginning or the last records, to now or on and on. Neither
// rotation nor truncation loses a record or doubles one.
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { systemCode } from './errors.ts'
import { logFiles } from './log-files.ts'
import type { LogFile } from './log-files.ts'
import { LogParser, timeOfLine } from './log-parser.ts'
import type { LogRecord } from './log-parser.ts'

/** Measured: beyond this nothing gets faster. */
const blockBytes = 256 * 1024

/** More than the longest line of conmon's. */
const lineBytes = 64 * 1024

/** Of a line's beginning when read backwards: more than conmon's time needs. */
const timeBytes = 64

export interface LogRange {
  /** Only the last so many records (those up to `until`, if that is given). */
  last?: number | undefined
  /** Only so many bytes of the log, from a whole record on. */
  lastBytes?: number | undefined
  /** Told before the first record how much of the log `lastBytes` has left out, if it has. */
  onOmitted?: ((bytes: number) => void) | undefined
  /** Nanoseconds since 1970: nothing before. */
  since?: bigint | undefined
  /** Nanoseconds since 1970: nothing after. */
  until?: bigint | undefined
}

/** What a reader needs to know of the container. */
export interface LogSource {
  log: string
  /** Nothing more will be written. */
  hasEnded: () => boolean
  /** Nobody wants more. */
  isAborted: () => boolean
  /** Resolves when something may have been written, or ended. Null: the log is read up to now only. */
  changed: (() => Promise<void>) | null
}

/** The records of a range in batches, as they come. */
export async function* readLog(source: LogSource, range: LogRange): AsyncGenerator<LogRecord[]> {
  const files = logFiles(source.log)
  const newest = files.at(-1)
  const stop = source.changed || !newest ? null : { inode: newest.inode, size: newest.size }
  const start = await findStart(files, range)
  const cursor = new LogCursor(source.log, start, stop)
  const parser = new LogParser()
  try {
    while (!source.isAborted()) {
      // Before reading: what was written until then is read below.
      const hasEnded = source.hasEnded()
      const block = await cursor.read()
      if (block === 'truncated') parser.reset()
      else if (block === 'next file') {
        // conmon ends a file with a whole line, but for a full disk.
        const half = parser.flush()
        parser.reset()
        const wanted = half ? within([half], range) : []
        if (wanted.length > 0) yield wanted
      } else if (block !== null) {
        const batch = parser.push(block)
        const wanted = within(batch, range)
        if (wanted.length > 0) yield wanted
        if (range.until !== undefined && isPast(batch, range.until)) return
      } else if (source.changed === null || hasEnded) {
        const half = hasEnded ? parser.flush() : null
        const wanted = half ? within([half], range) : []
        if (wanted.length > 0) yield wanted
        return
      } else await source.changed()
    }
  } finally {
    await cursor.close()
  }
}

function within(records: LogRecord[], { since, until }: LogRange): LogRecord[] {
  if (since === undefined && until === undefined) return records
  return records.filter(
    ({ time }) => (since === undefined || time >= since) && (until === undefined || time <= until),
  )
}

/** Records of the two streams may be a little out of order: only a whole batch beyond the end is the end. */
function isPast(batch: LogRecord[], until: bigint): boolean {
  return batch.length > 0 && batch.every(({ time }) => time > until)
}

interface Position {
  file: LogFile
  offset: number
}

async function findStart(files: readonly LogFile[], range: LogRange): Promise<Position | null> {
  if (range.lastBytes !== undefined) return findTail(files, range.lastBytes, range.onOmitted)
  if (range.last !== undefined) return findLast(files, range.last, range.until)
  let first = 0
  if (range.since !== undefined) {
    // A file can be left out when the one after it begins before the time.
    for (let index = 1; index < files.length; index += 1) {
      const file = files[index]
      const time = file ? await firstTime(file) : null
      if (time !== null && time < range.since) first = index
    }
  }
  const file = files[first]
  return file ? { file, offset: 0 } : null
}

/** Where the last records begin, found from the end in blocks. */
async function findLast(
  files: readonly LogFile[],
  count: number,
  until: bigint | undefined,
): Promise<Position | null> {
  let left = count
  let earliest: Position | null = null
  for (const file of files.toReversed()) {
    const handle = await openLog(file.path)
    if (!handle) continue
    try {
      // What follows the last newline is half a record: it counts for nothing, and comes along.
      const size = (await handle.stat()).size
      let end: number | null = null
      for await (const position of newlinesBackwards(handle, size)) {
        const isWanted = end !== null && (await isUntil(handle, position + 1, until))
        if (isWanted && (left -= 1) < 0) return { file, offset: end ?? size }
        end = position + 1
      }
      const isWanted = end !== null && (await isUntil(handle, 0, until))
      if (isWanted && (left -= 1) < 0) return { file, offset: end ?? size }
      earliest = { file, offset: 0 }
    } finally {
      await handle.close()
    }
  }
  return earliest
}

/** The first whole record of the last bytes. */
async function findTail(
  files: readonly LogFile[],
  bytes: number,
  onOmitted: LogRange['onOmitted'],
): Promise<Position | null> {
  let left = bytes
  for (let index = files.length - 1; index >= 0; index -= 1) {
    const file = files[index]
    if (!file) continue
    const handle = await openLog(file.path)
    if (!handle) continue
    try {
      const { size } = await handle.stat()
      if (size < left) {
        left -= size
        continue
      }
      const offset = await behindNewline(handle, size - left)
      const earlier = files.slice(0, index).reduce((sum, other) => sum + other.size, 0)
      if (offset + earlier > 0) onOmitted?.(offset + earlier)
      return { file, offset }
    } finally {
      await handle.close()
    }
  }
  const first = files[0]
  return first ? { file: first, offset: 0 } : null
}

/** The first place at or after `offset` where a line begins; a line of conmon's has some 8 KiB at most. */
async function behindNewline(handle: FileHandle, offset: number): Promise<number> {
  if (offset === 0) return 0
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(lineBytes), 0, lineBytes, offset - 1)
  const newline = buffer.subarray(0, bytesRead).indexOf(0x0a)
  return newline === -1 ? offset : offset + newline
}

async function isUntil(handle: FileHandle, offset: number, until: bigint | undefined): Promise<boolean> {
  if (until === undefined) return true
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(timeBytes), 0, timeBytes, offset)
  const time = timeOfLine(buffer.subarray(0, bytesRead))
  return time === null || time <= until
}

async function* newlinesBackwards(handle: FileHandle, size: number): AsyncGenerator<number> {
  const block = Buffer.alloc(Math.min(blockBytes, size))
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - blockBytes)
    const { bytesRead } = await handle.read(block, 0, end - start, start)
    for (let at = block.lastIndexOf(0x0a, bytesRead - 1); at >= 0;) {
      yield start + at
      at = at === 0 ? -1 : block.lastIndexOf(0x0a, at - 1)
    }
    end = start
  }
}

async function firstTime(file: LogFile): Promise<bigint | null> {
  const handle = await openLog(file.path)
  if (!handle) return null
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(timeBytes), 0, timeBytes, 0)
    return timeOfLine(buffer.subarray(0, bytesRead))
  } finally {
    await handle.close()
  }
}

/** A place in the log that moves on from file to file. */
class LogCursor {
  readonly #log: string
  readonly #stop: { inode: number; size: number } | null
  #next: Position | null
  #handle: FileHandle | null = null
  #inode = 0
  #number = 0
  #offset = 0

  constructor(log: string, start: Position | null, stop: { inode: number; size: number } | null) {
    this.#log = log
    this.#next = start
    this.#stop = stop
  }

  /** The next bytes; null when there are none yet. `truncated`: what was begun is gone. */
  async read(): Promise<Buffer | 'truncated' | 'next file' | null> {
    if (!this.#handle && !(await this.#openNext())) return null
    const handle = this.#handle
    if (!handle) return null
    // Looked up before reading: if there is a successor, nothing more is written to this one.
    const successor = this.#successor()
    const { size } = await handle.stat()
    if (size < this.#offset) {
      this.#offset = 0
      return 'truncated'
    }
    const end = this.#stop?.inode === this.#inode ? Math.min(size, this.#stop.size) : size
    const block = Buffer.allocUnsafe(Math.max(0, Math.min(blockBytes, end - this.#offset)))
    const { bytesRead } = await handle.read(block, 0, block.length, this.#offset)
    this.#offset += bytesRead
    if (bytesRead > 0) return block.subarray(0, bytesRead)
    if (successor === null || this.#inode === this.#stop?.inode) return null
    await this.close()
    this.#next = { file: successor, offset: 0 }
    return 'next file'
  }

  async close(): Promise<void> {
    await this.#handle?.close()
    this.#handle = null
  }

  async #openNext(): Promise<boolean> {
    const position = this.#next ?? this.#first()
    if (!position) return false
    const handle = await openLog(position.file.path)
    if (!handle) {
      // Cleared away in the meantime: on to what is left.
      const later = logFiles(this.#log).find(({ number }) => number > position.file.number)
      this.#next = later ? { file: later, offset: 0 } : null
      return later ? this.#openNext() : false
    }
    this.#handle = handle
    this.#next = null
    this.#inode = (await handle.stat()).ino
    this.#number = position.file.number
    this.#offset = position.offset
    return true
  }

  /** There was no file at all so far. */
  #first(): Position | null {
    const file = this.#number === 0 ? logFiles(this.#log)[0] : undefined
    return file ? { file, offset: 0 } : null
  }

  #successor(): LogFile | null {
    const files = logFiles(this.#log)
    const own = files.find((file) => file.inode === this.#inode)
    // It may have been opened before it had its number.
    if (own) this.#number = own.number
    if (own?.isLive) return null
    return files.find((file) => file.number > this.#number && file.inode !== this.#inode) ?? null
  }
}

async function openLog(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, constants.O_RDONLY)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}
