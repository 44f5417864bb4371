// Writes a log to a file that the user has chosen: whole or not at all, over all of its files, in blocks.
import { randomUUID } from 'node:crypto'
import type { Stats } from 'node:fs'
import { lstat, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { LogOutput, LogSaving } from '../../../src-shared/logs-model.ts'
import { Refusal } from '../contract/failure.ts'
import type { ByteChannel } from '../contract/service.ts'
import { LineJoiner, type JoinedLine } from './line-joiner.ts'
import { OriginReader, sizeOf, type LogOrigin, type OriginFile } from './log-origin.ts'
import { longestRecordBytes, PieceReader, type Piece } from './pieces.ts'

export interface SaveRequest {
  path: string
  output: LogOutput | null
  hasTimes: boolean
}

const blockBytes = 1024 * 1024
const tellEveryMs = 100
const newline = Buffer.from('\n')
const cleared = 'Some of the log was cleared while it was saved, so nothing was kept of it. Save it again.'

/** Answers with how many bytes it has written. Aborted, it leaves nothing behind. */
export async function saveLog(
  origin: LogOrigin,
  request: SaveRequest,
  channel: ByteChannel<'logSave'>,
  signal: AbortSignal,
): Promise<number> {
  const { path } = request
  // As it is now: what is written meanwhile would never end.
  const files = origin.files()
  if (await isOneOf(files, path)) {
    throw new Refusal('InvalidArgument', 'That is the log itself: choose another file.')
  }
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`)
  let target: FileHandle | null = null
  try {
    target = await open(temporary, 'wx', 0o600)
    const written = await writeAll(origin, files, request, target, channel, signal)
    await target.sync()
    await target.close()
    target = null
    signal.throwIfAborted()
    await rename(temporary, path)
    return written
  } catch (error) {
    await target?.close()
    await rm(temporary, { force: true })
    throw unwritable(path, error)
  }
}

/** By whatever name: the live file of ours has two. */
async function isOneOf(files: readonly OriginFile[], path: string): Promise<boolean> {
  const target = await statOf(path)
  if (target === null) return false
  const stats = await Promise.all(files.map((file) => statOf(file.path)))
  return stats.some((stat) => stat?.dev === target.dev && stat.ino === target.ino)
}

/** Of the name itself: a link is replaced, not what it leads to. Null when it has none. */
async function statOf(path: string): Promise<Stats | null> {
  // Whatever else is wrong with it is told when it is written.
  return lstat(path).catch(() => null)
}

function unwritable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  const words: Record<string, string> = {
    EACCES: 'it is not yours to write there',
    EPERM: 'it is not yours to write there',
    EROFS: 'nothing can be written there',
    ENOSPC: 'the disk is full',
    EDQUOT: 'your share of the disk is used up',
    ENOENT: 'the folder is not there',
    EISDIR: 'that is a folder',
  }
  const word = words[error.code]
  return word === undefined ? error : new Refusal('PermissionDenied', `${path} cannot be written: ${word}.`)
}

async function writeAll(
  origin: LogOrigin,
  files: readonly OriginFile[],
  { output, hasTimes }: SaveRequest,
  target: FileHandle,
  channel: ByteChannel<'logSave'>,
  signal: AbortSignal,
): Promise<number> {
  const reader = new OriginReader(origin)
  const size = sizeOf(files)
  let written = 0
  let done = 0
  let toldAt = 0
  try {
    for (const file of files) {
      const pieces = new PieceReader(origin.format, false)
      const format = hasTimes ? new TimedLines(file.file) : exactBytes
      for (let at = 0; at < file.size;) {
        signal.throwIfAborted()
        const length = Math.min(blockBytes + longestRecordBytes, file.size - at)
        const block = await reader.read(file, at, length)
        if (block.length < length) throw new Refusal('NotFound', cleared)
        const read = pieces.read(block, at, at + block.length >= file.size)
        const wanted = output === null ? read.pieces : read.pieces.filter((one) => one.output === output)
        const bytes = Buffer.concat(wanted.flatMap((piece) => format.bytesOf(piece)))
        await target.writeFile(bytes)
        written += bytes.length
        at += read.consumed
        done += read.consumed
        if (performance.now() - toldAt < tellEveryMs) continue
        toldAt = performance.now()
        const saving: LogSaving = { done, size }
        channel.send(new Uint8Array(new TextEncoder().encode(JSON.stringify(saving))))
      }
      const rest = Buffer.concat(format.rest())
      await target.writeFile(rest)
      written += rest.length
    }
    return written
  } finally {
    await reader.close()
  }
}

/** Byte for byte what the program wrote. */
const exactBytes = {
  bytesOf: ({ bytes, goesOn }: Piece): Buffer[] => (goesOn ? [bytes] : [bytes, newline]),
  rest: (): Buffer[] => [],
}

/** Whole lines, each behind the time of its beginning; of a line in parts only the first has one. */
class TimedLines {
  readonly #joiner: LineJoiner
  readonly #inside = new Set<LogOutput>()

  constructor(file: string) {
    this.#joiner = new LineJoiner(file)
  }

  bytesOf(piece: Piece): Buffer[] {
    return this.#joiner.push(piece).flatMap((line) => this.#timed(line))
  }

  rest(): Buffer[] {
    return this.#joiner.unended().flatMap((line) => this.#timed({ ...line, goesOn: false }))
  }

  #timed({ time, output, bytes, goesOn }: JoinedLine): Buffer[] {
    const parts = this.#inside.has(output) ? [bytes] : [Buffer.from(`${timeText(time)} `), bytes]
    if (goesOn) this.#inside.add(output)
    else {
      this.#inside.delete(output)
      parts.push(newline)
    }
    return parts
  }
}

/** In UTC, to the microsecond; as long as that for what bears none. */
function timeText(time: number | null): string {
  if (time === null) return '-'.padEnd('2026-08-03T12:00:00.000000Z'.length)
  const micros = Math.floor((time % 1) * 1000)
  return new Date(time).toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`)
}
