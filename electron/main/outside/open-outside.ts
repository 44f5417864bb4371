// Starts a terminal emulator of the user's with a command of the engine's, and lets it go: it outlives us.
import { spawn } from 'node:child_process'
import type { EngineClient } from '../../../src-shared/client.ts'
import { EngineError } from '../../../src-shared/client.ts'
import { CallError } from '../calls/registry.ts'
import { emulatorCommand, findEmulator } from './emulators.ts'

/** An emulator that cannot run (no display, a bad setting) says so within this; after it, its end is its own affair. */
const failsWithinMs = 400

export type Target = { session: string } | { container: string }

/** What is run, and in which emulator; null when there is none. */
export async function openOutside(
  engine: EngineClient,
  target: Target,
  environment: NodeJS.ProcessEnv,
): Promise<{ emulator: string | null; argv: string[] }> {
  const argv = await commandOf(engine, target)
  const emulator = findEmulator(environment)
  if (emulator === null) return { emulator: null, argv }
  await start(emulatorCommand(emulator, argv), userEnvironment(environment))
  return { emulator: emulator.name, argv }
}

async function commandOf(engine: EngineClient, target: Target): Promise<string[]> {
  try {
    if ('container' in target) {
      const commands = await engine.call('commands.preview', { key: target.container, action: 'terminal' })
      return commands.at(-1) ?? refuse('There is no command for this container now.')
    }
    const sessions = await engine.call('terminals.list', {})
    const { argv, containerKey } =
      sessions.find(({ id }) => id === target.session) ?? refuse('This terminal has been closed.')
    // Asked for its refusal: the container may be another user's by now.
    await engine.call('commands.preview', { key: containerKey, action: 'terminal' })
    return argv.length > 0 ? argv : refuse('There is no command that would show this terminal elsewhere.')
  } catch (error) {
    if (error instanceof EngineError) throw new CallError(error.info)
    throw error
  }
}

function refuse(message: string): never {
  throw new CallError({ code: 'NotFound', message })
}

function start([program = '', ...args]: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(program, args, { env, detached: true, stdio: 'ignore' })
  return new Promise((resolve, reject) => {
    const fail = (how: string): void => {
      clearTimeout(limit)
      reject(new CallError({ code: 'Internal', message: `${program} could not be started: ${how}.` }))
    }
    const limit = setTimeout(() => {
      child.unref()
      resolve()
    }, failsWithinMs)
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code, signal) => {
      // One that hands its window to a server of its own ends at once, and well.
      if (code === 0) {
        clearTimeout(limit)
        resolve()
      } else fail(signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`)
    })
  })
}

/** The user's own, without what would turn an Electron or Node program into something else. */
function userEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !name.startsWith('ELECTRON_') && name !== 'NODE_OPTIONS',
  )
  return Object.fromEntries(kept)
}
