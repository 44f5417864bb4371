// The engine as a child process with one client, on its standard input and output. Ends when its input does.
import type { ClientFrame, EngineFrame } from '../../src-shared/frames.ts'
import { createStdioTransport } from '../../src-shared/stdio-transport.ts'
import { serveUntilClosed } from './serve-until-closed.ts'
import { exitOnFaults, logToStandardError } from './standard-error.ts'
import { startEngine } from './start.ts'

const markStarted = exitOnFaults()
const transport = createStdioTransport<EngineFrame, ClientFrame>(
  process.stdin,
  process.stdout,
  logToStandardError,
)
const engine = await startEngine()
markStarted()
serveUntilClosed(engine, transport)
