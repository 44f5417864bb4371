// A program on three pipes of ours, as raw bytes: standard output and error apart, and both to their end before the exit
// is told.
import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { constants } from 'node:os'
import type { Channel } from './channel.ts'
import type { OutputStream } from './process-types.ts'

export interface PipesRequest {
  file: string
  args: readonly string[]
  environment: Record<string, string>
  /** By which its processes are known again, should we end before them. */
  workingDirectory: string
  /** Open files of ours that it gets as its descriptors 3, 4 … */
  inherited?: readonly number[]
}

/** Resolves when the program runs; rejects with the system's error when it cannot be started. */
export async function openPipes(request: PipesRequest): Promise<Channel> {
  const child = spawn(request.file, request.args, {
    cwd: request.workingDirectory,
    env: request.environment,
    // Out of our process group: a ^C that is meant for us is not meant for it.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', ...(request.inherited ?? [])],
  }) as ChildProcessWithoutNullStreams
  const { stdin, stdout, stderr } = child
  const outputs = { stdout, stderr } as const
  let onData: (bytes: Uint8Array, stream: OutputStream) => void = () => undefined
  for (const stream of ['stdout', 'stderr'] as const) {
    outputs[stream].on('data', (bytes: Buffer) => onData(bytes, stream))
    // Until somebody asks for it; nothing may get lost.
    outputs[stream].pause()
  }
  // EPIPE and its like: the program has closed its input or ended, which is its right; its exit tells the rest.
  stdin.on('error', () => stdin.destroy())
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${request.file} has no pid.`)
  return {
    pid,
    onData: (listener) => {
      onData = listener
      for (const output of Object.values(outputs)) output.resume()
    },
    onExit: (listener) => {
      // `close` comes when runc has ended and both outputs were read to their end.
      child.once('close', (code, signal) =>
        listener({ exitCode: code ?? 0, signal: signal === null ? 0 : constants.signals[signal] }),
      )
    },
    write: (bytes, onWritten) => {
      if (stdin.writable) stdin.write(bytes, () => onWritten())
      else onWritten()
    },
    closeInput: () => stdin.end(),
    resize: () => undefined,
    pause: () => {
      for (const output of Object.values(outputs)) output.pause()
    },
    resume: () => {
      for (const output of Object.values(outputs)) output.resume()
    },
  }
}
