// Asks the contract's schemas and puts their verdict into one sentence.
import type { Schema } from '../../../src-shared/contract.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import { shortened, type Log } from './failure.ts'

export type Parsed = { ok: true; value: unknown } | { ok: false; error: ErrorInfo }

/** Parses what a client sent for `name`. The sentence names the first fault; `path` says where it is. */
export function parseArguments(schema: Schema, name: string, args: unknown): Parsed {
  const parsed = schema.safeParse(args)
  if (parsed.success) return { ok: true, value: parsed.data }
  const [issue] = parsed.error.issues
  const path = shortened(issue?.path.map(String).join('.') ?? '')
  const where = path === '' ? `${name} does not take this` : `${name} does not take this ${path}`
  return {
    ok: false,
    error: {
      code: 'BadArgument',
      message: `${where}: ${shortened(issue?.message ?? 'it is not what was expected')}`,
      detail: { path },
    },
  }
}

/** Holds what the engine says against the contract. Drift is our own fault: it is logged, and the sentence returned. */
export function driftProblem(schema: Schema, name: string, value: unknown, log: Log): ErrorInfo | null {
  const parsed = schema.safeParse(value)
  if (parsed.success) return null
  log(`What the engine says for ${name} is not what the contract promises.`, parsed.error)
  return { code: 'Internal', message: `The engine’s answer to ${name} is not what the contract promises.` }
}
