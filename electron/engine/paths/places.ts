// Where everything lies: XDG for users, the system's folders for root, one folder for tests. Decides only; see
// private-directory.ts for what is then made.
import { createHash } from 'node:crypto'
import { join } from 'node:path'

export interface EnginePlaces {
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

const appName = 'runc-desktop'
/**
 * A unix socket's path has at most 107 bytes before its NUL; conmon's are `<directory>/<name>/attach`. This leaves
 * the runtime module 32 for a name.
 */
const longestSocketDirectory = 107 - '/attach'.length - '/'.length - 32

export function findPlaces(surroundings: Surroundings): EnginePlaces {
  const { environment, uid, homeDirectory } = surroundings
  const warnings: string[] = []
  const folders = (() => {
    const home = absolute(environment['RUNC_DESKTOP_HOME'])
    if (home !== null) return { data: join(home, 'data'), state: join(home, 'state'), run: join(home, 'run') }
    if (uid === 0)
      return { data: `/var/lib/${appName}`, state: `/var/lib/${appName}/state`, run: `/run/${appName}` }
    const data = absolute(environment['XDG_DATA_HOME']) ?? join(homeDirectory, '.local/share')
    const state = absolute(environment['XDG_STATE_HOME']) ?? join(homeDirectory, '.local/state')
    return {
      data: join(data, appName),
      state: join(state, appName),
      run: userRunDirectory(surroundings, warnings),
    }
  })()
  return {
    ...folders,
    sockets: socketDirectory(surroundings, join(folders.run, 'sockets')),
    runcRoot: findRuncRoot(surroundings, folders.run),
    warnings,
  }
}

/** XDG says that relative paths are to be ignored; ours go by the same rule. */
function absolute(path: string | undefined): string | null {
  return path?.startsWith('/') ? path : null
}

function userRunDirectory(surroundings: Surroundings, warnings: string[]): string {
  const given = runtimeDirectory(surroundings)
  if (given !== null) return join(given, appName)
  const fallback = join(surroundings.temporaryDirectory, `${appName}-${surroundings.uid}`)
  warnings.push(
    `XDG_RUNTIME_DIR is not set and /run/user/${surroundings.uid} is not there, so ${fallback} is used instead.`,
  )
  return fallback
}

/** The user's own run directory as the session set it up; null when there is none. */
function runtimeDirectory({ environment, uid, isOurs }: Surroundings): string | null {
  const given = absolute(environment['XDG_RUNTIME_DIR'])
  if (given !== null) return given
  const usual = `/run/user/${uid}`
  return isOurs(usual) ? usual : null
}

/** runc's own default, unless we are told otherwise or there is no place for it. */
function findRuncRoot(surroundings: Surroundings, run: string): string {
  const told = absolute(surroundings.environment['RUNC_DESKTOP_RUNC_ROOT'])
  if (told !== null) return told
  if (surroundings.uid === 0) return '/run/runc'
  const directory = runtimeDirectory(surroundings)
  return directory === null ? join(run, 'runc') : join(directory, 'runc')
}

/** `wanted`, or a directory of a short name when a socket below it could not be reached. */
function socketDirectory(surroundings: Surroundings, wanted: string): string {
  if (Buffer.byteLength(wanted) <= longestSocketDirectory) return wanted
  const name = `${appName}-${surroundings.uid}-${shortHash(wanted)}`
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
