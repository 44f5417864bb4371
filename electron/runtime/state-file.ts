// runc's state.json: not a public format, but the same keys from 1.0 to 1.5. Only what is needed is kept, every type is
// checked, and a file that has not changed is not parsed again.
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { normalize } from 'node:path'
import { systemCode } from './errors.ts'
import { foreignUserOf } from './foreign-user.ts'
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
  /** Whose the directory was when it was read; it cannot become another user's but by root. */
  foreignUid: number | null
}

/** How one program keeps the state of a container. */
export interface StateFormat {
  /** In the container's directory. */
  file: string
  /** Throws a SyntaxError or the error of the file system; null when it is not what the program writes. */
  load: (text: string, writtenAt: number, directory: string) => StateRecord | null
}

export const runcFormat: StateFormat = {
  file: 'state.json',
  load: (text, writtenAt) => parseState(JSON.parse(text), writtenAt),
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

  /** `mayAsk`: whether the program may be asked about what is not understood; it trusts what is below the root. */
  read(id: string, mayAsk: boolean): StateFile {
    const directory = `${this.#root}/${id}`
    const format = this.#options.format?.() ?? runcFormat
    const path = `${directory}/${format.file}`
    try {
      const known = this.#cache.get(id)
      if (known && isSame(known, statSync(path))) return this.#answered(id, known, mayAsk)
      const { stat, text } = readWhole(path)
      const file = text === null ? notAFile(format) : load(format, text, stat.mtimeMs, directory)
      const foreignUid = foreignUserOf(directory)
      const entry = { inode: stat.ino, modified: stat.mtimeMs, size: stat.size, file, foreignUid }
      this.#cache.set(id, entry)
      return this.#answered(id, entry, mayAsk)
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

  /** Another user to whom the container's directory belongs; see foreign-user.ts. */
  foreignUid(id: string): number | null {
    const known = this.#cache.get(id)
    return known ? known.foreignUid : foreignUserOf(`${this.#root}/${id}`)
  }

  #answered(id: string, entry: CacheEntry, mayAsk: boolean): StateFile {
    const { file, inode, modified, size, foreignUid } = entry
    const { fallback } = this.#options
    if (!mayAsk || foreignUid !== null || !fallback || 'record' in file || !file.isForeign) return file
    const answer = fallback.answer(id, `${inode} ${modified} ${size}`, modified)
    return answer === null || answer === 'asking' ? file : { record: answer }
  }
}

function notAFile(format: StateFormat): StateFile {
  return { problem: `Its ${format.file} is not a file that runc wrote.`, isMissing: false }
}

/** Reused for all of them; a larger one gets a buffer of its own. */
const buffer = Buffer.alloc(128 * 1024)

/** In one opening, so that what is told of the file is told of what was read. The text is null when it is none of a program's. */
function readWhole(path: string): { stat: Stats; text: string | null } {
  // A fifo would be waited for.
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile() || stat.size > largestStateBytes) return { stat, text: null }
    const into = stat.size <= buffer.length ? buffer : Buffer.alloc(stat.size)
    let length = 0
    let count: number
    do {
      count = readSync(descriptor, into, length, Math.min(stat.size, into.length) - length, null)
      length += count
    } while (count > 0 && length < stat.size)
    return { stat, text: into.toString('utf8', 0, length) }
  } finally {
    closeSync(descriptor)
  }
}

function isSame({ inode, modified, size }: CacheEntry, stat: Stats): boolean {
  return inode === stat.ino && modified === stat.mtimeMs && size === stat.size
}

function load(format: StateFormat, text: string, writtenAt: number, directory: string): StateFile {
  let record: StateRecord | null
  try {
    record = format.load(text, writtenAt, directory)
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
