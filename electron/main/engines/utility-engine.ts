// An engine for the current user, as a utilityProcess of ours: a plain Node program with a port per connection.
import { join } from 'node:path'
import { MessageChannelMain, utilityProcess, type MessagePortMain } from 'electron'
import { createEngineClient } from '../../../src-shared/client.ts'
import { engineEnvironment } from './environment.ts'
import { portTransport } from './port-transport.ts'
import type { EngineProcess } from './supervisor.ts'

/** How an engine says, in a sentence for the user and as its last words, why it cannot do its work. */
const reasonPrefix = 'The engine cannot run'

/** `onOutput` gets what it writes to its standard streams, line by line. */
export function launchUtilityEngine(onOutput: (line: string) => void): EngineProcess<MessagePortMain> {
  const child = utilityProcess.fork(join(import.meta.dirname, 'engine.js'), [], {
    serviceName: 'Runc Desktop engine',
    env: engineEnvironment(process.env),
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let reason: string | null = null
  readLines(child.stdout, onOutput)
  readLines(child.stderr, (line) => {
    if (line.startsWith(reasonPrefix)) reason = line.slice('The engine '.length).replace(/\.$/, '')
    onOutput(line)
  })

  function openPort(): MessagePortMain {
    const { port1, port2 } = new MessageChannelMain()
    // What is posted before the process is up waits for it.
    child.postMessage({ type: 'connect' }, [port1])
    return port2
  }

  return {
    client: createEngineClient(portTransport(openPort())),
    openPort,
    end() {
      child.postMessage({ type: 'end' }, [])
    },
    kill() {
      // Not `child.kill()`: that is SIGTERM, and a process that hangs may never get to it.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
    },
    exited: new Promise((resolve) => {
      // A signal comes as its number: 9 for one that was killed.
      child.once('exit', (code) =>
        resolve({ how: reason ?? `ended unexpectedly (exit code ${code})`, isFinal: reason !== null }),
      )
    }),
  }
}

function readLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = ''
  stream?.setEncoding('utf8')
  stream?.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    // Without a newline for this long it is not a line, and must not gather.
    rest = (lines.pop() ?? '').slice(-8192)
    for (const line of lines) if (line.trim() !== '') onLine(line)
  })
  stream?.on('end', () => {
    if (rest.trim() !== '') onLine(rest)
  })
}
