// A pseudo terminal with a program on it, as raw bytes. node-pty is loaded with the first one: a runtime that opens no
// terminal never pays for the native module.
import type * as NodePty from '@lydell/node-pty'
import type { Readable } from 'node:stream'

export interface PtyRequest {
  file: string
  args: readonly string[]
  environment: Record<string, string>
  columns: number
  rows: number
}

export interface Pty {
  pid: number
  onData(listener: (bytes: Uint8Array) => void): void
  onExit(listener: (end: { exitCode: number; signal: number }) => void): void
  write(bytes: Uint8Array): void
  resize(columns: number, rows: number): void
  pause(): void
  resume(): void
}

let loading: Promise<typeof NodePty> | null = null

export async function openPty(request: PtyRequest): Promise<Pty> {
  loading ??= import('@lydell/node-pty')
  const { spawn } = await loading
  const pty = spawn(request.file, [...request.args], {
    name: 'xterm-256color',
    cols: request.columns,
    rows: request.rows,
    cwd: '/',
    env: request.environment,
    // Bytes: a terminal decodes them itself, over the borders of chunks.
    encoding: null,
  })
  const flow = keepOutputWhilePaused(pty)
  return {
    pid: pty.pid,
    onData: (listener) => {
      // Typed as text, but bytes without an encoding.
      pty.onData((data: unknown) => listener(data as Uint8Array))
    },
    onExit: (listener) => {
      pty.onExit(({ exitCode, signal }) => listener({ exitCode, signal: signal ?? 0 }))
    },
    // Typed as text too; the stream behind it takes bytes as they are.
    write: (bytes) => pty.write(bytes as unknown as string),
    resize: (columns, rows) => pty.resize(columns, rows),
    ...flow,
  }
}

/**
 * node-pty destroys its stream 200 ms after the program's exit, also while it is paused: what the program wrote last
 * would be lost to a reader that is behind. The stream is kept until it has been read to its end.
 */
function keepOutputWhilePaused(pty: NodePty.IPty): { pause(): void; resume(): void } {
  const stream = streamOf(pty)
  let isPaused = false
  let isDestroyDue = false
  if (stream) {
    const destroy = stream.destroy.bind(stream)
    stream.destroy = (error?: Error) => {
      // An error is the end of the data (EIO), or worse; then there is nothing to keep.
      if (!isPaused || error) return destroy(error)
      isDestroyDue = true
      return stream
    }
  }
  return {
    pause: () => {
      isPaused = true
      pty.pause()
    },
    resume: () => {
      isPaused = false
      pty.resume()
      // Reading on ends at the kernel's EIO, which closes the stream; this is for a stream that has ended already.
      if (isDestroyDue && stream?.readableEnded) stream.destroy()
    },
  }
}

/** node-pty's own stream, which its typings do not show. */
function streamOf(pty: NodePty.IPty): Readable | null {
  const inner: unknown = Reflect.get(pty, '_socket')
  return typeof inner === 'object' && inner !== null && 'destroy' in inner ? (inner as Readable) : null
}
