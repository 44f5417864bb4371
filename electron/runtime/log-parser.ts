// conmon's k8s-file log, byte by byte: `2026-11-23T15:57:40.459246595+00:00 stdout F text`. Gives back exactly what the
// program wrote: an `F` line is its payload and a newline, a `P` line its payload alone.

/** One piece of output, as conmon read it from the container. */
export interface LogRecord {
  /** When conmon read it, in nanoseconds since 1970. */
  time: bigint
  stream: 'stdout' | 'stderr'
  /** The line goes on in the next record of the same stream. */
  partial: boolean
  /** What was written, whatever its encoding; with its newline when the line ends here. */
  bytes: Uint8Array
}

/** conmon's own lines have some 8 KiB; a longer one is given out in pieces, so that none has to fit into memory. */
const longestPiece = 1024 * 1024

/** Time, stream and tag need 44 bytes; what has no third blank by then is not conmon's. */
const longestHeader = 64

const newline = 0x0a
const blank = 0x20

/** What stands before the payload of one of conmon's (and CRI's) lines. */
export interface LogHeader {
  /** Nanoseconds since 1970. */
  time: bigint
  stream: LogRecord['stream']
  partial: boolean
  /** Where the payload begins. */
  length: number
}

export class LogParser {
  /** The beginning of a line whose end has not come yet. */
  #rest: Buffer[] = []
  #restLength = 0
  /** Of the line that is being given out in pieces. */
  #open: LogHeader | null = null
  #lastTime = 0n
  readonly #clock = new SecondsClock()

  /** The records that are complete with this block. Their bytes may share its memory. */
  push(block: Buffer): LogRecord[] {
    const records: LogRecord[] = []
    let start = 0
    for (let end = block.indexOf(newline); end >= 0; end = block.indexOf(newline, start)) {
      records.push(this.#line(this.#take(block.subarray(start, end + 1))))
      start = end + 1
    }
    if (start < block.length) {
      this.#rest.push(block.subarray(start))
      this.#restLength += block.length - start
    }
    if (this.#restLength >= longestPiece) {
      const piece = this.#piece(this.#take(Buffer.alloc(0)))
      if (piece) records.push(piece)
    }
    return records
  }

  /** Half a line at the very end, of which no more will come: what there is of its payload, if it has come so far. */
  flush(): LogRecord | null {
    const rest = this.#take(Buffer.alloc(0))
    return rest.length === 0 ? null : this.#piece(rest)
  }

  /** Forgets a line that was begun: the file was cut off in the middle of it. */
  reset(): void {
    this.#rest = []
    this.#restLength = 0
    this.#open = null
  }

  /** Whether a line has been begun and not ended. */
  get isInside(): boolean {
    return this.#restLength > 0 || this.#open !== null
  }

  /** What was kept of a line, and what follows it. */
  #take(last: Buffer): Buffer {
    if (this.#restLength === 0) return last
    const whole = Buffer.concat([...this.#rest, last])
    this.#rest = []
    this.#restLength = 0
    return whole
  }

  #line(line: Buffer): LogRecord {
    const header = this.#open ?? this.#header(line)
    this.#open = null
    const { time, stream, partial, length } = header
    const bytes = line.subarray(Math.min(length, line.length - 1), partial ? line.length - 1 : line.length)
    return { time, stream, partial, bytes }
  }

  #piece(piece: Buffer): LogRecord | null {
    const isComplete = this.#open !== null || countBlanks(piece) >= 3 || piece.length > longestHeader
    if (!isComplete) return null
    const header = this.#open ?? this.#header(piece)
    this.#open = { ...header, length: 0 }
    return {
      time: header.time,
      stream: header.stream,
      partial: true,
      bytes: piece.subarray(header.length),
    }
  }

  /** A line that is not conmon's (a full disk may leave such) is handed on whole, with the time of the one before. */
  #header(line: Buffer): LogHeader {
    const header = parseHeader(line, this.#clock)
    if (header) this.#lastTime = header.time
    return header ?? { time: this.#lastTime, stream: 'stdout', partial: false, length: 0 }
  }
}

/** When a line was written, in nanoseconds since 1970; null when it is not conmon's. */
export function timeOfLine(line: Buffer): bigint | null {
  return parseHeader(line, new SecondsClock())?.time ?? null
}

/** The beginning of a line, apart; null when it is not conmon's. */
export function headerOfLine(line: Buffer): LogHeader | null {
  return parseHeader(line, sharedClock)
}

function parseHeader(line: Buffer, clock: SecondsClock): LogHeader | null {
  const first = line.indexOf(blank)
  const second = first < 0 ? -1 : line.indexOf(blank, first + 1)
  if (second < 0 || second > longestHeader) return null
  const stream = line.toString('latin1', first + 1, second)
  if (stream !== 'stdout' && stream !== 'stderr') return null
  const tag = line[second + 1]
  if (tag !== 0x46 && tag !== 0x50) return null
  const after = line[second + 2]
  if (after !== blank && after !== newline) return null
  const time = clock.parse(line.toString('latin1', 0, first))
  return time === null ? null : { time, stream, partial: tag === 0x50, length: second + 3 }
}

function countBlanks(bytes: Buffer): number {
  let count = 0
  for (const byte of bytes.subarray(0, longestHeader)) if (byte === blank) count += 1
  return count
}

/** Parses times of which many share their second: only a new one costs a Date. */
class SecondsClock {
  #key = ''
  #nanoseconds: bigint | null = null

  parse(text: string): bigint | null {
    const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text)
    if (!match) return null
    const [, second = '', fraction = '', offset = ''] = match
    const key = second + offset
    if (key !== this.#key) {
      const milliseconds = Date.parse(key)
      this.#key = key
      this.#nanoseconds = Number.isNaN(milliseconds) ? null : BigInt(milliseconds) * 1_000_000n
    }
    return this.#nanoseconds === null ? null : this.#nanoseconds + BigInt(fraction.padEnd(9, '0'))
  }
}

const sharedClock = new SecondsClock()
