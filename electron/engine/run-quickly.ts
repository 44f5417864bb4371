// Runs a small program of this machine and gives what it printed: no shell, a bare environment, a short time.
import { execFile } from 'node:child_process'

const most = {
  /** Such programs take milliseconds; one that takes this long hangs. */
  milliseconds: 5000,
  outputBytes: 1024 * 1024,
} as const

/** Why a program did not do what it was run for. */
export class ProgramFailure extends Error {
  override readonly name = 'ProgramFailure'
  readonly argv: readonly string[]
  /** Null when a signal ended it or it never ran. */
  readonly exitCode: number | null
  /** What it said on standard error. */
  readonly output: string

  constructor(argv: readonly string[], exitCode: number | null, output: string, cause: Error) {
    super(output.trim() === '' ? cause.message : output.trim(), { cause })
    this.argv = argv
    this.exitCode = exitCode
    this.output = output
  }
}

/** Resolves with its standard output; rejects with a ProgramFailure, or with an AbortError when it was aborted. */
export async function runQuickly(
  file: string,
  args: readonly string[],
  options: { signal?: AbortSignal } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      file,
      args,
      {
        // Nothing of ours (Electron's, Node's) may reach what it starts.
        env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
        timeout: most.milliseconds,
        killSignal: 'SIGKILL',
        maxBuffer: most.outputBytes,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      },
      (error, stdout, stderr) => {
        if (error === null) return resolve(stdout)
        if (error.name === 'AbortError') return reject(error)
        const exitCode = typeof error.code === 'number' ? error.code : null
        reject(new ProgramFailure([file, ...args], exitCode, stderr, error))
      },
    )
  })
}
