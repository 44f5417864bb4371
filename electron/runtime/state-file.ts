// runc's state.json: not a public format, but the same keys from 1.0 to 1.5. Only what is needed is kept, every type is
// checked, and a file that has not changed is not parsed again.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { systemCode } from './errors.ts'

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
export type StateFile = { record: StateRecord } | { problem: string; isMissing: boolean }

/** Real ones have 6 to 100 KB; beyond this it is not runc's. */
const largestBytes = 16 * 1024 * 1024

interface CacheEntry {
  inode: number
  modified: number
  size: number
  file: StateFile
}

export class StateFileReader {
  readonly #root: string
  readonly #cache = new Map<string, CacheEntry>()

  constructor(root: string) {
    this.#root = root
  }

  read(id: string): StateFile {
    const path = join(this.#root, id, 'state.json')
    try {
      const stat = statSync(path)
      const known = this.#cache.get(id)
      if (known && known.inode === stat.ino && known.modified === stat.mtimeMs && known.size === stat.size) {
        return known.file
      }
      const file = stat.isFile() && stat.size <= largestBytes ? load(path, stat.mtimeMs) : notAFile
      this.#cache.set(id, { inode: stat.ino, modified: stat.mtimeMs, size: stat.size, file })
      return file
    } catch (error) {
      this.#cache.delete(id)
      const code = systemCode(error)
      if (code === 'ENOENT' || code === 'ENOTDIR') {
        return {
          problem: 'It has no state.json: runc was ended while it made the container.',
          isMissing: true,
        }
      }
      const reason = code === 'EACCES' ? 'permission denied' : (code ?? String(error))
      return { problem: `Its state.json cannot be read: ${reason}.`, isMissing: false }
    }
  }

  /** Forgets everything that is not in the list. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#cache.keys()) if (!ids.has(id)) this.#cache.delete(id)
  }
}

const notAFile: StateFile = { problem: 'Its state.json is not a file that runc wrote.', isMissing: false }

function load(path: string, writtenAt: number): StateFile {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { problem: 'Its state.json is damaged: it is not JSON.', isMissing: false }
  }
  const record = parseState(value, writtenAt)
  if (record) return { record }
  return { problem: 'Its state.json is not understood: it lacks what runc writes.', isMissing: false }
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
    cgroupPaths: stringsOf(value['cgroup_paths']),
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
