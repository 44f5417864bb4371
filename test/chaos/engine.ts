// The real engine as a child process on places of the campaign's own: started, killed, started anew.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createEngineClient } from '../../src-shared/client.ts'
import type { EngineClient } from '../../src-shared/client.ts'
import { keyOf } from '../../src-shared/container-key.ts'
import { childWire } from '../fixtures/engine/wires.ts'

export interface EngineHandle {
  client: EngineClient
  pid: number
  /** By which calls name a container. */
  keyOf: (id: string) => string
  /** What it has said on standard error. */
  said: () => string
  /** KILL, now. */
  kill: () => Promise<void>
  /** Lets it end as its parent's end would. */
  close: () => Promise<void>
}

export const homeOf = (folder: string): string => join(folder, 'home')
export const rootOf = (folder: string): string => join(folder, 'root')

/** `program` is the engine's stdio entry, built. */
export async function startEngine(
  { program, searchPath }: { program: string; searchPath: string },
  folder: string,
): Promise<EngineHandle> {
  const child = spawn(process.execPath, [program], {
    cwd: '/',
    // A ^C is for the campaign, which then deletes what was made.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: searchPath,
      RUNC_DESKTOP_HOME: homeOf(folder),
      RUNC_DESKTOP_RUNC_ROOT: rootOf(folder),
      RUNC_DESKTOP_CHECK_RESULTS: '1',
    },
  })
  const ended = once(child, 'exit')
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  // A message that it was killed in the middle of is no problem.
  const client = createEngineClient(childWire(child, () => undefined))
  await client.call('engine.ping', {}).catch((error: unknown) => {
    throw new Error(`The engine did not start: ${said}`, { cause: error })
  })
  return {
    client,
    pid: child.pid ?? 0,
    keyOf: (id) => keyOf(rootOf(folder), id),
    said: () => said,
    async kill() {
      child.kill('SIGKILL')
      await ended
      await client.closed
    },
    async close() {
      client.close()
      await ended
    },
  }
}
