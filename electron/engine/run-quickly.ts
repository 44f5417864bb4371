// Runs a small program of this machine and gives what it printed: no shell, a bare environment, a short time.
import { execFile } from 'node:child_process'

/** Such programs take milliseconds; one that takes this long hangs. */
const longestMs = 5000
const most = { outputBytes: 1024 * 1024 } as const

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
        timeout: longestMs,
        killSignal: 'SIGKILL',
        maxBuffer: most.outputBytes,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      },
      (error, stdout) => (error === null ? resolve(stdout) : reject(error)),
    )
  })
}
