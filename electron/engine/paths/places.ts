// Where everything lies: XDG for users, the system's folders for root, one folder for tests. Decides only; see
// private-directory.ts for what is then made.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { absolutePath, appFolder, findAppFolders } from '../../../src-shared/xdg.ts'

export interface EnginePlaces {
  /** What the user has set. */
  config: string
  /** Bundles, later images and checkpoints. */
  data: string
  /** The runtime module's own: what it keeps of each supervised container. */
  state: string
  /** Things that need not outlive a reboot. */
  run: string
  /** For sockets, hence short. */
  sockets: string
  /** runc's state directory. */
  runcRoot: string
  /** It was given by RUNC_DESKTOP_RUNC_ROOT. */
  isRootGiven: boolean
  /** The user's run directory; null when there is none. */
  userRun: string | null
  /** What is out of the ordinary about these places, for the user to read. */
  warnings: string[]
}

/** What the decision depends on, so that tests can have it otherwise. */
export interface Surroundings {
  environment: Readonly<Record<string, string | undefined>>
  uid: number
  homeDirectory: string
  temporaryDirectory: string
  /** Whether this directory exists and belongs to `uid` alone. */
  isOurs: (directory: string) => boolean
}

/**
 * A unix socket's path has at most 107 bytes before its NUL; conmon's are `<directory>/<name>/attach`. This leaves
 * the runtime module 32 for a name.
 */
const longestSocketDirectory = 107 - '/attach'.length - '/'.length - 32

export function findPlaces(surroundings: Surroundings): EnginePlaces {
  const { environment, uid, homeDirectory } = surroundings
  const warnings: string[] = []
  const { config, data, state } = findAppFolders(environment, uid, homeDirectory)
  const run = runFolder(surroundings, warnings)
  return {
    config,
    data,
    state,
    run,
    sockets: socketDirectory(surroundings, join(run, 'sockets')),
    runcRoot: findRuncRoot(surroundings, run),
    isRootGiven: absolutePath(environment['RUNC_DESKTOP_RUNC_ROOT']) !== null,
    userRun: runtimeDirectory(surroundings),
    warnings,
  }
}

function runFolder(surroundings: Surroundings, warnings: string[]): string {
  const all = absolutePath(surroundings.environment['RUNC_DESKTOP_HOME'])
  if (all !== null) return join(all, 'run')
  return surroundings.uid === 0 ? `/run/${appFolder}` : userRunDirectory(surroundings, warnings)
}

function userRunDirectory(surroundings: Surroundings, warnings: string[]): string {
  const given = runtimeDirectory(surroundings)
  if (given !== null) return join(given, appFolder)
  const fallback = join(surroundings.temporaryDirectory, `${appFolder}-${surroundings.uid}`)
  warnings.push(
    `XDG_RUNTIME_DIR is not set and /run/user/${surroundings.uid} is not there, so ${fallback} is used instead.`,
  )
  return fallback
}

/** The user's own run directory as the session set it up; null when there is none. */
function runtimeDirectory({ environment, uid, isOurs }: Surroundings): string | null {
  const given = absolutePath(environment['XDG_RUNTIME_DIR'])
  if (given !== null) return given
  const usual = `/run/user/${uid}`
  return isOurs(usual) ? usual : null
}

/** runc's own default, unless we are told otherwise or there is no place for it. */
function findRuncRoot(surroundings: Surroundings, run: string): string {
  const told = absolutePath(surroundings.environment['RUNC_DESKTOP_RUNC_ROOT'])
  if (told !== null) return told
  if (surroundings.uid === 0) return '/run/runc'
  const directory = runtimeDirectory(surroundings)
  return directory === null ? join(run, 'runc') : join(directory, 'runc')
}

/** `wanted`, or a directory of a short name when a socket below it could not be reached. */
function socketDirectory(surroundings: Surroundings, wanted: string): string {
  if (Buffer.byteLength(wanted) <= longestSocketDirectory) return wanted
  const name = `${appFolder}-${surroundings.uid}-${shortHash(wanted)}`
  const parents = [`/run/user/${surroundings.uid}`, surroundings.temporaryDirectory, '/tmp']
  const [usual = ''] = parents
  const candidates = surroundings.isOurs(usual) ? parents : parents.slice(1)
  const short = candidates
    .map((parent) => join(parent, name))
    .find((path) => Buffer.byteLength(path) <= longestSocketDirectory)
  return short ?? wanted
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10)
}
