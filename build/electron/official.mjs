// The official Electron: what lies in node_modules/electron/dist, or its own download, which checks its checksums.
// The download is given a bounded time, and a failed one is remembered so that a network without the release host does
// not cost every start the same wait.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { say } from '../common/output.mjs'
import { cacheFolder, repository } from '../common/paths.mjs'
import { versionOf } from './places.mjs'

/** @typedef {import('./places.mjs').Electron} Electron */

/** A connection that brings nothing for this long is dead. */
const stalledAfterMs = 20_000

/** 120 MB even on a slow line; a download that still moves by then is not worth waiting for longer. */
const givenUpAfterMs = 15 * 60_000

/** How long a failure is believed. Deleting the file tries again at once. */
const failureKeptMs = 24 * 60 * 60_000

/** @returns {Electron | undefined} */
export function findOfficial() {
  const wanted = packageVersion()
  const dist = join(packageFolder(), 'dist')
  // The package writes path.txt when the download is unpacked whole.
  if (!wanted || versionOf(dist) !== wanted || readText(join(packageFolder(), 'path.txt')) !== 'electron')
    return undefined
  return { path: join(dist, 'electron'), dist, version: wanted, source: 'official' }
}

/** @returns {Promise<Electron | undefined>} */
export async function downloadOfficial() {
  const version = packageVersion()
  if (!version || hasFailedLately(version)) return undefined
  say(`Downloading Electron ${version} from its project …`)
  const problem = await runInstaller()
  const electron = findOfficial()
  if (electron) rmSync(failurePath(version), { force: true })
  else {
    say(`Electron ${version} cannot be downloaded here (${problem}); not tried again for a day.`)
    mkdirSync(dirname(failurePath(version)), { recursive: true })
    writeFileSync(failurePath(version), JSON.stringify({ mirror: mirror(), problem }))
  }
  return electron
}

/**
 * Runs the package's own installer, and stops it when nothing arrives any more.
 * @returns {Promise<string>} the reason, if it failed
 */
function runInstaller() {
  const parent = join(cacheFolder(), 'electron')
  mkdirSync(parent, { recursive: true })
  const downloads = mkdtempSync(join(parent, '.download-')) // where it puts its temporary files: its progress shows there
  return new Promise((resolve) => {
    let output = ''
    let stopped = ''
    let lastSize = 0
    let lastChange = Date.now()
    const started = Date.now()
    const child = spawn(process.execPath, [join(packageFolder(), 'install.js')], {
      env: { ...process.env, TMPDIR: downloads },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const watch = setInterval(() => {
      const size = sizeOf(downloads) + sizeOf(join(packageFolder(), 'dist'))
      if (size !== lastSize) lastChange = Date.now()
      lastSize = size
      if (Date.now() - lastChange > stalledAfterMs) stopped = `nothing arrived for ${stalledAfterMs / 1000} s`
      if (Date.now() - started > givenUpAfterMs) stopped = 'it took too long'
      if (stopped) child.kill('SIGKILL')
    }, 1000)
    child.stdout.on('data', (text) => (output += text))
    child.stderr.on('data', (text) => (output += text))
    /** @param {string} problem */
    const finish = (problem) => {
      clearInterval(watch)
      rmSync(downloads, { recursive: true, force: true })
      resolve(problem)
    }
    child.once('error', (error) => finish(error.message))
    child.once('close', (code) => finish(stopped || (code === 0 ? 'it is incomplete' : firstLine(output))))
  })
}

/** @param {string} folder */
function sizeOf(folder) {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    return names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  } catch {
    return 0 // not made yet, or being moved away: the next look tells
  }
}

/** @param {string} output */
function firstLine(output) {
  const line = output.split('\n').find((text) => /error/i.test(text)) ?? output.split('\n')[0] ?? ''
  return line.trim() || 'its installer failed'
}

/** @param {string} version */
function hasFailedLately(version) {
  try {
    const failure = JSON.parse(readFileSync(failurePath(version), 'utf8'))
    return failure.mirror === mirror() && Date.now() - statSync(failurePath(version)).mtimeMs < failureKeptMs
  } catch {
    return false // no failure noted
  }
}

/** @param {string} version */
function failurePath(version) {
  return join(cacheFolder(), 'electron', `official-${version}.failed.json`)
}

/** Another place to download from, by Electron's own variable: a failure elsewhere says nothing about it. */
function mirror() {
  return process.env.ELECTRON_MIRROR ?? ''
}

function packageFolder() {
  return join(repository, 'node_modules', 'electron')
}

/** @returns {string | undefined} */
function packageVersion() {
  try {
    return createRequire(import.meta.url)(join(packageFolder(), 'package.json')).version
  } catch {
    return undefined // packed without its development dependencies
  }
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
