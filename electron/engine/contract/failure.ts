// From anything that was thrown to the one shape in which an error crosses to a client. Knows errors by that shape,
// not by the runtime module's class.
import type { ErrorCode, ErrorDetail, ErrorInfo } from '../../../src-shared/errors.ts'

/** An expected no of the engine's own: a sentence for the user and a code to decide by. */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly detail: ErrorDetail | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { detail?: ErrorDetail | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'Refusal'
    this.code = code
    this.detail = options.detail
  }

  toInfo(): ErrorInfo {
    const info: ErrorInfo = { code: this.code, message: this.message }
    return this.detail === undefined ? info : { ...info, detail: this.detail }
  }
}

/** Told of what only a programmer can mend. */
export type Log = (sentence: string, error?: unknown) => void

const cancelled: ErrorInfo = { code: 'Cancelled', message: 'It was cancelled.' }
/** Of a message that we did not write: enough to recognise it, not enough to flood a page. */
const longestForeignMessage = 300

/** Whatever it is: errors that know their code keep it, all others are our own fault and are logged with their stack. */
export function toErrorInfo(error: unknown, log: Log): ErrorInfo {
  if (isTelling(error)) return error.toInfo()
  if (error instanceof Error && error.name === 'AbortError') return cancelled
  log('A call failed in a way that nobody foresaw.', error)
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'Internal', message: `The engine failed at this: ${shortened(message)}` }
}

/** Errors that carry a code of ours, whichever module they come from. */
export function isTelling(error: unknown): error is Error & { toInfo(): ErrorInfo } {
  return error instanceof Error && 'toInfo' in error && typeof error.toInfo === 'function'
}

/** One line of bounded length out of any text. */
export function shortened(text: string, longest: number = longestForeignMessage): string {
  const line = text.slice(0, longest + 1).replace(/\s+/g, ' ')
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}
