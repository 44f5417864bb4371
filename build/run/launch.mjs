// Runs Electron on the repository as this machine needs it: what to add to its arguments and environment, signals passed
// on, and its exit code handed back.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { repository } from '../common/paths.mjs'

/** How long the app may take to close its windows and engines after it was asked to end. */
const killAfterMs = 10_000

/** What a desktop without a message bus makes Chromium complain of, over and over. */
const busNoise = /:ERROR:(dbus\/)?(bus|object_proxy)\.cc/

/** Switches that this machine needs, as against those that the user gives. */
export function machineSwitches({ isVirtual = false } = {}) {
  const switches = []
  if (process.getuid?.() === 0) switches.push('--no-sandbox') // Chromium refuses to run as root otherwise
  if (isVirtual) switches.push('--disable-gpu') // there is none behind Xvfb, and probing for one costs time
  return switches
}

/** The environment for Electron: ours, without what would turn it into something else. */
export function appEnvironment() {
  const environment = { ...process.env }
  delete environment.ELECTRON_RUN_AS_NODE // set by the terminals of editors that are Electron apps themselves
  return environment
}

/**
 * @param {object} options
 * @param {string} options.program Electron, or what starts it
 * @param {readonly string[]} options.args
 * @param {NodeJS.ProcessEnv} options.environment
 * @param {boolean} options.isVirtual
 * @returns {Promise<number>} the exit code
 */
export function launch({ program, args, environment, isVirtual }) {
  return new Promise((resolve, reject) => {
    // In a process group of its own, so that a ^C reaches it once, from here, and not twice.
    const child = spawn(program, args, {
      cwd: repository,
      env: environment,
      detached: true,
      stdio: ['ignore', 'inherit', isVirtual ? 'pipe' : 'inherit'],
    })
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      const lines = text.split('\n').filter((line) => !busNoise.test(line))
      process.stderr.write(lines.join('\n'))
    })
    const end = () => {
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref()
    }
    /** @type {readonly NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, end)
    child.once('error', reject)
    child.once('close', (code, signal) => {
      for (const name of signals) process.off(name, end)
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}
