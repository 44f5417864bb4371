// A pseudo terminal with a program on it, as raw bytes. node-pty is loaded with the first one: a runtime that opens no
// terminal never pays for the native module.
import type * as NodePty from '@lydell/node-pty'
import { readSync } from 'node:fs'
import { Readable } from 'node:stream'
import type { Channel } from './channel.ts'
import { openFifo } from './output-fifo.ts'
import type { OutputFifo } from './output-fifo.ts'

export interface PtyRequest {
  file: string
  args: readonly string[]
  environment: Record<string, string>
  workingDirectory: string
  columns: number
  rows: number
  /** Where a fifo can be made that becomes its standard output, for programs that copy what a terminal of theirs says. */
  fifo?: string | undefined
}

/** Opens the fifo once it has the terminal, and becomes the program. */
const throughFifo = ['-c', 'exec "$@" >"$0"'] as const

/** The kernel gives out 4 KiB at most. */
const readBytes = 4096

/** As long as node-pty itself gives a stream to end after the exit. */
const afterResumeMs = 200

/** ^D, which a terminal in its usual mode takes for the end of the input. */
const endOfFile = '\x04'

let loading: Promise<typeof NodePty> | null = null

export async function openPty(request: PtyRequest): Promise<Channel> {
  loading ??= import('@lydell/node-pty')
  const { spawn } = await loading
  const { fifo } = request
  const output = fifo === undefined ? null : await openFifo(fifo, request.environment)
  try {
    return connect(spawn, request, output)
  } catch (error) {
    // No terminal is to be had, and nobody will ever write.
    output?.close()
    throw error
  }
}

function connect(spawn: typeof NodePty.spawn, request: PtyRequest, output: OutputFifo | null): Channel {
  const { file, args } = request
  const [program, operands] = output
    ? ['/bin/sh', [...throughFifo, output.path, file, ...args]]
    : [file, [...args]]
  const pty = spawn(program, operands, {
    name: 'xterm-256color',
    cols: request.columns,
    rows: request.rows,
    cwd: request.workingDirectory,
    env: request.environment,
    // Bytes: a terminal decodes them itself, over the borders of chunks.
    encoding: null,
  })
  const listeners: ((bytes: Uint8Array) => void)[] = []
  const hear = (bytes: Uint8Array): void => {
    for (const listener of listeners) listener(bytes)
  }
  // Typed as text, but bytes without an encoding.
  pty.onData((data: unknown) => hear(data as Uint8Array))
  output?.onData(hear)
  const flow = keepLastOutput(pty, hear)
  return {
    pid: pty.pid,
    onData: (listener) => {
      listeners.push((bytes) => listener(bytes, 'stdout'))
    },
    onExit: (listener) => {
      pty.onExit(({ exitCode, signal }) => {
        const tell = (): void => listener({ exitCode, signal: signal ?? 0 })
        if (output) void output.drained().then(tell)
        else tell()
      })
    },
    // Typed as text too; the stream behind it takes bytes as they are.
    write: (bytes, onWritten) => {
      pty.write(bytes as unknown as string)
      onWritten()
    },
    closeInput: () => pty.write(endOfFile),
    resize: (columns, rows) => resizeOpen(pty, columns, rows),
    pause: () => {
      flow.pause()
      output?.pause()
    },
    resume: () => {
      flow.resume()
      output?.resume()
    },
  }
}

/**
 * What a program wrote just before it ended gets lost on the way in two places. libuv takes a hang-up together with a
 * short read for the end, although the kernel hands out a terminal's bytes 4 KiB at a time. And node-pty destroys its
 * stream 200 ms after the exit, also when the reader is behind and has paused it. So the stream is kept until the reader
 * goes on, and at its end the kernel is asked for the rest.
 */
function keepLastOutput(
  pty: NodePty.IPty,
  hear: (bytes: Uint8Array) => void,
): { pause(): void; resume(): void } {
  const { stream, descriptor } = innards(pty)
  let isPaused = false
  let isDestroyDue = false
  const readRest = (): void => {
    // Beyond this point the descriptor may be somebody else's.
    if (stream.destroyed) return
    for (let bytes = readNow(descriptor); bytes; bytes = readNow(descriptor)) hear(bytes)
  }
  stream.prependListener('end', readRest)
  const destroy = stream.destroy.bind(stream)
  stream.destroy = (error?: Error) => {
    if (isPaused && !error) {
      isDestroyDue = true
      return stream
    }
    if (!error) readRest()
    return destroy(error)
  }
  return {
    pause: () => {
      isPaused = true
      pty.pause()
    },
    resume: () => {
      isPaused = false
      pty.resume()
      // Reading on meets the end by itself, unless something else still holds the terminal open.
      if (isDestroyDue) setTimeout(() => stream.destroy(), afterResumeMs)
    },
  }
}

function resizeOpen(pty: NodePty.IPty, columns: number, rows: number): void {
  try {
    pty.resize(columns, rows)
  } catch (error) {
    // The program has ended and its terminal is closed, which whoever resizes it has yet to hear. node-pty gives the
    // system's code in words only.
    if (!(error instanceof Error) || !/EBADF|ENOTTY/.test(error.message)) throw error
  }
}

/** What a terminal has to say right now; null when that is nothing, or its end (EIO). */
function readNow(descriptor: number): Uint8Array | null {
  const buffer = Buffer.allocUnsafe(readBytes)
  try {
    const length = readSync(descriptor, buffer)
    return length === 0 ? null : buffer.subarray(0, length)
  } catch {
    // EIO: the other side is closed and everything was read. EAGAIN: it is not, but silent.
    return null
  }
}

/** node-pty's stream and descriptor, which its typings do not show. */
function innards(pty: NodePty.IPty): { stream: Readable; descriptor: number } {
  const stream: unknown = Reflect.get(pty, '_socket')
  const descriptor: unknown = Reflect.get(pty, 'fd')
  if (!(stream instanceof Readable) || typeof descriptor !== 'number') {
    pty.kill('SIGKILL')
    throw new TypeError('This node-pty is built in another way than the one that this was written for.')
  }
  return { stream, descriptor }
}
