// Who keeps each container and what they call it: at once from its state, then from its manager's files, which are read
// beside everything else and watched for another name. Nothing here waits.
import type { ContainerOwner } from '../../../src-shared/model.ts'
import { isTelling, type Log } from '../contract/failure.ts'
import { watchPath, WatchLimit, type ContainerState } from '../../runtime/index.ts'
import {
  dockerFileOf,
  parseDockerFile,
  parsePodmanFile,
  podmanFileOf,
  readJson,
  type ManagedName,
} from './manager-files.ts'
import { ownerOf } from './owner-facts.ts'

export interface Ownership {
  owner: ContainerOwner
  /** Its annotations, and its manager's labels over them. */
  labels: Record<string, string>
}

export interface Owners {
  /** What is known now; `onLearned` tells when there is more. */
  of(key: string, state: ContainerState): Ownership
  /** The container is gone. */
  forget(key: string): void
  dispose(): void
}

interface Known {
  /** What the state said when the names were looked for. */
  bundle: string
  id: string
  kind: ContainerOwner['kind']
  /** Null until they are found, and when they are not. */
  file: ManagerFile | null
}

/** One file of a manager's, for all containers that it tells of. */
interface ManagerFile {
  keys: Set<string>
  /** By container id; for Docker the one. */
  names: Map<string, ManagedName>
  close: () => void
}

/** A file is replaced in several steps. */
const gatherMs = 30
/** A manager writes its file a little after runc has made the container. */
const lookAgainMs = [100, 1000, 5000] as const

export function createOwners(onLearned: (keys: Iterable<string>) => void, log: Log): Owners {
  const known = new Map<string, Known>()
  const files = new Map<string, ManagerFile>()
  const timers = new Set<NodeJS.Timeout>()
  let isDisposed = false

  function later(milliseconds: number, work: () => Promise<void>): void {
    if (isDisposed) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      run(work)
    }, milliseconds).unref()
    timers.add(timer)
  }
  function run(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      if (!isTelling(error)) log('What its manager calls a container cannot be found out.', error)
    })
  }

  async function lookUp(key: string, entry: Known, attempt = 0): Promise<void> {
    const { id, bundle, kind } = entry
    const path = kind === 'docker' ? await dockerFileOf(id, bundle) : podmanFileOf(bundle)
    if (path === null || isDisposed || known.get(key) !== entry) return
    const file = files.get(path) ?? (await openFile(path, kind, id))
    if (isDisposed || known.get(key) !== entry) return
    if (file !== null) {
      file.keys.add(key)
      entry.file = file
      onLearned([key])
    }
    const again = lookAgainMs[attempt]
    if (file?.names.has(id) !== true && again !== undefined) {
      later(again, () => lookUp(key, entry, attempt + 1))
    }
  }

  async function openFile(path: string, kind: Known['kind'], id: string): Promise<ManagerFile | null> {
    const file: ManagerFile = { keys: new Set(), names: new Map(), close: () => {} }
    if (!(await load(path, file, kind, id))) return null
    const opened = files.get(path)
    // Another container of the same file was quicker.
    if (opened !== undefined) return opened
    files.set(path, file)
    follow(path, file, kind, id)
    return file
  }

  async function load(path: string, file: ManagerFile, kind: Known['kind'], id: string): Promise<boolean> {
    const value = await readJson(path)
    if (value === null) return false
    if (kind === 'docker') {
      const name = parseDockerFile(value)
      if (name !== null) file.names = new Map([[id, name]])
    } else {
      file.names = parsePodmanFile(value)
    }
    return true
  }

  /** The file is replaced by another at each change, and the watch with it. */
  function follow(path: string, file: ManagerFile, kind: Known['kind'], id: string, attempt = 0): void {
    let isChanging = false
    async function readAgain(attempts: number): Promise<void> {
      file.close()
      if (files.get(path) !== file) return
      follow(path, file, kind, id, attempts)
      if (await load(path, file, kind, id)) onLearned(file.keys)
    }
    try {
      const watch = watchPath(path, () => {
        if (isChanging) return
        isChanging = true
        later(gatherMs, () => readAgain(0))
      })
      file.close = () => watch?.close()
      // Between two files, or gone with what it told of.
      const again = lookAgainMs[attempt]
      if (watch === null && again !== undefined) later(again, () => readAgain(attempt + 1))
    } catch (error) {
      // Without a watch the names stay as they were read first; the list itself says which limit is used up.
      if (!(error instanceof WatchLimit)) throw error
    }
  }

  function forget(key: string): void {
    const entry = known.get(key)
    known.delete(key)
    const { file = null } = entry ?? {}
    if (file === null) return
    file.keys.delete(key)
    if (file.keys.size > 0) return
    file.close()
    for (const [path, other] of files) if (other === file) files.delete(path)
  }

  return {
    of(key, state) {
      const owner = ownerOf(state)
      if (owner.kind !== 'docker' && owner.kind !== 'podman') return { owner, labels: state.annotations }
      let entry = known.get(key)
      if (entry === undefined || entry.bundle !== state.bundle || entry.kind !== owner.kind) {
        forget(key)
        entry = { bundle: state.bundle, id: state.id, kind: owner.kind, file: null }
        known.set(key, entry)
        const begun = entry
        if (state.bundle !== '') run(() => lookUp(key, begun))
      }
      const named = entry.file?.names.get(state.id)
      if (named === undefined) return { owner, labels: state.annotations }
      return {
        owner: { ...owner, name: named.name, image: named.image },
        labels: { ...state.annotations, ...named.labels },
      }
    },
    forget,
    dispose() {
      isDisposed = true
      for (const timer of timers) clearTimeout(timer)
      for (const file of files.values()) file.close()
    },
  }
}
