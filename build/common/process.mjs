// Child processes of the build: run one and collect what it prints, and find programs and npm.
import { spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { basename, join } from 'node:path'

// An ordinary user's PATH on Debian has no sbin, yet runc is /usr/sbin/runc there.
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin', '/bin']

/** How long a child may take to end after SIGTERM before it gets SIGKILL. */
const killAfterMs = 5000

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment; this process's own when left out
 * @property {boolean} [show] let the child write to our terminal (and read from it) instead of collecting
 * @property {number} [timeoutMs]
 * @property {boolean} [isGroup] give it a process group of its own, so that stopping it stops what it started too
 *
 * @typedef {object} RunResult
 * @property {boolean} ok
 * @property {number | null} code
 * @property {boolean} timedOut
 * @property {string} stdout
 * @property {string} output stdout and stderr as they came
 */

/** The process groups that run now, by the pid of their first process. */
const groups = new Set(/** @type {number[]} */ ([]))

/** Ends every process group that `run` has under way: for a command that is interrupted. */
export function endGroups() {
  for (const pid of groups) signalGroup(pid, 'SIGTERM')
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
  } catch {
    groups.delete(pid) // all of it has ended
  }
}

/**
 * Runs a program to its end. Never rejects: a program that cannot be started is a result too.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    let stdout = ''
    let output = ''
    let timedOut = false
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: options.isGroup ?? false,
      stdio: options.show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    })
    const timer = options.timeoutMs === undefined ? undefined : setTimeout(stop, options.timeoutMs)
    if (options.isGroup && child.pid !== undefined) groups.add(child.pid)
    /** @param {NodeJS.Signals} name */
    const signal = (name) => {
      if (options.isGroup && child.pid !== undefined) signalGroup(child.pid, name)
      else child.kill(name)
    }
    function stop() {
      timedOut = true
      signal('SIGTERM')
      setTimeout(() => signal('SIGKILL'), killAfterMs).unref()
    }
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout += text
      output += text
    })
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text))
    child.once('error', (error) => {
      clearTimeout(timer)
      resolve({ ok: false, code: null, timedOut, stdout, output: output + error.message })
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      if (child.pid !== undefined) groups.delete(child.pid)
      resolve({ ok: code === 0 && !timedOut, code, timedOut, stdout, output })
    })
  })
}

/** PATH with the system's own folders behind it. */
export function searchPath() {
  const own = (process.env.PATH ?? '').split(':').filter((folder) => folder.startsWith('/'))
  return [...new Set([...own, ...systemFolders])]
}

/**
 * The path of a program, looked for where root would find it.
 * @param {string} name
 * @returns {string | undefined}
 */
export function findProgram(name) {
  return searchPath()
    .map((folder) => join(folder, name))
    .find(isExecutableFile)
}

/** @param {string} path */
function isExecutableFile(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false // not there, or not ours to run: for the search it is the same
  }
}

/**
 * The command that runs npm: the one that runs us, or the one on PATH.
 * @param {readonly string[]} args
 * @returns {{ program: string, args: string[] }}
 */
export function npmCommand(args) {
  const script = process.env.npm_execpath
  if (script && basename(script) === 'npm-cli.js')
    return { program: process.execPath, args: [script, ...args] }
  return { program: 'npm', args: [...args] }
}
