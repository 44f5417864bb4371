// Searches a stretch of one log file, for the lines that begin in it. Blocks of plain lines are searched whole by one
// pattern (most of a log is that, and line by line it would take ten times as long); all others line by line.
import { isAscii } from 'node:buffer'
import { readSync } from 'node:fs'
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
  const pieces = new PieceReader(format, false)
  const joiner = new LineJoiner(file)
  let at = stretch.from === 0 ? 0 : behindNewline(stretch, buffer)
  let length = blockBytes
  // What began in this stretch is read to its end.
  while (at < to || (!joiner.isIdle && at < end)) {
    const bytes = readSync(descriptor, buffer, 0, Math.min(length, end - at), at)
    if (bytes === 0) break
    const whole = wholeLines(buffer.subarray(0, bytes), to - at)
    if (joiner.isIdle && format === 'conmon' && whole.length > 0 && scanner.takeBlock(whole, at)) {
      at += whole.length
      continue
    }
    const read = pieces.read(buffer.subarray(0, bytes), at, at + bytes >= end)
    for (const piece of read.pieces) {
      // What begins behind it is the next stretch's.
      if (piece.offset >= to && !joiner.isOpen(piece.output)) continue
      // The buffer is used again.
      for (const line of joiner.push({ ...piece, bytes: Buffer.from(piece.bytes) })) scanner.take(line)
    }
    if (read.consumed === 0 && at + bytes >= end) break
    length = read.consumed === 0 ? buffer.length : blockBytes
    at += read.consumed
  }
  for (const line of joiner.unended()) scanner.take(line)
  return scanner.found
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
  readonly found: Scan = { count: 0, matches: [] }
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

  /** Whole lines at once. False when there is more in them than plain text; nothing has been taken then. */
  takeBlock(block: Buffer, base: number): boolean {
    const { candidate } = this.#pattern
    if (candidate === null || block.includes(escape)) return false
    const isOneByteEach = isAscii(block)
    const text = block.toString(isOneByteEach ? 'latin1' : 'utf8')
    const hasReturns = text.includes('\r')
    let left = this.#mostMatches - this.found.matches.length
    let count = 0
    const told: number[] = []
    candidate.lastIndex = 0
    for (let match = candidate.exec(text); match !== null; match = candidate.exec(text)) {
      const { index } = match
      const start = index === 0 ? 0 : text.lastIndexOf('\n', index - 1) + 1
      const end = text.indexOf('\n', index)
      // Behind the last line.
      if (end === -1) break
      header.lastIndex = start
      const head = header.exec(text)
      if (head?.[2] === 'P' || openRecord.test(match[0])) return false
      const output = head?.[1] === 'err' ? 'stderr' : 'stdout'
      if (this.#stretch.output === null || this.#stretch.output === output) {
        const from = head === null ? start : start + head[0].length
        const isCertain = index >= from && !hasReturns && !this.#pattern.isLoose
        if (isCertain || this.#pattern.exact.test(shownLine(text.slice(from, end)))) {
          // Those that are told of are read as records.
          if (left > 0) told.push(start)
          else count += 1
          left -= 1
        }
      }
      candidate.lastIndex = end + 1
    }
    this.found.count += count
    let line = 0
    let lineBytes = 0
    for (const start of told) {
      // Characters are bytes only where all are ASCII.
      if (isOneByteEach) lineBytes = start
      else {
        for (; line < start; line = text.indexOf('\n', line) + 1)
          lineBytes = block.indexOf(newline, lineBytes) + 1
      }
      this.#takeRecord(block, base, lineBytes)
    }
    return true
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
