// Starts programs in containers with `runc exec`: on a terminal or pipes of ours, which end with us, or under a conmon.
import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { idProblem } from '../../src-shared/container-id.ts'
import { AttachedProcess } from './attached-process.ts'
import type { Channel } from './channel.ts'
import type { RuncContainer } from './container.ts'
import type { RuntimeContext } from './context.ts'
import { execCode, listDetached, startDetached } from './detached.ts'
import { detachedArguments } from './detached-command.ts'
import { codeOf } from './error-table.ts'
import { RuncError, unwritable } from './errors.ts'
import { execFlags } from './exec-flags.ts'
import { openPipes } from './pipes.ts'
import { checkProcessSpec, checkSize } from './process-check.ts'
import type { ProcessIdentity } from './processes.ts'
import { baseProcess, execOperands, overlayProcess, serializeProcess } from './process-spec.ts'
import { openPty } from './pty.ts'
import { cancelled } from './queue.ts'
import type { Verb } from './runc-cli.ts'
import { readRuncLog, wordsOf } from './runc-log.ts'
import type {
  ContainerState,
  DetachedProcess,
  Process,
  ProcessSpec,
  StartDetachedOptions,
  StartProcessOptions,
} from './types.ts'

/** runc's own failure of `exec`, since 1.1; a program may end with it too. */
const runcFailed = 255

type Size = StartProcessOptions['terminal']

/** What a preview shows for what is only known when it is started. */
const previewName = 'ID'
const previewSize = { columns: 80, rows: 24 } as const

export interface PreviewOptions {
  tty: boolean
  detached: boolean
}

export interface ProcessPreview {
  argv: string[]
  /** The text of the `process.json` that `argv` names; null when it names none. */
  processFile: string | null
}

export class ProcessStarter {
  readonly #context: RuntimeContext
  /** Taken from the moment of asking on, so that two cannot get the same. */
  readonly #reserved = new Set<string>()

  constructor(context: RuntimeContext) {
    this.#context = context
  }

  async start(
    container: RuncContainer,
    spec: ProcessSpec,
    options: StartProcessOptions | StartDetachedOptions,
  ): Promise<Process | DetachedProcess> {
    const { terminal, signal } = options
    checkProcessSpec(spec)
    if (terminal) checkSize(terminal.columns, terminal.rows)
    const flags = execFlags(options, this.#context.capabilities())
    return this.#context.gate.run(signal, async () => {
      const state = container.state()
      refuse(state, options.ignorePaused ?? false)
      const init = this.#context.reader.record(state.id)
      if (!init) throw new RuncError('StateUnreadable', `The state of “${state.id}” cannot be read.`)
      const id = options.id ?? randomUUID().slice(0, 8)
      const name = `${state.id}\0${id}`
      this.#checkId(state.id, init, id, name)
      this.#reserved.add(name)
      try {
        const process = overlayProcess(await baseProcess(this.#context, state), spec, terminal)
        if (signal?.aborted) throw cancelled(signal)
        if ('detached' in options) {
          const { pid, startTime } = init
          const about = { id, containerId: state.id, init: { pid, startTime }, spec, process, flags, signal }
          const streams = { terminal: terminal !== null, stdin: options.stdin ?? false }
          return await startDetached(this.#context, { ...about, ...streams })
        }
        const inherited = options.preserveFds ?? []
        return await this.#attach(state.id, init, { id, spec, process, terminal, flags, inherited })
      } finally {
        this.#reserved.delete(name)
      }
    })
  }

  /** What `start` would run. Throws InvalidArgument. */
  async preview(
    container: RuncContainer,
    spec: ProcessSpec,
    options: PreviewOptions,
  ): Promise<ProcessPreview> {
    checkProcessSpec(spec)
    const { tty, detached } = options
    const state = container.state()
    const operands = execOperands(spec, tty)
    const needsFile = detached || operands.flags.includes('--process')
    const { cli } = this.#context
    const terminal = tty ? previewSize : null
    const process = needsFile ? overlayProcess(await baseProcess(this.#context, state), spec, terminal) : null
    const argv = detached
      ? detachedArguments(this.#context, state.id, previewName, { terminal: tty, stdin: false, flags: [] })
      : cli.display({ name: 'exec', id: state.id, ...operands })
    return { argv, processFile: process && serializeProcess(process) }
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#context.processes.running().map((process) => process.close()))
  }

  #checkId(containerId: string, init: ProcessIdentity, id: string, name: string): void {
    const problem = id === 'init' ? 'The name “init” is that of the first process.' : idProblem(id)
    if (problem !== null) throw new RuncError('InvalidArgument', problem)
    const { processes } = this.#context
    const others = [...processes.of(containerId, init), ...listDetached(this.#context, containerId, init)]
    if (!this.#reserved.has(name) && !others.some((other) => other.id === id)) return
    throw new RuncError('Exists', `“${containerId}” has a process “${id}” already.`)
  }

  async #attach(
    containerId: string,
    init: ProcessIdentity,
    wanted: {
      id: string
      spec: ProcessSpec
      process: Record<string, unknown>
      terminal: Size
      flags: readonly string[]
      inherited: readonly number[]
    },
  ): Promise<Process> {
    const { cli, commands, processes } = this.#context
    const { id, spec, terminal, inherited } = wanted
    const directory = cli.operationFile('exec')
    const files = {
      spec: join(directory, 'process.json'),
      pid: join(directory, 'pid'),
      log: join(directory, 'log'),
    }
    try {
      mkdirSync(directory, { mode: 0o700 })
      writeFileSync(files.spec, serializeProcess(wanted.process), { mode: 0o600 })
    } catch (error) {
      rmSync(directory, { recursive: true, force: true })
      throw unwritable(files.spec, error)
    }
    const shown = execOperands(spec, terminal !== null)
    const argv = cli.display({
      name: 'exec',
      id: containerId,
      flags: [...shown.flags, ...wanted.flags],
      rest: shown.rest,
    })
    const own = [...(terminal ? ['--tty'] : []), '--process', files.spec, '--pid-file', files.pid]
    const flags = [...own, ...wanted.flags]
    const end = commands.begin(argv, containerId, null)
    try {
      const channel = await this.#open(
        { name: 'exec', id: containerId, flags },
        files.log,
        directory,
        terminal,
        inherited,
      )
      const started = new AttachedProcess({
        id,
        containerId,
        init,
        kind: terminal ? 'terminal' : 'pipes',
        argv,
        spec,
        channel,
        pidFile: files.pid,
        explain: (exitCode) => {
          const error = execError(containerId, spec, argv, exitCode, files.log)
          end({ exitCode, error })
          return error
        },
        onEnd: (process) => {
          processes.settle(process)
          rmSync(directory, { recursive: true, force: true })
        },
      })
      const { pid, startTime } = init
      processes.add(containerId, { pid, startTime }, started)
      return started
    } catch (cause) {
      rmSync(directory, { recursive: true, force: true })
      const what = terminal ? 'No terminal could be opened' : 'runc could not be started'
      const message = `${what} for “${containerId}”: ${cause instanceof Error ? cause.message : String(cause)}.`
      const error = new RuncError('ExecFailed', message, { argv, cause })
      end({ exitCode: null, error })
      throw error
    }
  }

  async #open(
    verb: Verb,
    logFile: string,
    workingDirectory: string,
    size: Size,
    inherited: readonly number[],
  ): Promise<Channel> {
    const { cli, environment, programName, runcPath } = this.#context
    const request = {
      file: runcPath(),
      args: cli.arguments(verb, logFile),
      environment: environment(),
      workingDirectory,
    }
    if (!size) return openPipes({ ...request, inherited })
    // Others than runc leave the ends of lines to the container's own terminal.
    const fifo = programName() === 'runc' ? join(workingDirectory, 'output') : undefined
    return openPty({ ...request, ...size, fifo })
  }
}

/** What runc would refuse, told before anything is opened for it. */
function refuse({ id, status }: ContainerState, alsoPaused: boolean): void {
  if (status === 'running' || status === 'created' || (alsoPaused && status === 'paused')) return
  if (status === 'paused' || status === 'pausing') {
    throw new RuncError('Paused', `“${id}” is paused; no program can be started in it until it is resumed.`)
  }
  if (status === 'stopped')
    throw new RuncError('ContainerExited', `“${id}” has stopped; no program can be started in it.`)
  throw new RuncError('NotRunning', `“${id}” is ${status}; no program can be started in it.`)
}

/** Whether runc or the program failed: only runc leaves an error in its log. */
function execError(
  id: string,
  spec: ProcessSpec,
  argv: string[],
  exitCode: number | null,
  logFile: string,
): RuncError | null {
  const log = readRuncLog(logFile)
  if (exitCode !== null && exitCode !== runcFailed && exitCode !== 1) return null
  if (log.errors.length === 0) return exitCode === null ? killed(id, argv) : null
  const words = wordsOf(log) ?? `it ended with code ${exitCode}`
  return new RuncError(
    execCode(codeOf(words)),
    `runc could not run “${spec.args[0] ?? ''}” in “${id}”: ${words}.`,
    { argv, exitCode, output: log.output },
  )
}

function killed(id: string, argv: string[]): RuncError {
  return new RuncError('ExecFailed', `runc was killed while it ran a program in “${id}”.`, { argv })
}
