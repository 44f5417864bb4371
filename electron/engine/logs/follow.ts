// Tells one viewer what is written to a log from a place on. A viewer that is far behind is not sent everything: the
// file has it, and the viewer is told how much it did not see. Nobody who writes ever waits.
import { credit } from '../../../src-shared/credit.ts'
import {
  logLimits,
  type LogNews,
  type LogOutput,
  type LogPlace,
  type LogSkip,
} from '../../../src-shared/logs-model.ts'
import type { ByteChannel } from '../contract/service.ts'
import { Growth } from './growth.ts'
import { LineJoiner, toLogLine, type JoinedLine } from './line-joiner.ts'
import { findPlace, OriginReader, sizeOf, type LogOrigin, type OriginFile } from './log-origin.ts'
import { longestRecordBytes, PieceReader } from './pieces.ts'

export interface FollowRequest {
  /** Null: from the beginning. */
  from: LogPlace | null
  output: LogOutput | null
}

/** A viewer that had used up all its credit, and has that much before it then, will not catch up. */
const farBehindBytes = 1024 * 1024
const blockBytes = logLimits.pageBytes
/** Each may meet another rotation. */
const mostLooks = 4

/** Resolves when the container has ended and all was told, or when nobody wants more. */
export async function followLog(
  origin: LogOrigin,
  { from, output }: FollowRequest,
  channel: ByteChannel<'logFollow'>,
  drained: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const reader = new OriginReader(origin)
  const growth = new Growth(origin.path, signal)
  const cursor = new FollowCursor(origin, reader, from)
  let hasEnded = false
  let wasBehind = false
  let toldSize = -1
  function tell(news: LogNews): void {
    toldSize = news.size
    channel.send(new Uint8Array(new TextEncoder().encode(JSON.stringify(news))))
  }
  try {
    while (!signal.aborted) {
      // Before reading: what was written until then is read below.
      const isLive = origin.isLive()
      if (channel.outstanding >= credit.highWaterBytes) {
        wasBehind = true
        await drained()
        continue
      }
      const skipped = wasBehind ? await cursor.skip(farBehindBytes) : null
      wasBehind = false
      if (skipped !== null) tell({ lines: [], skipped, after: cursor.place, size: cursor.size })
      const news = await cursor.read(!isLive)
      if (news === null) {
        if (hasEnded) return
        // conmon may have some of its last output still to write.
        hasEnded = !isLive
        await growth.wait()
        continue
      }
      growth.note()
      const lines = news.lines.filter((line) => output === null || line.output === output).map(toLogLine)
      if (lines.length > 0 || news.skipped || news.size !== toldSize) tell({ ...news, lines })
    }
  } finally {
    await reader.close()
  }
}

/** A place that moves on through the files. */
class FollowCursor {
  readonly #origin: LogOrigin
  readonly #reader: OriginReader
  #at: LogPlace | null
  #file: OriginFile | null = null
  #pieces: PieceReader
  #joiner = new LineJoiner('0')
  #hasUntold = false
  /** To be told: what nobody can read any more. */
  #lost: LogSkip | null = null
  #size = 0

  constructor(origin: LogOrigin, reader: OriginReader, from: LogPlace | null) {
    this.#origin = origin
    this.#reader = reader
    this.#at = from
    this.#pieces = new PieceReader(origin.format, false)
  }

  get place(): LogPlace {
    return this.#at ?? { file: '0', offset: 0 }
  }

  /** Bytes of the whole log, at the last look. */
  get size(): number {
    return this.#size
  }

  /** What is new; null when there is nothing. */
  async read(
    isFinal: boolean,
    looks = mostLooks,
  ): Promise<(Omit<LogNews, 'lines'> & { lines: JoinedLine[] }) | null> {
    const files = await this.#row()
    const file = this.#enter(files)
    if (file === null) return null
    const { offset } = this.place
    const size = await this.#reader.size(file)
    // Gone since it was listed: another look does not list it.
    if (size === null) return looks > 1 ? this.read(isFinal, looks - 1) : null
    if (size < offset) {
      // Cut off by somebody: it begins anew.
      this.#begin({ file: file.file, offset: 0 })
      return this.read(isFinal)
    }
    // Looked up before the size: what has a successor is not written to any more.
    const isLast = files.at(-1)?.file === file.file
    const { pieces, consumed } = await this.#piecesOf(file, offset, size, !isLast || isFinal)
    const end = offset + consumed
    this.#at = { file: file.file, offset: end }
    const lines = pieces.flatMap((piece) => this.#joiner.push(piece))
    if (consumed > 0) this.#hasUntold = true
    // What has no end yet may have it in the bytes that are there to be read at once.
    if (consumed > 0 && end < size) return this.#news(lines)
    if (this.#hasUntold) lines.push(...this.#joiner.unended())
    this.#hasUntold = false
    const next = isLast ? undefined : files[files.findIndex((one) => one.file === file.file) + 1]
    if (next) this.#begin({ file: next.file, offset: 0 })
    const hasNews = next !== undefined || lines.length > 0 || consumed > 0 || this.#lost !== null
    return hasNews ? this.#news(lines) : null
  }

  #news(lines: JoinedLine[]) {
    const skipped = this.#lost
    this.#lost = null
    return { lines, after: this.place, size: this.#size, ...(skipped && { skipped }) }
  }

  /** All files; before them the one that is being read, if it has left the row and is still open. */
  async #row(): Promise<readonly OriginFile[]> {
    const files = this.#origin.files()
    this.#size = sizeOf(files)
    const left = this.#file
    const hasLeft =
      left !== null && left.file === this.#at?.file && !files.some(({ file }) => file === left.file)
    if (!hasLeft || !this.#reader.holds(left)) return files
    return [{ ...left, size: (await this.#reader.size(left)) ?? 0 }, ...files]
  }

  async #piecesOf(file: OriginFile, offset: number, size: number, isFinal: boolean) {
    // Few records are longer than a block; for those it is read again.
    for (const length of [blockBytes, blockBytes + longestRecordBytes]) {
      const block = await this.#reader.read(file, offset, Math.min(size - offset, length))
      const isAll = offset + block.length >= size
      const read = this.#pieces.read(block, offset, isAll && isFinal)
      if (read.consumed > 0 || isAll) return read
    }
    return { pieces: [], consumed: 0 }
  }

  /** Goes to the end but for some lines if there is more than `mostBytes` before it; null when there is not. */
  async skip(mostBytes: number): Promise<LogSkip | null> {
    const files = await this.#row()
    const file = this.#enter(files)
    const last = files.at(-1)
    // What is lost is told of first.
    if (file === null || last === undefined || this.#lost !== null) return null
    const from = this.place
    const index = findPlace(files, from).index
    const ahead = files.slice(index).reduce((sum, { size }) => sum + size, 0) - from.offset
    if (ahead <= mostBytes) return null
    const skipped = { lines: 0, bytes: 0, from }
    for (const one of files.slice(index)) {
      const start = one.file === from.file ? from.offset : 0
      const isEnd = one.file === last.file
      const end = isEnd ? Math.max(start, one.size - blockBytes) : one.size
      const counted = await countLines(this.#reader, one, start, end)
      skipped.lines += counted.lines
      // The end of the last line that was counted: behind it one begins.
      skipped.bytes += (isEnd ? counted.end : end) - start
      if (isEnd) this.#begin({ file: one.file, offset: counted.end })
    }
    return skipped.bytes > 0 ? skipped : null
  }

  #begin(place: LogPlace): void {
    this.#at = place
    this.#pieces = new PieceReader(this.#origin.format, false)
    this.#joiner = new LineJoiner(place.file)
  }

  /** The file that the place is in; if that is gone, the oldest that is left. */
  #enter(files: readonly OriginFile[]): OriginFile | null {
    const first = files[0]
    if (first === undefined) return null
    const at = this.#at
    const found = at === null ? undefined : files.find(({ file }) => file === at.file)
    if (found === undefined) {
      if (at !== null) this.#lost = { lines: null, bytes: null, from: at }
      this.#begin({ file: first.file, offset: 0 })
    }
    const file = found ?? first
    if (this.#file?.file !== file.file) this.#joiner = new LineJoiner(file.file)
    this.#file = file
    return file
  }
}

/** How many lines end between two places, and where the last of them does. */
async function countLines(
  reader: OriginReader,
  file: OriginFile,
  start: number,
  end: number,
): Promise<{ lines: number; end: number }> {
  let lines = 0
  let last = start
  for (let at = start; at < end;) {
    const block = await reader.read(file, at, Math.min(1024 * 1024, end - at))
    if (block.length === 0) break
    for (let found = block.indexOf(0x0a); found !== -1; found = block.indexOf(0x0a, found + 1)) {
      lines += 1
      last = at + found + 1
    }
    at += block.length
  }
  return { lines, end: last }
}
