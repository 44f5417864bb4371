// What is on disk of a detached process: its own directory, and in it everything that conmon, runc and we leave there.
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ignoringMissing } from './errors.ts'
import type { Layout, MonitorPlaces } from './layout.ts'
import type { ProcessIdentity } from './processes.ts'
import type { ProcessSpec } from './process-types.ts'
import { writeWholeFile } from './whole-file.ts'

export interface DetachedPlaces extends MonitorPlaces {
  metadata: string
  /** The OCI process that runc reads. */
  spec: string
  pidFile: string
  monitorPidFile: string
  runcLog: string
  persist: string
  exitFile: string
  socketLink: string
}

/** meta.json of a detached process. */
export interface DetachedRecord {
  id: string
  containerId: string
  /** Init of the container that it is in: a container made anew under the same id is another one. */
  init: ProcessIdentity
  spec: ProcessSpec
  terminal: boolean
  /** Without a terminal: whether it has a standard input that somebody can write to. */
  stdin: boolean
  /** Milliseconds since 1970. */
  startedAt: number
  /** Null until they are known. */
  monitor: ProcessIdentity | null
  process: ProcessIdentity | null
}

const version = 1

export function detachedPlaces(layout: Layout, containerId: string, id: string): DetachedPlaces {
  const directory = join(layout.processesDirectory, containerId, id)
  const persist = join(directory, 'persist')
  return {
    directory,
    bundle: directory,
    metadata: join(directory, 'meta.json'),
    spec: join(directory, 'process.json'),
    pidFile: join(directory, 'pid'),
    monitorPidFile: join(directory, 'conmon.pid'),
    log: join(directory, 'ctr.log'),
    runcLog: join(directory, 'runc.log'),
    persist,
    exitFile: join(persist, 'exit'),
    socketLink: join(layout.socketDirectory, layout.monitorKey(`${containerId}\0${id}`)),
  }
}

export function writeDetachedRecord(places: DetachedPlaces, record: DetachedRecord): void {
  writeWholeFile(places.metadata, `${JSON.stringify({ version, ...record })}\n`)
}

/** Null when there is none, or one that is not understood. */
export function readDetachedRecord(places: DetachedPlaces): DetachedRecord | null {
  const text = ignoringMissing(() => readFileSync(places.metadata, 'utf8'))
  return text === null ? null : parseDetachedRecord(text)
}

export function parseDetachedRecord(text: string): DetachedRecord | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Damaged on disk: nobody can say any more what it was.
    return null
  }
  if (!isObject(value) || value['version'] !== version) return null
  const { id, containerId, spec, terminal, startedAt } = value
  const init = parseIdentity(value['init'])
  if (typeof id !== 'string' || typeof containerId !== 'string' || !init || !isObject(spec)) return null
  const { args } = spec
  if (!Array.isArray(args) || !args.every((argument) => typeof argument === 'string')) return null
  if (typeof terminal !== 'boolean' || typeof startedAt !== 'number') return null
  const identities = { monitor: parseIdentity(value['monitor']), process: parseIdentity(value['process']) }
  // Older ones had none.
  const stdin = value['stdin'] === true
  return { id, containerId, init, spec: { ...spec, args }, terminal, stdin, startedAt, ...identities }
}

/** Ids of the containers that had detached processes; some may be gone. */
export function detachedContainers(layout: Layout): string[] {
  return ignoringMissing(() => readdirSync(layout.processesDirectory)) ?? []
}

/** Names of the directories of a container's detached processes. */
export function detachedIds(layout: Layout, containerId: string): string[] {
  return ignoringMissing(() => readdirSync(join(layout.processesDirectory, containerId))) ?? []
}

export function removeDetachedTraces(places: DetachedPlaces): void {
  rmSync(places.socketLink, { force: true })
  rmSync(places.directory, { recursive: true, force: true })
}

function parseIdentity(value: unknown): ProcessIdentity | null {
  if (!isObject(value)) return null
  const { pid, startTime } = value
  return typeof pid === 'number' && typeof startTime === 'number' ? { pid, startTime } : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
