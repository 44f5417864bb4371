// A private virtual display (Xvfb), for machines without one and for tests that must not disturb the user's own.
import { spawn } from 'node:child_process'
import { BuildError } from '../common/output.mjs'
import { findProgram } from '../common/process.mjs'

/** The size of look.md's reference window, and room for nothing else. */
const screen = '1280x800x24'

/** Xvfb is up within 200 ms on an idle machine; a busy one gets its time. */
const startWithinMs = 15_000

/** Whether this session has a display to show windows on. */
export function hasDisplay() {
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/**
 * @typedef {object} VirtualDisplay
 * @property {string} name for DISPLAY
 * @property {() => void} stop
 */

/**
 * Starts a display on a number that Xvfb picks itself, so that any number of them live side by side.
 * @returns {Promise<VirtualDisplay>}
 */
export function startVirtualDisplay() {
  const program = findProgram('Xvfb')
  if (!program) throw new BuildError('There is no display here, and no Xvfb to make a virtual one.')
  const args = ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset']
  return new Promise((resolve, reject) => {
    // Detached: a ^C on the terminal reaches its whole process group, and the app needs the display to end in order.
    const server = spawn(program, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
    const stop = () => void server.kill('SIGTERM')
    process.once('exit', stop)
    let complaint = ''
    const timer = setTimeout(() => fail('it did not say its number in time'), startWithinMs)
    /** @param {string} reason */
    const fail = (reason) => {
      clearTimeout(timer)
      stop()
      reject(new BuildError(`Xvfb could not start: ${complaint.trim() || reason}`))
    }
    server.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (complaint += text))
    server.once('error', (error) => fail(error.message))
    server.once('exit', (code) => fail(`it ended with ${code}`))
    let number = ''
    const numbers = /** @type {import('node:stream').Readable} */ (server.stdio[3])
    numbers.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      number += text
      if (!number.includes('\n')) return
      clearTimeout(timer)
      server.unref()
      resolve({ name: `:${number.trim()}`, stop })
    })
  })
}
