// Where our own files lie: one directory per runc root below the state directory, in it one per container.
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** sun_path of a unix socket, its final zero included. */
const longestSocketPath = 108

export interface ContainerPlaces {
  /** Everything of one container; conmon's working directory. */
  directory: string
  /** The bundle that runc is given: our derived config.json, and conmon's socket and fifos. */
  bundle: string
  config: string
  metadata: string
  initPidFile: string
  monitorPidFile: string
  log: string
  runcLog: string
  /** conmon's `exit` and `oom`. */
  persist: string
  exitFile: string
  socketLink: string
}

export interface Layout {
  root: string
  /** First 8 hex digits of the root's hash: the same id in two roots never meets. */
  rootKey: string
  containersDirectory: string
  exitDirectory: string
  /** Log files and process specs of commands that are running. */
  operationsDirectory: string
  socketDirectory: string
  places(id: string): ContainerPlaces
  /** Short name of a container for conmon, unique over all roots. */
  monitorKey(id: string): string
  /** Where a container goes whose config.json names no cgroup; relative to each hierarchy. */
  cgroupsPath(id: string): string
}

export function createLayout(directories: {
  root: string
  stateDirectory: string
  socketDirectory: string
}): Layout {
  const root = resolve(directories.root)
  const rootKey = digest(root, 8)
  const base = join(resolve(directories.stateDirectory), rootKey)
  const socketDirectory = resolve(directories.socketDirectory)
  // Siblings, so that no id can collide with a name of ours.
  const containersDirectory = join(base, 'containers')
  const exitDirectory = join(base, 'exits')
  const monitorKey = (id: string): string => digest(`${root}\0${id}`, 16)
  return {
    root,
    rootKey,
    containersDirectory,
    exitDirectory,
    operationsDirectory: join(base, 'operations'),
    socketDirectory,
    monitorKey,
    cgroupsPath: (id) => `/runc-desktop/${rootKey}/${id}`,
    places: (id) => {
      const directory = join(containersDirectory, id)
      const bundle = join(directory, 'bundle')
      return {
        directory,
        bundle,
        config: join(bundle, 'config.json'),
        metadata: join(directory, 'meta.json'),
        initPidFile: join(directory, 'init.pid'),
        monitorPidFile: join(directory, 'conmon.pid'),
        log: join(directory, 'ctr.log'),
        runcLog: join(directory, 'runc.log'),
        persist: join(directory, 'persist'),
        exitFile: join(exitDirectory, id),
        socketLink: join(socketDirectory, monitorKey(id)),
      }
    },
  }
}

export function makeDirectories(layout: Layout): void {
  for (const directory of [
    layout.containersDirectory,
    layout.exitDirectory,
    layout.operationsDirectory,
    layout.socketDirectory,
  ]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
  }
}

/** Says when conmon could not make its attach socket because of the path's length; null when it can. */
export function socketPathProblem(layout: Layout): string | null {
  const path = join(layout.socketDirectory, layout.monitorKey(''), 'attach')
  if (Buffer.byteLength(path) < longestSocketPath) return null
  return `The directory for sockets, ${layout.socketDirectory}, has too long a path: a socket's has at most ${longestSocketPath - 1} bytes.`
}

function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length)
}
