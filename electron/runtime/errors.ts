// The one error class of the runtime module. Its codes are the closed set of src-shared/errors.ts; which words of
// runc lead to which code stands in error-table.ts.
import type { ErrorCode, ErrorDetail, ErrorInfo } from '../../src-shared/errors.ts'

/** Most of what a failed command said that is kept, in characters: enough to see the cause, never a flood. */
const longestOutput = 16_384

export interface RuncErrorContext {
  /** The command that failed, in the form that a user could type. */
  argv?: readonly string[]
  /** Null when a signal ended it or it never ran. */
  exitCode?: number | null
  /** What it said: runc's own log records, else its standard error. */
  output?: string
  /** Path of CRIU's own log, where it was kept. */
  log?: string | null
  cause?: unknown
}

/** Whatever goes wrong in the runtime module: a code to decide by and one sentence to read. */
export class RuncError extends Error {
  override readonly name = 'RuncError'
  readonly code: ErrorCode
  readonly argv: readonly string[] | null
  readonly exitCode: number | null
  readonly output: string
  /** Path of CRIU's own log, kept for reading; null when there is none. */
  readonly log: string | null

  constructor(code: ErrorCode, message: string, context: RuncErrorContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause })
    this.code = code
    this.argv = context.argv ?? null
    this.exitCode = context.exitCode ?? null
    this.log = context.log ?? null
    this.output = (context.output ?? '').slice(0, longestOutput)
  }

  /** The shape in which it crosses a process border. */
  toInfo(): ErrorInfo {
    const detail: ErrorDetail = {}
    if (this.argv) {
      detail.argv = [...this.argv]
      detail.exitCode = this.exitCode
    }
    if (this.output !== '') detail.output = this.output
    if (this.log !== null) detail.log = this.log
    return {
      code: this.code,
      message: this.message,
      ...(Object.keys(detail).length === 0 ? {} : { detail }),
    }
  }
}

export function notFound(id: string): RuncError {
  return new RuncError('NotFound', `There is no container “${id}” any more.`)
}

/** The code of a system error such as `ENOENT`; null for anything else. */
export function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

/** A file of ours that could not be written: a full disk, mostly, or a directory that is not ours. */
export function unwritable(path: string, error: unknown): RuncError {
  const systemErrorCode = systemCode(error)
  const isForbidden = ['EACCES', 'EPERM', 'EROFS'].includes(systemErrorCode ?? '')
  const isFull = systemErrorCode === 'ENOSPC' || systemErrorCode === 'EDQUOT'
  const reason = error instanceof Error ? error.message : String(error)
  return new RuncError(
    isForbidden ? 'PermissionDenied' : 'Internal',
    `${path} could not be written: ${isFull ? 'there is no space left' : reason}.`,
    { cause: error },
  )
}

/** Whether the system or runc failed us, rather than this program: a RuncError, or an error such as `ENOSPC`. */
export function isForeseen(error: unknown): boolean {
  return error instanceof RuncError || systemCode(error) !== null
}

/** Runs a file operation whose subject may be gone already; any other failure is thrown on. */
export function ignoringMissing<Result>(operation: () => Result): Result | null {
  try {
    return operation()
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}

/** For what need not succeed now: what the system does not let us do (a full disk, a closed directory) comes later. */
export function unlessForeseen(operation: () => void): void {
  try {
    operation()
  } catch (error) {
    if (!isForeseen(error)) throw error
  }
}
