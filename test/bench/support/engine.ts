// An engine of a bench's own: the built stdio entry under plain Node, with everything it keeps below one folder.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createEngineClient, type EngineClient } from '../../../src-shared/client.ts'
import type { ClientFrame, EngineFrame } from '../../../src-shared/frames.ts'
import { createStdioTransport } from '../../../src-shared/stdio-transport.ts'

export interface BenchEngine {
  client: EngineClient
  pid: number
  /** Of a container in its root. */
  keyOf(id: string): string
  /** Ends it; containers go on. */
  stop(): Promise<void>
}

export async function startEngine(folder: string): Promise<BenchEngine> {
  const child = spawn(process.execPath, [join(process.cwd(), 'out/main/engine-stdio.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      RUNC_DESKTOP_HOME: join(folder, 'home'),
      RUNC_DESKTOP_RUNC_ROOT: join(folder, 'root'),
    },
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  const client = createEngineClient(
    createStdioTransport<ClientFrame, EngineFrame>(child.stdout, child.stdin, (problem) => {
      throw new Error(problem)
    }),
  )
  await client.call('engine.ping', {})
  if (child.pid === undefined) throw new Error('The engine did not start.')
  return {
    client,
    pid: child.pid,
    keyOf: (id) => join(folder, 'root', id),
    async stop() {
      client.close()
      await ended
    },
  }
}
