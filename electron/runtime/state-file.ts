// runc's state.json: not a public format, but the same keys from 1.0 to 1.5. Only what is needed is kept, every type is
// checked, and a file that has not changed is not parsed again.
import { readFileSync, statSync } from 'node:fs'
import { normalize } from 'node:path'
import { systemCode } from './errors.ts'
import type { StateFallback } from './state-fallback.ts'

/** What state.json says of one container. */
export interface StateRecord {
  pid: number
  /** Clock ticks since boot, as in /proc/PID/stat. */
  startTime: number
  /** RFC 3339 with nanoseconds. */
  created: string
  /** When state.json was last written, in ms since 1970. */
  writtenAt: number
  ociVersion: string
  rootfs: string
  bundle: string
  annotations: Record<string, string>
  cgroupPaths: Record<string, string>
  /** When init ends, everything in the container ends. */
  hasPrivatePids: boolean
  /** Capability sets by name, for added processes when config.json is gone. */
  capabilities: Record<string, string[]>
}

/** A record, or the sentence why there is none; `missing` when there is no file at all. */
export type StateFile =
  | { record: StateRecord }
  | {
      problem: string
      isMissing: boolean
      /** JSON, but not as we know it: the program may make something of it. */
      isForeign?: true
    }

/** Real ones have 6 to 100 KB; beyond this it is not runc's. */
export const largestStateBytes = 4 * 1024 * 1024

interface CacheEntry {
  inode: number
  modified: number
  size: number
  file: StateFile
}

/** How one program keeps the state of a container. */
export interface StateFormat {
  /** In the container's directory. */
  file: string
  /** Throws a SyntaxError or the error of the file system; null when it is not what the program writes. */
  load: (directory: string, writtenAt: number) => StateRecord | null
}

export const runcFormat: StateFormat = {
  file: 'state.json',
  load: (directory, writtenAt) =>
    parseState(JSON.parse(readFileSync(`${directory}/state.json`, 'utf8')), writtenAt),
}

const cgroupMount = '/sys/fs/cgroup/'

export interface StateFileOptions {
  /** Default: runc's. */
  format?: () => StateFormat
  /** Asked about files that are JSON but not what the program writes. */
  fallback?: StateFallback
}

export class StateFileReader {
  readonly #root: string
  readonly #options: StateFileOptions
  readonly #cache = new Map<string, CacheEntry>()

  constructor(root: string, options: StateFileOptions = {}) {
    this.#root = root
    this.#options = options
  }

  /** `mayAsk`: whether the program may be asked about what is not understood; it trusts what it reads. */
  read(id: string, mayAsk: boolean): StateFile {
    const directory = `${this.#root}/${id}`
    const format = this.#options.format?.() ?? runcFormat
    try {
      const stat = statSync(`${directory}/${format.file}`)
      const known = this.#cache.get(id)
      if (known && known.inode === stat.ino && known.modified === stat.mtimeMs && known.size === stat.size) {
        return mayAsk ? this.#orFallback(id, known) : known.file
      }
      const file =
        stat.isFile() && stat.size <= largestStateBytes
          ? load(format, directory, stat.mtimeMs)
          : notAFile(format)
      const entry = { inode: stat.ino, modified: stat.mtimeMs, size: stat.size, file }
      this.#cache.set(id, entry)
      return mayAsk ? this.#orFallback(id, entry) : file
    } catch (error) {
      this.#forget(id)
      const code = systemCode(error)
      if (code === 'ENOENT' || code === 'ENOTDIR') {
        return {
          problem: `It has no ${format.file}: ${format === runcFormat ? 'runc' : 'the runtime'} was ended while it made the container.`,
          isMissing: true,
        }
      }
      const reason = code === 'EACCES' ? 'permission denied' : (code ?? String(error))
      return { problem: `Its ${format.file} cannot be read: ${reason}.`, isMissing: false }
    }
  }

  /** Forgets everything that is not in the list. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#cache.keys()) if (!ids.has(id)) this.#forget(id)
  }

  #forget(id: string): void {
    this.#cache.delete(id)
    this.#options.fallback?.forget(id)
  }

  #orFallback(id: string, { file, inode, modified, size }: CacheEntry): StateFile {
    const { fallback } = this.#options
    if (!fallback || 'record' in file || !file.isForeign) return file
    const answer = fallback.answer(id, `${inode} ${modified} ${size}`, modified)
    return answer === null || answer === 'asking' ? file : { record: answer }
  }
}

function notAFile(format: StateFormat): StateFile {
  return { problem: `Its ${format.file} is not a file that runc wrote.`, isMissing: false }
}

function load(format: StateFormat, directory: string, writtenAt: number): StateFile {
  let record: StateRecord | null
  try {
    record = format.load(directory, writtenAt)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { problem: `Its ${format.file} is damaged: it is not JSON.`, isMissing: false }
  }
  if (record) return { record }
  const problem = `Its ${format.file} is not understood: it lacks what runc writes.`
  return { problem, isMissing: false, isForeign: true }
}

/** Exported for its tests. */
export function parseState(value: unknown, writtenAt: number): StateRecord | null {
  if (!isObject(value) || !isObject(value['config'])) return null
  const { init_process_pid: pid, init_process_start: startTime, created, config } = value
  if (!isCount(pid) || !isCount(startTime) || typeof created !== 'string') return null
  const { rootfs, version, labels, namespaces } = config
  if (typeof rootfs !== 'string') return null
  const annotations = splitLabels(labels)
  const { bundle = '' } = annotations
  delete annotations['bundle']
  return {
    pid,
    startTime,
    created,
    writtenAt,
    ociVersion: typeof version === 'string' ? version : '',
    rootfs,
    bundle,
    annotations,
    cgroupPaths: cgroupPathsOf(value['cgroup_paths']),
    hasPrivatePids:
      Array.isArray(namespaces) &&
      namespaces.some(
        (entry: unknown) => isObject(entry) && entry['type'] === 'NEWPID' && (entry['path'] ?? '') === '',
      ),
    capabilities: listsOf(config['capabilities']),
  }
}

/** Labels are `key=value`, split at the first `=`. The last of a name counts. */
function splitLabels(labels: unknown): Record<string, string> {
  const split: Record<string, string> = {}
  for (const label of Array.isArray(labels) ? labels : []) {
    if (typeof label !== 'string') continue
    const at = label.indexOf('=')
    if (at >= 0) Object.defineProperty(split, label.slice(0, at), property(label.slice(at + 1)))
  }
  return split
}

/** A plain own property, also for a name such as `__proto__`. */
function property(value: string): PropertyDescriptor {
  return { value, enumerable: true, writable: true, configurable: true }
}

/**
 * Only what lies below the cgroup mounts: the file may be of a user who would have root read a fifo in place of a freezer,
 * or remove directories of somebody else. What is left out counts as not there.
 */
function cgroupPathsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(stringsOf(value)).filter(
      ([, path]) => path.startsWith(cgroupMount) && path === normalize(path) && !path.includes('\0'),
    ),
  )
}

function stringsOf(value: unknown): Record<string, string> {
  if (!isObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function listsOf(value: unknown): Record<string, string[]> {
  if (!isObject(value)) return {}
  const lists: Record<string, string[]> = {}
  for (const [name, list] of Object.entries(value)) {
    if (Array.isArray(list)) lists[name] = list.filter((item) => typeof item === 'string')
  }
  return lists
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
