// Checkpoints on disk, one directory each: taken in `.tmp-NAME`, which appears under its name only when it is whole.
// They lie outside the container's own directory, so that deleting it keeps them.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { idProblem } from '../../src-shared/container-id.ts'
import { formatRecord, parseRecord } from './checkpoint-record.ts'
import type { CheckpointRecord } from './checkpoint-record.ts'
import type { Checkpoint } from './checkpoint-types.ts'
import { isDumpFinished } from './criu-log.ts'
import { releaseCriuMounts } from './criu-mounts.ts'
import { ignoringMissing, RuncError, systemCode } from './errors.ts'
import type { Layout } from './layout.ts'
import { isAlive } from './processes.ts'
import { writeWholeFile } from './whole-file.ts'

export interface CheckpointPlaces {
  directory: string
  images: string
  record: string
  spec: string
  dumpLog: string
}

const longestName = 128
const temporaryPrefix = '.tmp-'
/** On its way out: never listed, never taken for an unfinished one. */
const doomedPrefix = '.del-'
/** Logs of failures, one of each kind per name: not a name that a checkpoint can have. */
const logsName = '.logs'
/** A runc whose starter has gone may still be at it while its log moves. */
const quietMs = 60_000

/** Says what is wrong with a name, in one sentence; null when it is one. */
export function nameProblem(name: string): string | null {
  if (name.length > longestName) return `A checkpoint’s name has at most ${longestName} characters.`
  if (name.startsWith('.')) return 'A checkpoint’s name cannot begin with “.”.'
  const problem = idProblem(name)
  return problem === null ? null : `“${name}” cannot be a checkpoint’s name. ${problem}`
}

export function checkpointPlaces(layout: Layout, id: string, name: string): CheckpointPlaces {
  return placesIn(join(layout.checkpointsDirectory, id, name))
}

/** Where a checkpoint is until it is whole: as deep as its final place, so that relative paths stay right. */
export function temporaryPlaces(layout: Layout, id: string, name: string): CheckpointPlaces {
  return placesIn(join(layout.checkpointsDirectory, id, temporaryPrefix + name))
}

/** Makes the directory to write to, which only one can. Throws CheckpointExists. */
export function reserveCheckpoint(layout: Layout, id: string, name: string): CheckpointPlaces {
  const places = temporaryPlaces(layout, id, name)
  mkdirSync(dirname(places.directory), { recursive: true, mode: 0o700 })
  settleLeftovers(layout, id)
  if (existsSync(checkpointPlaces(layout, id, name).directory)) throw taken(id, name)
  try {
    mkdirSync(places.directory, { mode: 0o700 })
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    const message = `The checkpoint “${name}” of “${id}” is being taken right now.`
    throw new RuncError('CheckpointExists', message, { cause: error })
  }
  // runc would make it without the right to enter it (mode 0600).
  mkdirSync(places.images, { mode: 0o700 })
  return places
}

export function writeRecord(places: CheckpointPlaces, record: CheckpointRecord): void {
  writeWholeFile(places.record, formatRecord(record))
}

/** Gives a finished dump its name. Throws CheckpointExists. */
export function commitCheckpoint(layout: Layout, record: CheckpointRecord): Checkpoint {
  const { containerId, name } = record
  const places = temporaryPlaces(layout, containerId, name)
  writeRecord(places, { ...record, owner: null, size: sizeOf(places.images) })
  try {
    renameSync(places.directory, checkpointPlaces(layout, containerId, name).directory)
  } catch (error) {
    const isTaken = ['ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')
    throw isTaken ? taken(containerId, name) : error
  }
  rmSync(keptLog(layout, containerId, name, 'dump'), { force: true })
  return readCheckpoint(layout, containerId, name)
}

/** Keeps a log of CRIU's where checkpoints of the container lie; null when there is none. */
export function keepLog(
  layout: Layout,
  id: string,
  name: string,
  kind: 'dump' | 'restore',
  log: string,
): string | null {
  if (!existsSync(log)) return null
  const kept = keptLog(layout, id, name, kind)
  mkdirSync(dirname(kept), { recursive: true, mode: 0o700 })
  copyFileSync(log, kept)
  return kept
}

/** All of one container, oldest first. None where nothing was ever taken. */
export function listCheckpoints(layout: Layout, id: string): Checkpoint[] {
  if (idProblem(id) !== null) return []
  settleLeftovers(layout, id)
  return names(join(layout.checkpointsDirectory, id))
    .filter((name) => nameProblem(name) === null)
    .map((name) => load(layout, id, name))
    .filter((checkpoint) => checkpoint !== null)
    .toSorted((one, other) => one.created.localeCompare(other.created) || one.name.localeCompare(other.name))
}

/** All of all containers, also of those that are gone. */
export function listAllCheckpoints(layout: Layout): Checkpoint[] {
  return names(layout.checkpointsDirectory).flatMap((id) => listCheckpoints(layout, id))
}

/** Throws CheckpointNotExists. */
export function readCheckpoint(layout: Layout, id: string, name: string): Checkpoint {
  const isName = idProblem(id) === null && nameProblem(name) === null
  const checkpoint = isName ? load(layout, id, name) : null
  if (checkpoint) return checkpoint
  throw new RuncError('CheckpointNotExists', `There is no checkpoint “${name}” of “${id}”.`)
}

/** Throws CheckpointNotExists, and InvalidArgument while others build on it. */
export function removeCheckpoint(layout: Layout, id: string, name: string): void {
  const { directory } = readCheckpoint(layout, id, name)
  const child = listCheckpoints(layout, id).find((one) => one.parent === name)
  if (child) {
    const message = `The checkpoint “${name}” holds memory that “${child.name}” needs; delete that one first.`
    throw new RuncError('InvalidArgument', message)
  }
  releaseCriuMounts(join(directory, 'images'), directory)
  // First out of sight, so that what is half deleted is never listed.
  const doomed = join(dirname(directory), `${doomedPrefix}${name}`)
  rmSync(doomed, { recursive: true, force: true })
  renameSync(directory, doomed)
  rmSync(doomed, { recursive: true, force: true })
  const container = dirname(directory)
  if (names(container).every((entry) => entry === logsName))
    rmSync(container, { recursive: true, force: true })
}

/** What somebody left in the middle of: a dump that runc finished all the same gets its name, the rest is removed. */
export function settleLeftovers(layout: Layout, id: string): void {
  const container = join(layout.checkpointsDirectory, id)
  for (const entry of names(container)) {
    if (entry.startsWith(doomedPrefix)) rmSync(join(container, entry), { recursive: true, force: true })
    if (!entry.startsWith(temporaryPrefix)) continue
    const places = placesIn(join(container, entry))
    const record = readRecord(places)
    if (record?.owner && isAlive(record.owner)) continue
    const isWhole =
      record?.containerId === id &&
      `${temporaryPrefix}${record.name}` === entry &&
      isDumpFinished(places.dumpLog) &&
      !existsSync(checkpointPlaces(layout, id, record.name).directory)
    // Another process of ours may settle it at the same time.
    if (isWhole) ignoringMissing(() => commitCheckpoint(layout, record))
    else if (isQuiet(places)) rmSync(places.directory, { recursive: true, force: true })
  }
}

/** The same, and the container's directory when nothing is left in it. Not while one of it is being taken. */
export function clearCheckpoints(layout: Layout, id: string): void {
  settleLeftovers(layout, id)
  const container = join(layout.checkpointsDirectory, id)
  if (names(container).length === 0) rmSync(container, { recursive: true, force: true })
}

function load(layout: Layout, id: string, name: string): Checkpoint | null {
  const places = checkpointPlaces(layout, id, name)
  const stat = statSync(places.directory, { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return null
  const record = readRecord(places)
  if (!record) {
    const problem = 'Its config.json is missing or damaged.'
    return {
      ...unknown,
      name,
      containerId: id,
      created: stat.mtime.toISOString(),
      directory: places.directory,
      problem,
    }
  }
  const { owner: _owner, ...told } = record
  const problem = problemOf(layout, id, record, places)
  return { ...told, name, containerId: id, directory: places.directory, problem }
}

function problemOf(
  layout: Layout,
  id: string,
  record: CheckpointRecord,
  places: CheckpointPlaces,
): string | null {
  const { parent, preDump } = record
  if (preDump) return 'It is a pre-dump: memory only, for a later checkpoint to build on.'
  if (!existsSync(join(places.images, 'inventory.img'))) return 'Its images are gone.'
  const isOrphan = parent !== null && !existsSync(checkpointPlaces(layout, id, parent).images)
  return isOrphan ? `The checkpoint “${parent}”, on which it builds, is gone.` : null
}

const unknown: Omit<Checkpoint, 'name' | 'containerId' | 'created' | 'directory' | 'problem'> = {
  size: 0,
  exit: false,
  preDump: false,
  parent: null,
  options: {},
  terminal: false,
  bundle: '',
  ownsBundle: false,
  runcVersion: null,
  criuVersion: null,
  kernel: null,
  specSha256: null,
}

function readRecord(places: CheckpointPlaces): CheckpointRecord | null {
  const text = ignoringMissing(() => readFileSync(places.record, 'utf8'))
  return text === null ? null : parseRecord(text)
}

function isQuiet(places: CheckpointPlaces): boolean {
  const stats = [places.dumpLog, places.directory].map((path) => statSync(path, { throwIfNoEntry: false }))
  return stats.every((stat) => stat === undefined || Date.now() - stat.mtimeMs > quietMs)
}

/** Bytes of the files in a directory; links, such as CRIU's to a parent, are not followed. */
function sizeOf(directory: string): number {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

function placesIn(directory: string): CheckpointPlaces {
  return {
    directory,
    images: join(directory, 'images'),
    record: join(directory, 'config.json'),
    spec: join(directory, 'spec.json'),
    dumpLog: join(directory, 'dump.log'),
  }
}

function keptLog(layout: Layout, id: string, name: string, kind: 'dump' | 'restore'): string {
  return join(layout.checkpointsDirectory, id, logsName, `${name}.${kind}.log`)
}

function names(directory: string): string[] {
  return ignoringMissing(() => readdirSync(directory)) ?? []
}

function taken(id: string, name: string): RuncError {
  return new RuncError('CheckpointExists', `There is a checkpoint “${name}” of “${id}” already.`)
}
