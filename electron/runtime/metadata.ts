// meta.json: what we remember of a container that we made and runc does not (the user's bundle, who owns it, its
// monitor). Written whole, versioned, read defensively.
import { readFileSync, statSync } from 'node:fs'
import type { ContainerPlaces } from './layout.ts'
import type { ProcessIdentity } from './processes.ts'
import { ignoringMissing } from './errors.ts'
import { writeWholeFile } from './whole-file.ts'

export interface Metadata {
  id: string
  root: string
  /** The bundle that the user named. */
  bundle: string
  ownsBundle: boolean
  terminal: boolean
  /** Without a terminal: whether it has a standard input that somebody can write to. */
  stdin: boolean
  /** Its cgroup relative to each hierarchy; null when runc chooses. */
  cgroupsPath: string | null
  /** `creating` until runc has made it: what such a file describes after a crash is half made. */
  phase: 'creating' | 'created'
  /** conmon; null until it is known. */
  monitor: ProcessIdentity | null
  /** The process of ours that makes it: when that is gone, nobody will finish what is `creating`. */
  creator: ProcessIdentity | null
  /** The process of ours that deletes it with a bundle of its own: when that is gone, the deletion is to be finished. */
  deleter?: ProcessIdentity
  /** When we started it, and which init that was; null when it was not us, or not yet. */
  started: { at: string; initStartTime: number } | null
  /** A stop of ours has come to KILL: so long after TERM, and which init that was. */
  stopKill?: { graceMs: number; initStartTime: number }
}

const version = 1

export function writeMetadata(places: ContainerPlaces, metadata: Metadata): void {
  writeWholeFile(places.metadata, `${JSON.stringify({ version, ...metadata })}\n`)
}

/** Parses what a meta.json holds; null when it is not ours or not understood. */
export function parseMetadata(text: string): Metadata | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Damaged on disk: the container is then treated as anybody's.
    return null
  }
  if (!isObject(value) || value['version'] !== version) return null
  const { id, root, bundle, ownsBundle, terminal, cgroupsPath, phase, monitor } = value
  if (typeof id !== 'string' || typeof root !== 'string' || typeof bundle !== 'string') return null
  if (typeof ownsBundle !== 'boolean' || typeof terminal !== 'boolean') return null
  if (cgroupsPath !== null && typeof cgroupsPath !== 'string') return null
  if (phase !== 'creating' && phase !== 'created') return null
  const deleter = parseIdentity(value['deleter'])
  const stopKill = parseStopKill(value['stopKill'])
  return {
    id,
    root,
    bundle,
    ownsBundle,
    terminal,
    // Older ones had none.
    stdin: value['stdin'] === true,
    cgroupsPath,
    phase,
    monitor: parseIdentity(monitor),
    creator: parseIdentity(value['creator']),
    ...(deleter ? { deleter } : {}),
    started: parseStarted(value['started']),
    ...(stopKill ? { stopKill } : {}),
  }
}

/** What a meta.json is worth. Another version's is no damage. */
export function conditionOf(places: ContainerPlaces): 'missing' | 'good' | 'damaged' | 'newer' {
  const text = ignoringMissing(() => readFileSync(places.metadata, 'utf8'))
  if (text === null) return 'missing'
  if (parseMetadata(text)) return 'good'
  try {
    const value: unknown = JSON.parse(text)
    const isNewer = isObject(value) && typeof value['version'] === 'number' && value['version'] > version
    return isNewer ? 'newer' : 'damaged'
  } catch {
    // Not JSON.
    return 'damaged'
  }
}

interface CacheEntry {
  modified: number
  inode: number
  metadata: Metadata | null
}

/** Reads meta.json files; one that has not changed is not parsed again. */
export class MetadataReader {
  readonly #cache = new Map<string, CacheEntry>()

  read(places: ContainerPlaces): Metadata | null {
    const stat = statSync(places.metadata, { throwIfNoEntry: false })
    if (!stat) {
      this.#cache.delete(places.metadata)
      return null
    }
    const known = this.#cache.get(places.metadata)
    if (known && known.modified === stat.mtimeMs && known.inode === stat.ino) return known.metadata
    const text = ignoringMissing(() => readFileSync(places.metadata, 'utf8'))
    const metadata = text === null ? null : parseMetadata(text)
    this.#cache.set(places.metadata, { modified: stat.mtimeMs, inode: stat.ino, metadata })
    return metadata
  }

  /** Of a container that is gone. */
  forget(places: ContainerPlaces): void {
    this.#cache.delete(places.metadata)
  }
}

function parseIdentity(value: unknown): ProcessIdentity | null {
  if (!isObject(value)) return null
  const { pid, startTime } = value
  return typeof pid === 'number' && typeof startTime === 'number' ? { pid, startTime } : null
}

function parseStarted(value: unknown): Metadata['started'] {
  if (!isObject(value)) return null
  const { at, initStartTime } = value
  return typeof at === 'string' && typeof initStartTime === 'number' ? { at, initStartTime } : null
}

function parseStopKill(value: unknown): Metadata['stopKill'] | null {
  if (!isObject(value)) return null
  const { graceMs, initStartTime } = value
  return typeof graceMs === 'number' && typeof initStartTime === 'number' ? { graceMs, initStartTime } : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
