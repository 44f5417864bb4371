// The way in to a container's standard input: socat on conmon's attach socket, which is SOCK_SEQPACKET and so out of
// Node's reach. It reads what conmon sends and throws it away: a client that does not read would freeze the container.
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { constants, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { RuntimeContext } from './context.ts'
import { ignoringMissing, RuncError, systemCode } from './errors.ts'
import type { MonitorPlaces } from './layout.ts'
import { identify, isAlive, sendSignal } from './processes.ts'
import { waitUntil } from './wait.ts'

/** Started in the bundle, so that the socket's path is short and holds nothing that socat takes for its own. */
const operands = ['-', 'UNIX-CONNECT:attach,type=5'] as const

/**
 * Without a terminal conmon closes the container's input when a client leaves. So the bridge must outlive us: a shell
 * holds the fifo open for writing, and when it is killed socat reads what is left, leaves, and with that ends the input.
 */
const holder =
  'exec 3<>"$1"; "$0" - UNIX-CONNECT:attach,type=5 <"$1" >/dev/null 2>&1 3<&- & echo; exec >/dev/null; wait'

const limits = { startMs: 5000 } as const

/** What conmon holds the input of: a container's init, or a detached process. */
export interface InputTarget {
  /** For sentences: “web”, or “sh” in “web”. */
  name: string
  containerId: string
  places: MonitorPlaces
}

export interface Input {
  write(bytes: Uint8Array): Promise<void>
  /** Leaves; the container's input stays open. */
  close(): void
}

/** Input to the container's own terminal. Its end ends nothing. */
export function openTerminalInput(context: RuntimeContext, target: InputTarget): Input {
  const { name, containerId, places } = target
  const socat = context.supervision.socatPath()
  const end = context.commands.begin([socat, ...operands], containerId, places.bundle)
  const child = spawn(socat, operands, {
    cwd: places.bundle,
    env: context.environment(),
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.on('error', () => end({ exitCode: null, error: unreachable(name) }))
  child.on('exit', (exitCode) => end({ exitCode, error: null }))
  child.unref()
  return asInput(child.stdin, name)
}

/** Input to a container without a terminal, through a bridge that stays when we go. */
export async function openPipeInput(context: RuntimeContext, target: InputTarget): Promise<Input> {
  const { name, places } = target
  if (existsSync(closedMark(places))) throw closed(name)
  const fifo = fifoOf(places)
  let descriptor = openWriter(fifo)
  if (descriptor === null) {
    await startHolder(context, target)
    descriptor = openWriter(fifo)
  }
  if (descriptor === null) throw unreachable(name)
  return asInput(new Socket({ fd: descriptor, readable: false, writable: true }), name)
}

/** Ends the input of a container without a terminal, after all that was written to it. */
export async function closePipeInput(context: RuntimeContext, target: InputTarget): Promise<void> {
  const { name, places } = target
  if (existsSync(closedMark(places))) return
  writeFileSync(closedMark(places), '', { mode: 0o600 })
  const text = ignoringMissing(() => readFileSync(holderFile(places), 'utf8'))
  const [pid, startTime] = (text ?? '').split(' ').map(Number)
  const running = pid && startTime ? { pid, startTime } : null
  if (running && isAlive(running)) {
    sendSignal(running, 'SIGKILL')
    return
  }
  // Nobody has written anything yet: a client that leaves at once does it.
  const child = spawn(context.supervision.socatPath(), operands, {
    cwd: places.bundle,
    env: context.environment(),
    stdio: 'ignore',
  })
  await new Promise<void>((resolve, reject) => {
    child.on('error', () => reject(unreachable(name)))
    child.on('exit', (code) => (code === 0 ? resolve() : reject(unreachable(name))))
  })
}

async function startHolder(
  context: RuntimeContext,
  { name, containerId, places }: InputTarget,
): Promise<void> {
  const fifo = fifoOf(places)
  const socat = context.supervision.socatPath()
  // Node cannot make one.
  if (!existsSync(fifo)) spawnSync('mkfifo', ['-m', '600', fifo], { env: context.environment() })
  const end = context.commands.begin([socat, ...operands], containerId, places.bundle)
  const child: ChildProcess = spawn('/bin/sh', ['-c', holder, socat, fifo], {
    cwd: places.bundle,
    env: context.environment(),
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  child.unref()
  const identity = child.pid === undefined ? null : identify(child.pid)
  const ready = child.stdout as Readable
  let isReady = false
  ready.once('data', () => (isReady = true))
  child.on('error', () => end({ exitCode: null, error: unreachable(name) }))
  const hasStarted = await waitUntil(() => isReady || child.exitCode !== null, { timeoutMs: limits.startMs })
  ready.destroy()
  if (!hasStarted || !isReady || !identity) {
    if (identity) sendSignal(identity, 'SIGKILL')
    end({ exitCode: child.exitCode, error: unreachable(name) })
    throw unreachable(name)
  }
  writeFileSync(holderFile(places), `${identity.pid} ${identity.startTime}`, { mode: 0o600 })
  end({ exitCode: 0, error: null })
}

/** Null when nobody reads it. */
function openWriter(fifo: string): number | null {
  try {
    return openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK)
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENXIO' || code === 'ENOENT') return null
    throw error
  }
}

function asInput(stream: Writable, name: string): Input {
  let failure: RuncError | null = null
  stream.on('error', () => (failure ??= unreachable(name)))
  stream.on('close', () => (failure ??= unreachable(name)))
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure)
        stream.write(bytes, (error) => (error ? reject(unreachable(name)) : resolve()))
      }),
    close: () => stream.end(),
  }
}

/** Whether a container had an input to be written to when its checkpoint was taken, as runc wrote down beside it. */
export function hadPipeInput(images: string): boolean {
  const text = ignoringMissing(() => readFileSync(join(images, 'descriptors.json'), 'utf8'))
  return /^\s*\[\s*"pipe:/.test(text ?? '')
}

/** A restored container has a new input. */
export function forgetInput(places: MonitorPlaces): void {
  rmSync(closedMark(places), { force: true })
  rmSync(holderFile(places), { force: true })
}

function fifoOf(places: MonitorPlaces): string {
  return join(places.directory, 'stdin')
}

function holderFile(places: MonitorPlaces): string {
  return join(places.directory, 'stdin.pid')
}

function closedMark(places: MonitorPlaces): string {
  return join(places.directory, 'stdin.closed')
}

function closed(name: string): RuncError {
  return new RuncError('InvalidArgument', `The standard input of ${name} was closed.`)
}

function unreachable(name: string): RuncError {
  return new RuncError('Stopped', `${name} takes no input any more: its monitor (conmon) does not answer.`)
}
