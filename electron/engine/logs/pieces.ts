// Parts the bytes of a log file into what was written at a time: conmon's and CRI's lines `time stream F|P payload`, and
// Docker's JSON objects. Knows where in the file each piece begins.
import { logLimits, type LogOutput } from '../../../src-shared/logs-model.ts'
import { headerOfLine } from '../../runtime/index.ts'

export type RecordFormat = 'conmon' | 'docker'

/** What one record says, or a part of that. */
export interface Piece {
  /** In the file, where it begins. */
  offset: number
  /** Milliseconds since 1970. */
  time: number | null
  output: LogOutput
  /** The line goes on in the next piece of the same output. */
  goesOn: boolean
  /** Without a newline. */
  bytes: Buffer
}

type Head = Pick<Piece, 'time' | 'output'>

/** Longer than any record that these programs write: conmon's 8 KiB, CRI's 16 KiB, Docker's 16 KiB as escaped JSON. */
export const longestRecordBytes = 128 * 1024

const newline = 0x0a
const nanosecondsPerMs = 1e6
const unknown: Head = { time: null, output: 'stdout' }

/** Reads on from block to block. */
export class PieceReader {
  readonly #format: RecordFormat
  /** Of the record that is being given out in pieces, for it is longer than a block. */
  #inside: Head | null

  /** `isInside`: the first byte is somewhere in a record whose beginning is not known. */
  constructor(format: RecordFormat, isInside: boolean) {
    this.#format = format
    this.#inside = isInside ? unknown : null
  }

  /**
   * The pieces of a block that begins at `base` in its file, and how many of its bytes they are made of: the rest is to
   * come again at the head of the next block. `isFinal`: there is none, half a record counts.
   */
  read(block: Buffer, base: number, isFinal: boolean): { pieces: Piece[]; consumed: number } {
    const pieces: Piece[] = []
    let at = 0
    while (at < block.length) {
      const end = block.indexOf(newline, at)
      const isWhole = end !== -1
      if (!isWhole && !isFinal && block.length - at < longestRecordBytes) break
      const record = block.subarray(at, isWhole ? end : wholeCharacters(block, at, isFinal))
      this.#add(pieces, record, base + at, isWhole)
      at += record.length + (isWhole ? 1 : 0)
    }
    return { pieces, consumed: at }
  }

  #add(pieces: Piece[], record: Buffer, offset: number, isWhole: boolean): void {
    const inside = this.#inside
    this.#inside = null
    if (inside === null && this.#format === 'docker') {
      const piece = dockerPiece(record, offset)
      if (piece !== null) {
        pieces.push(piece)
        return
      }
    }
    const header = inside === null && this.#format === 'conmon' ? headerOfLine(record) : null
    // Half a header is nothing that was written. What is no header at all (a full disk leaves such) is shown as it is.
    if (header === null && inside === null && !isWhole && record.length < 64) return
    const head = header === null ? (inside ?? unknown) : headOf(header.time, header.stream)
    const start = Math.min(header?.length ?? 0, record.length)
    const goesOn = isWhole ? (header?.partial ?? false) : true
    if (!isWhole) this.#inside = head
    split(pieces, record, { start, offset, head, goesOn })
  }
}

function headOf(nanoseconds: bigint, output: LogOutput): Head {
  return { time: Number(nanoseconds / 1000n) / (nanosecondsPerMs / 1000), output }
}

interface Payload {
  start: number
  offset: number
  head: Head
  goesOn: boolean
}

/** In pieces that are no longer than a line may be. */
function split(pieces: Piece[], record: Buffer, { start, offset, head, goesOn }: Payload): void {
  let at = start
  do {
    const end =
      record.length - at <= logLimits.longestLineBytes
        ? record.length
        : characterStart(record, at + logLimits.longestLineBytes)
    pieces.push({
      ...head,
      // The first begins with its header.
      offset: at === start ? offset : offset + at,
      goesOn: end < record.length || goesOn,
      bytes: record.subarray(at, end),
    })
    at = end
  } while (at < record.length)
}

/** Where to cut what has no end yet: not within a character. */
function wholeCharacters(block: Buffer, at: number, isFinal: boolean): number {
  return isFinal ? block.length : Math.max(at + 1, characterStart(block, block.length - 4))
}

/** The place itself, or up to three bytes before it, where a character of UTF-8 begins. */
export function characterStart(bytes: Buffer, at: number): number {
  for (let back = 0; back < 4; back += 1) if (((bytes[at - back] ?? 0) & 0xc0) !== 0x80) return at - back
  return at
}

function dockerPiece(record: Buffer, offset: number): Piece | null {
  let value: unknown
  try {
    value = JSON.parse(record.toString('utf8'))
  } catch {
    return null // half written, or nobody's: it is shown as it stands
  }
  if (typeof value !== 'object' || value === null || !('log' in value)) return null
  const { log, stream, time } = value as { log: unknown; stream?: unknown; time?: unknown }
  if (typeof log !== 'string') return null
  const isWhole = log.endsWith('\n')
  return {
    offset,
    time: typeof time === 'string' ? dockerTime(time) : null,
    output: stream === 'stderr' ? 'stderr' : 'stdout',
    goesOn: !isWhole,
    bytes: Buffer.from(isWhole ? log.slice(0, -1) : log),
  }
}

/** RFC 3339 with nanoseconds, of which a date keeps the milliseconds. */
function dockerTime(text: string): number | null {
  const milliseconds = Date.parse(text)
  if (Number.isNaN(milliseconds)) return null
  const micros = /\.\d{3}(\d{1,3})/.exec(text)?.[1] ?? ''
  return milliseconds + Number(micros.padEnd(3, '0')) / 1000
}
