// Makes lines out of pieces: each output's own are put together until one ends its line, or the line is as long as one
// may be.
import { logLimits, type LogLine, type LogOutput } from '../../../src-shared/logs-model.ts'
import type { Piece } from './pieces.ts'

/** A line, or a part of a long one, as bytes. */
export interface JoinedLine extends Omit<LogLine, 'text'> {
  bytes: Buffer
}

interface OpenLine {
  first: Piece
  parts: Buffer[]
  length: number
}

export class LineJoiner {
  readonly #file: string
  readonly #open = new Map<LogOutput, OpenLine>()

  constructor(file: string) {
    this.#file = file
  }

  /** The lines that end with this piece, in the order in which they ended. */
  push(piece: Piece): JoinedLine[] {
    const ended: JoinedLine[] = []
    let open = this.#open.get(piece.output)
    if (open !== undefined && open.length + piece.bytes.length > logLimits.longestLineBytes) {
      ended.push(this.#line(open, true))
      this.#open.delete(piece.output)
      open = undefined
    }
    if (open === undefined) open = { first: piece, parts: [], length: 0 }
    open.parts.push(piece.bytes)
    open.length += piece.bytes.length
    if (piece.goesOn) this.#open.set(piece.output, open)
    else {
      this.#open.delete(piece.output)
      ended.push(this.#line(open, false))
    }
    return ended
  }

  /** Lines whose end has not come, as far as they go; they stay open. */
  unended(): JoinedLine[] {
    return [...this.#open.values()].map((open) => this.#line(open, true))
  }

  isOpen(output: LogOutput): boolean {
    return this.#open.has(output)
  }

  get isIdle(): boolean {
    return this.#open.size === 0
  }

  #line({ first, parts }: OpenLine, goesOn: boolean): JoinedLine {
    const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
    const { offset, time, output } = first
    return { file: this.#file, offset, time, output, bytes, goesOn }
  }
}

/** As it travels. */
export function toLogLine({ bytes, ...line }: JoinedLine): LogLine {
  return { ...line, text: bytes.toString('utf8') }
}
