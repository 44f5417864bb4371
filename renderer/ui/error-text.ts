// An error as text to take along: the sentence, the command, what it said.
import type { ErrorInfo } from '../../src-shared/errors.ts'
import { commandText } from './command-text.ts'

export function errorText({ code, message, detail = {} }: ErrorInfo): string {
  return [
    message,
    detail.argv ? `$ ${commandText(detail.argv)}` : null,
    typeof detail.exitCode === 'number' ? `exit code ${detail.exitCode}` : null,
    detail.output && detail.output.trim() !== message ? detail.output.trim() : null,
    `(${code})`,
  ]
    .filter((line) => line !== null)
    .join('\n')
}

/** Whatever was thrown, as what we show. */
export function toErrorInfo(error: unknown): ErrorInfo {
  if (typeof error === 'object' && error !== null && 'info' in error) return error.info as ErrorInfo
  return { code: 'Internal', message: error instanceof Error ? error.message : String(error) }
}
