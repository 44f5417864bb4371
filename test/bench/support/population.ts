// Many real containers of plain runc, all of one bundle, for benches: made and taken away again a few at a time.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** The verbs as one would type them on this root. */
export function runcOn(root: string): (...args: string[]) => Promise<void> {
  return (...args) =>
    new Promise((resolve, reject) => {
      // No pipes: the container would inherit them, and `close` would wait for its end.
      const child = spawn('runc', ['--root', root, ...args], { stdio: 'ignore' })
      child.once('error', reject)
      child.once('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`runc ${args.join(' ')} exited with ${code}.`)),
      )
    })
}

export async function runMany(root: string, bundle: string, ids: readonly string[]): Promise<void> {
  const runc = runcOn(root)
  await eachOf(ids, (id) => runc('run', '-d', '--bundle', bundle, id))
}

export async function deleteMany(root: string, ids: readonly string[]): Promise<void> {
  const runc = runcOn(root)
  // Some may never have come to be.
  await eachOf(ids, (id) => runc('delete', '-f', id).catch(() => {}))
}

/** Does it to all of them, twice as many at once as there are processors. */
export async function eachOf(
  ids: readonly string[],
  action: (id: string) => Promise<unknown>,
): Promise<void> {
  const waiting = [...ids]
  async function worker(): Promise<void> {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await action(id)
  }
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, worker))
}
