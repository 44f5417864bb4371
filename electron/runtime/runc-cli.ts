// Every verb of runc but create: one call of the program, its words from a log file of its own, typed errors.
import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandLog } from './command-log.ts'
import { codeOf } from './error-table.ts'
import { RuncError, unwritable } from './errors.ts'
import { runProgram } from './program.ts'
import type { ProgramResult } from './program.ts'
import { readRuncLog, wordsOf } from './runc-log.ts'
import type { RuncLog } from './runc-log.ts'

export interface Verb {
  name: string
  /** Options of the verb, before the id. */
  flags?: readonly string[]
  id: string
  /** What follows the id. */
  rest?: readonly string[]
}

export interface VerbOptions {
  signal?: AbortSignal | undefined
  timeoutMs?: number
  /** Standard input. */
  input?: string | undefined
  /** What a user would type for it, where that is not quite what is run. */
  shown?: Verb
  /** Open file that it gets as descriptor `inheritedDescriptor`. */
  inherited?: number | undefined
}

/** What the command line needs that can change while we live: the programs may be installed meanwhile. */
export interface CliEnvironment {
  root: string
  operationsDirectory: string
  /** Global options beside the root and the log. */
  globalFlags?: () => readonly string[]
  timeoutMs: number
  /** Throws RuntimeMissing. */
  runcPath: () => string
  environment: () => Record<string, string>
  commands: CommandLog
}

/** How each verb is told of in a sentence: “runc could not … “web”: its words.” */
const phrases: Record<string, string> = { kill: 'signal', exec: 'run a program in' }

let operations = 0

export class RuncCli {
  readonly #context: CliEnvironment

  constructor(context: CliEnvironment) {
    this.#context = context
  }

  /** As a user would type it: without our private log file, and `--` only where an id looks like an option. */
  display(verb: Verb): string[] {
    const separator = verb.id.startsWith('-') ? ['--'] : []
    const { root, runcPath } = this.#context
    const operands = [...(verb.flags ?? []), ...separator, verb.id, ...(verb.rest ?? [])]
    return [runcPath(), '--root', root, ...this.#chosen(), verb.name, ...operands]
  }

  /** As it is run. */
  arguments(verb: Verb, logFile: string): string[] {
    return [...this.#global(logFile), verb.name, ...(verb.flags ?? []), '--', verb.id, ...(verb.rest ?? [])]
  }

  /** A name for a file of one operation, never used twice. */
  operationFile(kind: string): string {
    operations += 1
    return join(this.#context.operationsDirectory, `${process.pid}-${operations}.${kind}`)
  }

  /** Runs a verb to its end. Throws a RuncError with runc's own words. */
  async run(verb: Verb, options: VerbOptions = {}): Promise<void> {
    const call = { name: verb.name, id: verb.id, argv: this.display(options.shown ?? verb) }
    await this.#call(call, (logFile) => this.arguments(verb, logFile), options)
  }

  /** Asks something that is of no one container, and resolves to what it says. Nothing in it may outlive the call. */
  async ask(name: string, flags: readonly string[], options: VerbOptions = {}): Promise<string> {
    const { root, runcPath } = this.#context
    const call = { name, id: null, argv: [runcPath(), '--root', root, ...this.#chosen(), name, ...flags] }
    return this.#call(call, (logFile) => [...this.#global(logFile), name, ...flags], options)
  }

  #global(logFile: string): string[] {
    return ['--root', this.#context.root, '--log', logFile, '--log-format', 'json', ...this.#chosen()]
  }

  #chosen(): readonly string[] {
    return this.#context.globalFlags?.() ?? []
  }

  async #call(
    { argv, ...verb }: { name: string; id: string | null; argv: string[] },
    argumentsWith: (logFile: string) => string[],
    options: VerbOptions,
  ): Promise<string> {
    const { commands, environment, runcPath, timeoutMs } = this.#context
    const file = runcPath()
    const logFile = this.operationFile('log')
    // Both logrus and our descriptor append, so the two do not overwrite each other.
    const descriptor = openLog(logFile)
    const end = commands.begin(argv, verb.id, null)
    const limit = options.timeoutMs ?? timeoutMs
    try {
      const result = await runProgram({
        file,
        args: argumentsWith(logFile),
        input: options.input,
        inherited: options.inherited,
        gatherOutput: verb.id === null,
        environment: environment(),
        timeoutMs: limit,
        signal: options.signal,
        errorDescriptor: descriptor,
      })
      const error = verbError(verb, argv, result, readRuncLog(logFile), limit)
      end({ exitCode: result.exitCode, error })
      if (error) throw error
      return result.output
    } finally {
      closeSync(descriptor)
      rmSync(logFile, { force: true })
    }
  }
}

function openLog(path: string): number {
  try {
    return openSync(path, 'a', 0o600)
  } catch (error) {
    throw unwritable(path, error)
  }
}

/** What a finished verb amounts to; null when it did what it should. */
export function verbError(
  verb: { name: string; id: string | null },
  argv: readonly string[],
  result: ProgramResult,
  log: RuncLog,
  timeoutMs: number,
): RuncError | null {
  const context = { argv, exitCode: result.exitCode, output: log.output, cause: result.cause }
  const about = verb.id === null ? `runc ${verb.name}` : null
  const start = about ? `“${about}” failed` : `runc could not ${phrases[verb.name] ?? verb.name} “${verb.id}”`
  switch (result.outcome) {
    case 'missing': {
      const message = `${argv[0]} could not be started; is runc still installed?`
      return new RuncError('RuntimeMissing', message, context)
    }
    case 'cancelled':
      return new RuncError(
        'Cancelled',
        `“runc ${verb.name}”${about ? '' : ` of “${verb.id}”`} was cancelled.`,
        context,
      )
    case 'timeout': {
      const seconds = Math.round(timeoutMs / 100) / 10
      return new RuncError('Timeout', `${start} within ${seconds} s; it was ended.`, context)
    }
    case 'overflow':
      return new RuncError('RuncFailed', `${start}: it said more than is ever read.`, context)
    case 'ended':
      break
  }
  if (result.exitCode === 0) return null
  const words = wordsOf(log) ?? endOf(result)
  return new RuncError(codeOf(words), `${start}: ${words}.`, context)
}

function endOf({ exitCode, signal }: ProgramResult): string {
  return exitCode === null
    ? `it was ended by ${signal ?? 'a signal'}`
    : `it ended with code ${exitCode} and said nothing`
}
