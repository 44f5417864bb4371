// A lock between commands: two of them started at once must not both fill node_modules or the Electron cache.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './output.mjs'

const pollEveryMs = 300

/** A lock this old is not believed, even if its pid lives: pids are reused, and nothing here takes that long. */
const staleAfterMs = 30 * 60_000

/**
 * @template T
 * @param {string} path the lock file
 * @param {string} what what a waiting user is told the other command is doing
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, what, work) {
  mkdirSync(dirname(path), { recursive: true })
  let told = false
  while (!take(path)) {
    if (isStale(path)) {
      rmSync(path, { force: true })
      continue
    }
    if (!told) say(`Waiting for another command that is ${what} …`)
    told = true
    await sleep(pollEveryMs)
  }
  const release = () => rmSync(path, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
}

/** @param {string} path */
function isStale(path) {
  try {
    const owner = Number(readFileSync(path, 'utf8'))
    const age = Date.now() - statSync(path).mtimeMs
    // An empty file is one whose owner has not written its pid yet: give it a moment.
    return age > staleAfterMs || (owner > 0 ? !isAlive(owner) : age > pollEveryMs * 10)
  } catch {
    return false // released meanwhile: the next try takes it
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
