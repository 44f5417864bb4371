// Where our own files lie: one directory per runc root below the state directory, in it one per container.
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** sun_path of a unix socket, its final zero included. */
const longestSocketPath = 108

/** What one conmon works with: for a container's init, or for a detached process. */
export interface MonitorPlaces {
  /** Everything that is ours; conmon's working directory. */
  directory: string
  /** Where conmon makes its socket (`attach`) and fifos. */
  bundle: string
  log: string
}

export interface ContainerPlaces extends MonitorPlaces {
  /** The bundle that runc is given: our derived config.json, and conmon's socket and fifos. */
  bundle: string
  config: string
  metadata: string
  initPidFile: string
  monitorPidFile: string
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
  /** One directory per container in it, in that one per checkpoint; outlives the container. */
  checkpointsDirectory: string
  /** One directory per container in it, and in that one per detached process. */
  processesDirectory: string
  /** Log files and process specs of commands that are running. */
  operationsDirectory: string
  socketDirectory: string
  places(id: string): ContainerPlaces
  /** There is no such container any more: its places are made anew when somebody asks. */
  forget(id: string): void
  /** Short name of a container for conmon, unique over all roots. */
  monitorKey(id: string): string
  /** Where a container goes whose config.json names no cgroup; relative to each hierarchy. */
  cgroupsPath(id: string): string
  /** The same for systemd: slice, prefix and name of a scope. */
  systemdCgroupsPath(id: string): string
}

export function createLayout(directories: {
  root: string
  stateDirectory: string
  socketDirectory: string
  checkpointDirectory?: string | undefined
}): Layout {
  const root = resolve(directories.root)
  const rootKey = digest(root, 8)
  const base = join(resolve(directories.stateDirectory), rootKey)
  const socketDirectory = resolve(directories.socketDirectory)
  // Siblings, so that no id can collide with a name of ours.
  const containersDirectory = join(base, 'containers')
  const exitDirectory = join(base, 'exits')
  const monitorKey = (id: string): string => digest(`${root}\0${id}`, 16)
  /** Asked for with every read of a container. */
  const remembered = new Map<string, ContainerPlaces>()
  // No `join`: what it makes of a path are dozens of small strings, and there may be thousands of containers.
  const makePlaces = (id: string): ContainerPlaces => {
    const directory = `${containersDirectory}/${id}`
    const bundle = `${directory}/bundle`
    return {
      directory,
      bundle,
      config: `${bundle}/config.json`,
      metadata: `${directory}/meta.json`,
      initPidFile: `${directory}/init.pid`,
      monitorPidFile: `${directory}/conmon.pid`,
      log: `${directory}/ctr.log`,
      runcLog: `${directory}/runc.log`,
      persist: `${directory}/persist`,
      exitFile: `${exitDirectory}/${id}`,
      socketLink: `${socketDirectory}/${monitorKey(id)}`,
    }
  }
  return {
    root,
    rootKey,
    containersDirectory,
    exitDirectory,
    checkpointsDirectory:
      directories.checkpointDirectory === undefined
        ? join(base, 'checkpoints')
        : join(resolve(directories.checkpointDirectory), rootKey),
    processesDirectory: join(base, 'processes'),
    operationsDirectory: join(base, 'operations'),
    socketDirectory,
    monitorKey,
    cgroupsPath: (id) => `/runc-desktop/${rootKey}/${id}`,
    // No `-` in the name of the slice: systemd would take it for a slice within another.
    systemdCgroupsPath: (id) => `runcdesktop.slice:${rootKey}:${id}`,
    places(id) {
      const found = remembered.get(id)
      if (found) return found
      const places = Object.freeze(makePlaces(id))
      remembered.set(id, places)
      return places
    },
    forget: (id) => void remembered.delete(id),
  }
}

export function makeDirectories(layout: Layout): void {
  for (const directory of [
    layout.containersDirectory,
    layout.exitDirectory,
    layout.processesDirectory,
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
