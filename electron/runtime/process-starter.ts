// Starts programs in containers with `runc exec`, and knows those that run so that none is left behind.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RuncContainer } from './container.ts'
import type { RuntimeContext } from './context.ts'
import { codeOf } from './error-table.ts'
import { RuncError, unwritable } from './errors.ts'
import { baseProcess, execOperands, overlayProcess } from './process-spec.ts'
import { openPty } from './pty.ts'
import { readRuncLog, wordsOf } from './runc-log.ts'
import { TerminalProcess } from './terminal-process.ts'
import type { ContainerState, Process, ProcessSpec, StartProcessOptions } from './types.ts'
import type { Verb } from './runc-cli.ts'

/** runc's own failure of `exec`, since 1.1; a program may end with it too. */
const runcFailed = 255

export class ProcessStarter {
  readonly #context: RuntimeContext
  readonly #running = new Set<Process>()

  constructor(context: RuntimeContext) {
    this.#context = context
  }

  async start(container: RuncContainer, spec: ProcessSpec, options: StartProcessOptions): Promise<Process> {
    const { terminal, signal } = options
    if (terminal === null) {
      throw new RuncError('NotSupported', 'A process without a terminal cannot be started yet.')
    }
    if (spec.args.length === 0) throw new RuncError('InvalidArgument', 'No program was named.')
    return this.#context.gate.run(signal, async () => {
      const state = container.state()
      refuse(state)
      const process = overlayProcess(await baseProcess(this.#context, state), spec, terminal)
      if (signal?.aborted) throw new RuncError('Cancelled', 'It was cancelled.')
      return this.#open(state.id, spec, process, terminal)
    })
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#running].map((process) => process.close()))
  }

  async #open(
    id: string,
    spec: ProcessSpec,
    process: Record<string, unknown>,
    size: { columns: number; rows: number },
  ): Promise<Process> {
    const { cli, commands, environment, runcPath } = this.#context
    const directory = cli.operationFile('exec')
    const files = {
      spec: join(directory, 'process.json'),
      pid: join(directory, 'pid'),
      log: join(directory, 'log'),
    }
    try {
      mkdirSync(directory, { mode: 0o700 })
      writeFileSync(files.spec, JSON.stringify(process), { mode: 0o600 })
    } catch (error) {
      rmSync(directory, { recursive: true, force: true })
      throw unwritable(files.spec, error)
    }
    const shown: Verb = { name: 'exec', id, ...execOperands(spec, true) }
    const argv = cli.display(shown)
    const flags = ['--tty', '--process', files.spec, '--pid-file', files.pid]
    const end = commands.begin(argv, id, null)
    try {
      const pty = await openPty({
        file: runcPath(),
        args: cli.arguments({ name: 'exec', id, flags }, files.log),
        environment: environment(),
        ...size,
      })
      let error: RuncError | null = null
      const started = new TerminalProcess({
        argv,
        spec,
        pty,
        pidFile: files.pid,
        explain: (exitCode) => {
          error = execError(id, argv, exitCode, files.log)
          end({ exitCode, error })
          return error
        },
        onEnd: () => {
          this.#running.delete(started)
          rmSync(directory, { recursive: true, force: true })
        },
      })
      this.#running.add(started)
      return started
    } catch (cause) {
      rmSync(directory, { recursive: true, force: true })
      const message = `No terminal could be opened for “${id}”: ${cause instanceof Error ? cause.message : String(cause)}.`
      const error = new RuncError('ExecFailed', message, { argv, cause })
      end({ exitCode: null, error })
      throw error
    }
  }
}

/** What runc would refuse, told before a terminal is opened for it. */
function refuse({ id, status }: ContainerState): void {
  if (status === 'running' || status === 'created') return
  if (status === 'paused' || status === 'pausing') {
    throw new RuncError('Paused', `“${id}” is paused; no program can be started in it until it is resumed.`)
  }
  if (status === 'stopped')
    throw new RuncError('Stopped', `“${id}” has stopped; no program can be started in it.`)
  throw new RuncError('NotRunning', `“${id}” is ${status}; no program can be started in it.`)
}

/** Whether runc or the program failed: only runc leaves an error in its log. */
function execError(id: string, argv: string[], exitCode: number | null, logFile: string): RuncError | null {
  const log = readRuncLog(logFile)
  if (exitCode !== null && exitCode !== runcFailed && exitCode !== 1) return null
  if (log.errors.length === 0) return exitCode === null ? killed(id, argv) : null
  const words = wordsOf(log) ?? `it ended with code ${exitCode}`
  const code = codeOf(words)
  return new RuncError(
    code === 'RuncFailed' ? 'ExecFailed' : code,
    `runc could not run “${argv.at(-1) ?? ''}” in “${id}”: ${words}.`,
    { argv, exitCode, output: log.output },
  )
}

function killed(id: string, argv: string[]): RuncError {
  return new RuncError('ExecFailed', `runc was killed while it ran a program in “${id}”.`, { argv })
}
