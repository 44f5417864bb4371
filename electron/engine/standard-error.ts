// The engine's only voice beside the contract: sentences on standard error, which whoever started it gathers.
import { writeSync } from 'node:fs'
import { inspect } from 'node:util'
import { isTelling } from './contract/failure.ts'

const standardError = 2

/** Written at once: the last words before an exit must not stay in a buffer. */
export function logToStandardError(sentence: string, error?: unknown): void {
  const cause =
    error === undefined ? '' : `\n${error instanceof Error ? (error.stack ?? error.message) : inspect(error)}`
  try {
    writeSync(standardError, `${sentence}${cause}\n`)
  } catch {
    // Nobody listens any more (EPIPE) or fast enough (EAGAIN); there is no other place to say it.
  }
}

/**
 * Faults that nobody caught end the engine, since its state can no longer be trusted; main starts a new one. What comes
 * back is to be called when the engine has started: only before that can a fault mean that no engine can run here.
 */
export function exitOnFaults(): () => void {
  let isStarting = true
  const leave = (error: unknown): void => {
    // What knows its code is said for the user to read: a directory that is not ours, for one.
    if (isStarting && isTelling(error)) logToStandardError(`The engine cannot run: ${error.message}`)
    else logToStandardError('The engine ends because of a fault of its own.', error)
    process.exit(1)
  }
  process.on('uncaughtException', leave)
  process.on('unhandledRejection', leave)
  return () => {
    isStarting = false
  }
}
