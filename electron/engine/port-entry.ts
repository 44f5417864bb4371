// The engine as Electron's utility process: main hands over one port for each client. Ends when main does.
import { startEngine } from './start.ts'
import { exitOnFaults, logToStandardError } from './standard-error.ts'
import { createPortTransport, type PortLike } from '../../src-shared/port-transport.ts'

/** What is used of `process.parentPort`. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: readonly PortLike[] }) => void): void
}

const markStarted = exitOnFaults()
const { parentPort } = process as unknown as { parentPort?: ParentPort }
if (parentPort === undefined) {
  logToStandardError('This program is started by Runc Desktop as a utility process, not by hand.')
  process.exit(1)
}
const starting = startEngine().then((engine) => {
  markStarted()
  return engine
})
// A port keeps what is sent through it until somebody listens, so clients may come before the engine is there.
parentPort.on('message', ({ data, ports: [port] }) => {
  if (isOfType(data, 'end')) {
    void end()
    return
  }
  if (!isOfType(data, 'connect') || port === undefined) {
    logToStandardError('Main sent a message that is not understood; it is ignored.')
    return
  }
  void starting.then((engine) => engine.connect(createPortTransport(port)))
})

/** The app quits: terminals end, calls under way may finish, containers go on. */
async function end(): Promise<void> {
  const engine = await starting
  await engine.dispose()
  process.exit(0)
}

function isOfType(data: unknown, type: string): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === type
}
