// An engine for the current user, as a utilityProcess of ours: a plain Node program with a port per connection.
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { MessageChannelMain, utilityProcess, type MessagePortMain } from 'electron'
import { createEngineClient } from '../../../src-shared/client.ts'
import { createPortTransport } from '../../../src-shared/port-transport.ts'
import { engineEnvironment } from './environment.ts'
import type { EngineEnd, EngineProcess } from './supervisor.ts'

/** How an engine says, in a sentence for the user and as its last words, why it cannot do its work. */
const reasonPrefix = 'The engine cannot run'

/** Its exit may be told before its last words have been read; a child of its own may keep the pipe open for ever. */
const lastWordsMs = 300

/** `onOutput` gets what it writes to its standard streams, line by line. */
export function launchUtilityEngine(onOutput: (line: string) => void): EngineProcess<MessagePortMain> {
  const child = utilityProcess.fork(join(import.meta.dirname, 'engine.js'), [], {
    serviceName: 'Runc Desktop engine',
    env: engineEnvironment(process.env),
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let reason: string | null = null
  void readLines(child.stdout, onOutput)
  const lastWords = readLines(child.stderr, (line) => {
    if (line.startsWith(reasonPrefix)) reason = line.slice('The engine '.length).replace(/\.$/, '')
    onOutput(line)
  })

  function openPort(): MessagePortMain {
    const { port1, port2 } = new MessageChannelMain()
    // What is posted before the process is up waits for it.
    child.postMessage({ type: 'connect' }, [port1])
    return port2
  }

  async function awaitEnd(): Promise<EngineEnd> {
    // A signal comes as its number: 9 for one that was killed.
    const code = await new Promise<number>((resolve) => {
      child.once('exit', resolve)
    })
    await Promise.race([lastWords, delay(lastWordsMs)])
    return { how: reason ?? `ended unexpectedly (exit code ${code})`, isFinal: reason !== null }
  }

  return {
    client: createEngineClient(createPortTransport(openPort())),
    openPort,
    end() {
      child.postMessage({ type: 'end' }, [])
    },
    kill() {
      // Not `child.kill()`: that is SIGTERM, and a process that hangs may never get to it.
      if (child.pid === undefined) return
      try {
        process.kill(child.pid, 'SIGKILL')
      } catch {
        // It ended by itself a moment ago, and its exit is about to be told.
      }
    },
    exited: awaitEnd(),
  }
}

/** Resolves at the end of the stream. */
function readLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): Promise<void> {
  let rest = ''
  stream?.setEncoding('utf8')
  stream?.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    // Without a newline for this long it is not a line, and must not gather.
    rest = (lines.pop() ?? '').slice(-8192)
    for (const line of lines) if (line.trim() !== '') onLine(line)
  })
  return new Promise((resolve) => {
    if (stream === null) resolve()
    stream?.on('end', () => {
      if (rest.trim() !== '') onLine(rest)
      resolve()
    })
  })
}
