// Docker Engine, containerd and Podman for the tests: what this machine lacks of them is fetched with its own apt (which
// verifies it) and unpacked into the user's cache. Nothing is installed: no package script runs, no service is enabled or
// started, and a Docker or Podman that is there is neither changed nor in the way.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../common/lock.mjs'
import { BuildError, say } from '../common/output.mjs'
import { cacheFolder } from '../common/paths.mjs'
import { findProgram, run, searchPath } from '../common/process.mjs'

/** @typedef {'docker' | 'containerd' | 'podman'} ManagerName */

/**
 * @typedef {object} ManagerPrograms
 * @property {readonly string[]} programs all of them must be there
 * @property {readonly string[]} packages Debian's; those that a release does not know are left out
 */

/** @type {Record<ManagerName, ManagerPrograms>} */
const managers = {
  // Newer releases have the client in a package of its own.
  docker: {
    programs: ['dockerd', 'docker', 'containerd'],
    packages: ['docker.io', 'docker-cli', 'containerd'],
  },
  containerd: { programs: ['containerd', 'ctr', 'containerd-shim-runc-v2'], packages: ['containerd'] },
  podman: { programs: ['podman'], packages: ['podman'] },
}

const names = /** @type {ManagerName[]} */ (Object.keys(managers))

/** Rises when what is fetched, or how it is laid out, changes. */
const recipe = 1

/** Some 75 MB; a slow network gets its time. */
const fetchWithinMs = 5 * 60_000

/** A try that failed (no network, no lists) is not repeated with each command. */
const retryAfterMs = 24 * 60 * 60_000

const home = () => join(cacheFolder(), `managers-${recipe}`)

/** Fetches what is missing. Never fails: a manager that cannot be had is a reason for its tests to be skipped. */
export async function setUpManagers() {
  // The tests that use them make rootful containers.
  if (process.getuid?.() !== 0 || wasTried() || names.every(isOnMachine)) return
  await withLock(`${home()}.lock`, 'fetching Docker, containerd and Podman', async () => {
    if (wasTried()) return
    say('Fetching Docker, containerd and Podman for the tests (unpacked into the cache, not installed) …')
    const reason = await fetchAll().then(
      () => null,
      (/** @type {unknown} */ error) => {
        if (error instanceof BuildError) return error.message
        throw error
      },
    )
    if (reason !== null) say(`They cannot be had: ${reason}`)
    mkdirSync(home(), { recursive: true })
    writeFileSync(answerPath(), JSON.stringify({ reason, at: Date.now() }))
  })
}

/**
 * Why a manager cannot be run here; null when it can.
 * @param {ManagerName} name
 * @returns {string | null}
 */
export function whyNoManager(name) {
  const missing = managers[name].programs.filter((program) => !findIn(managerPath(name), program))
  if (missing.length === 0) return null
  const reason = readAnswer()?.reason ?? 'set-up (npm test, as root, on Debian or Ubuntu) has not fetched it'
  return `${missing.join(' and ')} not found: ${reason}`
}

/**
 * The environment in which a manager finds its own programs first: a client of another version may lie on PATH.
 * @param {ManagerName} name
 * @returns {{ PATH: string, LD_LIBRARY_PATH?: string }}
 */
export function managerEnvironment(name) {
  const libraries = isOnMachine(name) ? [] : libraryFolders()
  const environment = { PATH: managerPath(name).join(':') }
  return libraries.length === 0 ? environment : { ...environment, LD_LIBRARY_PATH: libraries.join(':') }
}

/** @param {ManagerName} name */
function managerPath(name) {
  const tree = join(home(), 'tree')
  const unpacked = ['usr/sbin', 'usr/bin', 'sbin', 'bin'].map((folder) => join(tree, folder))
  // The machine's own Docker is used with its own client and containerd, whichever they are.
  return isOnMachine(name) ? searchPath() : [...unpacked, ...searchPath()]
}

/** @param {ManagerName} name */
function isOnMachine(name) {
  return managers[name].programs.every((program) => findProgram(program) !== undefined)
}

/**
 * @param {readonly string[]} folders
 * @param {string} program
 */
function findIn(folders, program) {
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path))
}

/** Libraries that came with the packages because the machine has them not. */
function libraryFolders() {
  const base = join(home(), 'tree/usr/lib')
  if (!existsSync(base)) return []
  return readdirSync(base)
    .filter((name) => name.endsWith('-linux-gnu'))
    .map((name) => join(base, name))
}

async function fetchAll() {
  for (const program of ['apt-get', 'apt-cache', 'dpkg-deb'])
    if (!findProgram(program)) throw new BuildError(`there is no ${program} here, so this is no Debian.`)
  const wanted = [
    ...new Set(names.filter((name) => !isOnMachine(name)).flatMap((name) => managers[name].packages)),
  ]
  let known = await knownToApt(wanted)
  if (known.length < wanted.length) known = await refreshLists().then(() => knownToApt(wanted))
  if (known.length === 0) throw new BuildError('apt knows none of their packages.')
  const work = `${home()}.new`
  rmSync(work, { recursive: true, force: true })
  rmSync(home(), { recursive: true, force: true })
  mkdirSync(join(work, 'archives/partial'), { recursive: true })
  // Simulates an installation: what it would bring beside what is there is downloaded, and that is all.
  const args = [
    'install',
    '--download-only',
    '--yes',
    '--no-install-recommends',
    '-q',
    '-o',
    `Dir::Cache::archives=${join(work, 'archives')}`,
    '-o',
    'APT::Sandbox::User=root',
    ...known,
  ]
  const fetch = () => run('apt-get', args, { env: aptEnvironment(), timeoutMs: fetchWithinMs })
  let result = await fetch()
  // Lists that are old name packages that the archive has no more.
  if (!result.ok) result = await refreshLists().then(fetch)
  if (!result.ok) throw new BuildError(lastComplaint(result.output))
  for (const file of readdirSync(join(work, 'archives')).filter((name) => name.endsWith('.deb'))) {
    const unpacked = await run('dpkg-deb', ['--extract', join(work, 'archives', file), join(work, 'tree')])
    if (!unpacked.ok) throw new BuildError(`${file} cannot be unpacked: ${unpacked.output.trim()}`)
  }
  rmSync(join(work, 'archives'), { recursive: true })
  rmSync(join(work, 'tree/usr/share'), { recursive: true, force: true }) // pages and completions
  renameSync(work, home())
}

/** A failure shows in what follows. */
function refreshLists() {
  return run('apt-get', ['update', '-q'], { env: aptEnvironment(), timeoutMs: fetchWithinMs })
}

/** @param {readonly string[]} packages */
async function knownToApt(packages) {
  const result = await run('apt-cache', ['show', '--no-all-versions', ...packages])
  const known = new Set([...result.stdout.matchAll(/^Package: (\S+)$/gm)].map((match) => match[1]))
  return packages.filter((name) => known.has(name))
}

/** @param {string} output */
function lastComplaint(output) {
  const line = output.split('\n').findLast((text) => text.startsWith('E: '))
  return line?.slice(3) ?? 'apt-get gave no reason.'
}

function aptEnvironment() {
  return { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
}

function answerPath() {
  return join(home(), 'answer.json')
}

function wasTried() {
  const answer = readAnswer()
  return answer !== undefined && (answer.reason === null || Date.now() - answer.at < retryAfterMs)
}

/** @returns {{ reason: string | null, at: number } | undefined} */
function readAnswer() {
  try {
    return JSON.parse(readFileSync(answerPath(), 'utf8'))
  } catch {
    return undefined // never tried
  }
}
