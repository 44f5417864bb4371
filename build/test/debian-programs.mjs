// Newer runcs, crun and a CRIU that works on new kernels, for the tests: fetched from Debian's archive by apt (which verifies
// signatures and hashes) with a configuration of its own, and unpacked into the user's cache with their own libraries
// beside them. Nothing is installed, and the machine's apt configuration is only read. `node build/test/debian-programs.mjs`
// fetches and says what there is.
import '../common/requirements.mjs'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { withLock } from '../common/lock.mjs'
import { BuildError, print, runMain, say } from '../common/output.mjs'
import { cacheFolder } from '../common/paths.mjs'
import { findProgram, run } from '../common/process.mjs'

/**
 * @typedef {object} Program
 * @property {string} version
 * @property {string} directory what to put at the beginning of a search path
 *
 * @typedef {object} Programs
 * @property {Program[]} runcs the oldest first
 * @property {Program | null} criu
 * @property {Program | null} crun
 * @property {string | null} reason why there are none; null when there are
 */

/** Where the libraries and most programs come from, and where a still newer runc does. */
const suites = { main: 'forky', newest: 'experimental' }

/** Rises when what is fetched, or how it is laid out, changes. */
const recipe = 2

/** A try that failed (no network, no such suite) is not repeated with each test file. */
const retryAfterMs = 60 * 60_000

const fetchWithinMs = 3 * 60_000

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

const home = () => join(cacheFolder(), `debian-programs-${recipe}`)

/**
 * What there is, fetched when it is not there yet. Never rejects for what cannot be had: that is the reason.
 * @returns {Promise<Programs>}
 */
export async function otherPrograms() {
  return (
    readAnswer() ??
    withLock(`${home()}.lock`, 'fetching programs for the tests', async () => readAnswer() ?? fetchAll())
  )
}

/** @returns {Programs | undefined} */
function readAnswer() {
  try {
    const answer = JSON.parse(readFileSync(join(home(), 'answer.json'), 'utf8'))
    return answer.reason !== null && Date.now() - answer.at > retryAfterMs ? undefined : answer
  } catch {
    return undefined // never tried
  }
}

/** @returns {Promise<Programs>} */
async function fetchAll() {
  const work = `${home()}.new`
  rmSync(work, { recursive: true, force: true })
  rmSync(home(), { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  /** @type {Programs} */
  let programs
  try {
    say('Fetching a newer runc, crun and CRIU for the tests …')
    programs = await fetchInto(work)
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    const { message } = error
    const reason = `No other runc and CRIU can be had here: ${message}`
    programs = { runcs: [], criu: null, crun: null, reason }
  }
  rmSync(join(work, 'apt'), { recursive: true, force: true })
  writeFileSync(join(work, 'answer.json'), JSON.stringify({ ...programs, at: Date.now() }))
  renameSync(work, home())
  return programs
}

/**
 * @param {string} work renamed to its home when it is whole, whose path the programs already carry
 * @returns {Promise<Programs>}
 */
async function fetchInto(work) {
  for (const program of ['apt-get', 'dpkg-deb']) {
    if (!findProgram(program)) throw new BuildError(`${program} was not found; this is no Debian.`)
  }
  const apt = await configureApt(join(work, 'apt'))
  await apt(['update'])
  const wanted = ['runc', 'criu', 'crun', 'patchelf'].map((name) => `${name}/${suites.main}`)
  await apt(['install', '--download-only', '--no-install-recommends', '--yes', ...wanted])
  await unpack(join(work, 'apt/archives'), join(work, 'tree'))
  const hasNewest = await apt(['download', `runc/${suites.newest}`]).then(
    () => true,
    () => false, // the suite has none at the moment
  )
  if (hasNewest) await unpack(join(work, 'apt'), join(work, 'newest'))
  const patch = patcher(join(work, 'tree'))
  const runcs = [
    await patch(join(work, 'tree/usr/sbin/runc'), work, 'runc'),
    ...(hasNewest ? [await patch(join(work, 'newest/usr/sbin/runc'), work, 'runc')] : []),
  ].filter((program) => program !== null)
  const criu = await patch(join(work, 'tree/usr/sbin/criu'), work, 'criu')
  const crun = await patch(join(work, 'tree/usr/bin/crun'), work, 'crun')
  for (const folder of ['newest', 'tree/usr/share', 'tree/usr/bin', 'tree/usr/sbin', 'tree/etc']) {
    rmSync(join(work, folder), { recursive: true, force: true })
  }
  if (runcs.length === 0 && !criu) throw new BuildError('what was fetched does not run on this machine.')
  return { runcs, criu, crun, reason: null }
}

/**
 * An apt with sources, lists and packages of its own, and the machine's proxies.
 * @param {string} folder
 * @returns {Promise<(args: string[]) => Promise<void>>}
 */
async function configureApt(folder) {
  for (const name of ['etc/apt.conf.d', 'etc/preferences.d', 'state/lists/partial', 'archives/partial']) {
    mkdirSync(join(folder, name), { recursive: true })
  }
  const targets = await run('apt-get', ['indextargets', '--format', '$(ORIGIN)|$(LABEL)|$(REPO_URI)'])
  const uri = /^Debian\|Debian\|(.+)$/m.exec(targets.stdout)?.[1]
  if (uri === undefined)
    throw new BuildError('this machine has no lists of Debian’s packages (apt-get update).')
  const sources = [
    'Types: deb',
    `URIs: ${uri}`,
    `Suites: ${Object.values(suites).join(' ')}`,
    'Components: main',
    // A mirror that is behind will do: what it has is signed all the same.
    'Check-Valid-Until: no',
    ...(existsSync(keyring) ? [`Signed-By: ${keyring}`] : []),
  ]
  writeFileSync(join(folder, 'etc/tests.sources'), `${sources.join('\n')}\n`)
  writeFileSync(join(folder, 'state/status'), '')
  const { stdout } = await run('apt-config', ['dump'])
  const settings = [
    ...stdout.split('\n').filter((line) => /^Acquire::(https?|ftp)\b.*::/i.test(line)),
    `Dir::Etc "${folder}/etc";`,
    'Dir::Etc::sourceparts "/dev/null";',
    `Dir::Etc::sourcelist "${folder}/etc/tests.sources";`,
    `Dir::State "${folder}/state";`,
    `Dir::State::status "${folder}/state/status";`,
    `Dir::Cache "${folder}";`,
    `Dir::Cache::archives "${folder}/archives";`,
    'Acquire::Languages "none";',
    'APT::Sandbox::User "root";',
  ]
  const configuration = join(folder, 'apt.conf')
  writeFileSync(configuration, `${settings.join('\n')}\n`)
  return async (args) => {
    const env = { ...process.env, APT_CONFIG: configuration, LC_ALL: 'C' }
    const result = await run('apt-get', args, { cwd: folder, env, timeoutMs: fetchWithinMs })
    const words = result.output.split('\n').findLast((line) => line.startsWith('E: ')) ?? 'it gave no reason'
    if (!result.ok) throw new BuildError(`apt-get ${args[0]}: ${words.replace(/^E: /, '')}`)
  }
}

/**
 * @param {string} packages
 * @param {string} into
 */
async function unpack(packages, into) {
  mkdirSync(into, { recursive: true })
  for (const name of readdirSync(packages).filter((file) => file.endsWith('.deb'))) {
    const { ok, output } = await run('dpkg-deb', ['--extract', join(packages, name), into])
    if (!ok) throw new BuildError(`${name} cannot be unpacked: ${output.trim()}`)
  }
}

/**
 * Their C library is newer than the machine's. runc and CRIU run themselves again, without our environment: so each
 * program is made to name its own loader and libraries.
 * @param {string} tree
 */
function patcher(tree) {
  const base = join(tree, 'usr/lib')
  const folder = readdirSync(base).find((name) => existsSync(join(base, name, 'libc.so.6'))) ?? ''
  const loader = readdirSync(join(base, folder)).find((name) => /^ld-linux.*\.so\.\d$/.test(name)) ?? ''
  const libraries = join(base, folder)
  const final = join(home(), 'tree/usr/lib', folder)
  // Through the loader where it lies now: the path that the programs are given exists only after the renaming.
  const runHere = (/** @type {string[]} */ ...line) =>
    run(join(libraries, loader), ['--library-path', libraries, ...line])
  /**
   * @param {string} file
   * @param {string} work
   * @param {string} name
   * @returns {Promise<Program | null>} null where it does not run here
   */
  return async (file, work, name) => {
    const { stdout } = await runHere(file, '--version')
    const version = /(\d+\.\d+(\.\d+)?)/.exec(stdout)?.[1]
    if (version === undefined) return null
    const directory = `${name}-${version}`
    mkdirSync(join(work, directory), { recursive: true })
    copyFileSync(file, join(work, directory, name))
    const names = ['--set-interpreter', join(final, loader), '--force-rpath', '--set-rpath', final]
    const { ok } = await runHere(join(tree, 'usr/bin/patchelf'), ...names, join(work, directory, name))
    return ok ? { version, directory: join(home(), directory) } : null
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    const { runcs, criu, crun, reason } = await otherPrograms()
    for (const { version, directory } of runcs) print(`runc ${version}: ${directory}`)
    if (criu) print(`criu ${criu.version}: ${criu.directory}`)
    if (crun) print(`crun ${crun.version}: ${crun.directory}`)
    if (reason !== null) throw new BuildError(reason)
  })
}
