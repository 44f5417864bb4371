// Searches a stretch of one log file, for the lines that begin in it. Blocks of plain lines are searched whole by one
// pattern (most of a log is that, and line by line it would take ten times as long); all others line by line.
import { isAscii } from 'node:buffer'
import { fstatSync, readSync } from 'node:fs'
import { shownLine } from '../../../src-shared/control-sequences.ts'
import { logLimits, type LogLine, type LogMatch, type LogOutput } from '../../../src-shared/logs-model.ts'
import { LineJoiner, toLogLine, type JoinedLine } from './line-joiner.ts'
import { longestRecordBytes, PieceReader, type RecordFormat } from './pieces.ts'
import { openRecord, type SearchPattern } from './search-pattern.ts'

export interface Stretch {
  /** Open, to be read. */
  descriptor: number
  /** The file's inode, for places. */
  file: string
  format: RecordFormat
  from: number
  to: number
  /** The file's own end as far as it is searched: nothing is read behind it. */
  end: number
  output: LogOutput | null
}

export interface Scan {
  count: number
  matches: LogMatch[]
  /** The file was cut off meanwhile: what stood behind its new end was not searched. */
  isCut: boolean
}

/** Strings of this size are made in the young generation: of twice the size they take four times as long (measured). */
const blockBytes = 64 * 1024
const newline = 0x0a
const escape = 0x1b
/** Of a match's surroundings before it. */
const excerptAhead = 60

export function scanStretch(stretch: Stretch, pattern: SearchPattern, mostMatches: number): Scan {
  const scanner = new Scanner(stretch, pattern, mostMatches)
  const { descriptor, file, format, to, end } = stretch
  const buffer = Buffer.allocUnsafeSlow(blockBytes + longestRecordBytes)
  let reader = new PieceReader(format, false)
  const joiner = new LineJoiner(file)
  let at = stretch.from === 0 ? 0 : behindNewline(stretch, buffer)
  let length = blockBytes
  // What began in this stretch is read to its end.
  while (at < to || (!joiner.isIdle && at < end)) {
    const bytes = readSync(descriptor, buffer, 0, Math.min(length, end - at), at)
    if (bytes === 0) break
    const block = buffer.subarray(0, bytes)
    const isPlain = format === 'conmon' && scanner.canTakeBlocks && !block.includes(escape)
    if (isPlain && joiner.isIdle) {
      const taken = scanner.takeBlock(wholeLines(block, to - at), at)
      at += taken
      if (taken > 0) continue
    }
    const { pieces, consumed } = reader.read(block, at, at + bytes >= end)
    let next = at + consumed
    for (const [index, piece] of pieces.entries()) {
      // What begins behind it is the next stretch's.
      if (piece.offset >= to && !joiner.isOpen(piece.output)) continue
      // The buffer is used again.
      for (const line of joiner.push({ ...piece, bytes: Buffer.from(piece.bytes) })) scanner.take(line)
      const following = pieces[index + 1]
      if (!isPlain || !joiner.isIdle || following === undefined) continue
      // The line that was in parts has its end: the rest is plain again.
      next = following.offset
      reader = new PieceReader(format, false)
      break
    }
    if (next === at && at + bytes >= end) break
    length = next === at ? buffer.length : blockBytes
    at = next
  }
  for (const line of joiner.unended()) scanner.take(line)
  return { ...scanner.found, isCut: fstatSync(descriptor).size < end }
}

/** The first place at or behind the stretch's beginning where a record begins. */
function behindNewline({ descriptor, from, end }: Stretch, buffer: Buffer): number {
  for (let at = from - 1; at < end;) {
    const bytes = readSync(descriptor, buffer, 0, Math.min(buffer.length, end - at), at)
    if (bytes === 0) break
    const found = buffer.subarray(0, bytes).indexOf(newline)
    if (found !== -1) return at + found + 1
    at += bytes
  }
  return end
}

/** The whole lines of a block that begin before a place in it. */
function wholeLines(block: Buffer, place: number): Buffer {
  const last =
    place > block.length ? block.lastIndexOf(newline) : block.indexOf(newline, Math.max(0, place - 1))
  return block.subarray(0, last + 1)
}

/** What stands before a text; the tag tells whether its line goes on. */
const header = /\d[^ \n]{10,40} std(out|err) ([FP]) /y

class Scanner {
  readonly found: Omit<Scan, 'isCut'> = { count: 0, matches: [] }
  readonly #stretch: Stretch
  readonly #pattern: SearchPattern
  readonly #mostMatches: number

  constructor(stretch: Stretch, pattern: SearchPattern, mostMatches: number) {
    this.#stretch = stretch
    this.#pattern = pattern
    this.#mostMatches = mostMatches
  }

  take(joined: JoinedLine): void {
    const { output } = this.#stretch
    if (output !== null && joined.output !== output) return
    const line = toLogLine(joined)
    const text = shownLine(line.text)
    const match = this.#pattern.exact.exec(text)
    if (match === null) return
    this.found.count += 1
    if (this.found.matches.length < this.#mostMatches) this.found.matches.push(matchOf(line, text, match))
  }

  get canTakeBlocks(): boolean {
    return this.#pattern.candidate !== null
  }

  /**
   * Whole lines without escapes, at once; answers with how many bytes of them it has dealt with: all, or up to a line in
   * parts that goes on behind the block.
   */
  takeBlock(block: Buffer, base: number): number {
    const { candidate, exact, isLoose } = this.#pattern
    if (candidate === null) return 0
    const isOneByteEach = isAscii(block)
    const text = block.toString(isOneByteEach ? 'latin1' : 'utf8')
    const hasReturns = text.includes('\r')
    // A place in both; characters are bytes only where all are ASCII.
    let line = 0
    let lineBytes = 0
    const goTo = (isThere: () => boolean): void => {
      for (; !isThere(); line = text.indexOf('\n', line) + 1)
        lineBytes = block.indexOf(newline, lineBytes) + 1
    }
    candidate.lastIndex = 0
    for (let match = candidate.exec(text); match !== null; match = candidate.exec(text)) {
      const { index } = match
      const start = index === 0 ? 0 : text.lastIndexOf('\n', index - 1) + 1
      const end = text.indexOf('\n', index)
      // Behind the last line.
      if (end === -1) break
      header.lastIndex = start
      const head = header.exec(text)
      if (head?.[2] === 'P') {
        if (isOneByteEach) lineBytes = start
        else goTo(() => line >= start)
        const next = this.#takeParts(block, base, lineBytes)
        if (next === null) return lineBytes
        if (isOneByteEach) line = next
        else goTo(() => lineBytes >= next)
        candidate.lastIndex = line
        continue
      }
      candidate.lastIndex = end + 1
      const { output } = this.#stretch
      if (output !== null && output !== (head?.[1] === 'err' ? 'stderr' : 'stdout')) continue
      const from = head === null ? start : start + head[0].length
      const isCertain = index >= from && !hasReturns && !isLoose && !openRecord.test(match[0])
      if (!isCertain && !exact.test(shownLine(text.slice(from, end)))) continue
      if (this.found.matches.length >= this.#mostMatches) this.found.count += 1
      else {
        if (isOneByteEach) lineBytes = start
        else goTo(() => line >= start)
        this.#takeRecord(block, base, lineBytes)
      }
    }
    return block.length
  }

  /** From a record whose line goes on to where no line does; null when that is not in the block. */
  #takeParts(block: Buffer, base: number, start: number): number | null {
    const joiner = new LineJoiner(this.#stretch.file)
    const lines: JoinedLine[] = []
    for (let at = start; at < block.length;) {
      const end = block.indexOf(newline, at) + 1
      const { pieces } = new PieceReader('conmon', false).read(block.subarray(at, end), base + at, true)
      for (const piece of pieces) lines.push(...joiner.push(piece))
      at = end
      if (!joiner.isIdle) continue
      for (const line of lines) this.take(line)
      return at
    }
    return null
  }

  #takeRecord(block: Buffer, base: number, start: number): void {
    const record = block.subarray(start, block.indexOf(newline, start) + 1)
    const joiner = new LineJoiner(this.#stretch.file)
    const { pieces } = new PieceReader('conmon', false).read(record, base + start, true)
    for (const piece of pieces) for (const line of joiner.push(piece)) this.take(line)
  }
}

function matchOf(line: LogLine, text: string, match: RegExpExecArray): LogMatch {
  const start = Math.max(0, match.index - excerptAhead)
  const excerpt = text.slice(start, start + logLimits.longestExcerpt)
  const { file, offset, time, output } = line
  const at = match.index - start
  const length = Math.max(0, Math.min(match[0].length, excerpt.length - at))
  return { file, offset, time, output, excerpt, start: at, length }
}
