// A container's state at this moment, decided as libcontainer decides it, from state.json, /proc and the cgroup.
// Synchronous on purpose: a read costs less than a hop to the thread pool.
import { existsSync, readdirSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { join } from 'node:path'
import type { ContainerStatus } from '../../src-shared/model.ts'
import { freezerOf, memberCgroup } from './cgroup.ts'
import type { CgroupMode, Freezer } from './cgroup.ts'
import { loadCrunStatus } from './crun-status.ts'
import { RuncError, systemCode } from './errors.ts'
import { ExitReader, hasLostMonitor, lostMonitor } from './exit-info.ts'
import { foreignUserOnWay } from './foreign-user.ts'
import type { ContainerPlaces, Layout } from './layout.ts'
import { MetadataReader } from './metadata.ts'
import type { Metadata } from './metadata.ts'
import { describeUnreadable } from './permission.ts'
import { hasEnded, readStat } from './processes.ts'
import { OpenFiles } from './open-files.ts'
import { StartReader } from './start-time.ts'
import { StateFallback } from './state-fallback.ts'
import { StateFileReader, runcFormat } from './state-file.ts'
import type { StateFormat, StateRecord } from './state-file.ts'
import type { ContainerState } from './types.ts'

/** So long a directory without state.json is taken for a create under way; runc itself needs some 20 ms, hooks more. */
const creationMs = 5000

/** Hundreds are read one after the other, and the way to all of them is the same. */
const wayKnownMs = 20

/** Of a file. */
const longestName = 255

const possibleId = /^[A-Za-z0-9_+,.-]+$/

/** libcontainer's order: frozen first, then dead, then not yet started. */
export function decideStatus(facts: {
  freezer: Freezer
  hasEnded: boolean
  hasExecFifo: boolean
}): ContainerStatus {
  if (facts.freezer === 'frozen') return 'paused'
  if (facts.hasEnded) return 'stopped'
  if (facts.freezer === 'freezing') return 'pausing'
  return facts.hasExecFifo ? 'created' : 'running'
}

/** What keeps the state that is read. */
export interface ProgramOfState {
  name?: () => string | null
  ask?: (id: string) => Promise<string>
}

export class StateReader {
  readonly exits: ExitReader
  readonly starts = new StartReader()
  readonly metadata = new MetadataReader()
  /** Ids whose create of ours is under way. */
  readonly creating = new Set<string>()
  readonly #layout: Layout
  readonly #mode: CgroupMode
  readonly #files: StateFileReader
  #way: { uid: number | null; at: number } = { uid: null, at: Number.NEGATIVE_INFINITY }
  readonly #started = new WeakSet<StateRecord>()
  readonly #met = new WeakSet<StateRecord>()
  readonly #open = new OpenFiles()
  readonly #fallback: StateFallback | null = null
  readonly #isCrun: () => boolean

  /** `programName` tells whose state is to be read; `ask` is `runc state`. Without them: runc's own, and nobody asked. */
  constructor(layout: Layout, mode: CgroupMode, program: ProgramOfState = {}) {
    this.#layout = layout
    this.#mode = mode
    const { name, ask } = program
    if (ask) this.#fallback = new StateFallback(ask)
    this.#isCrun = () => name?.() === 'crun'
    const crunFormat: StateFormat = {
      file: 'status',
      load: (text, writtenAt, directory) => loadCrunStatus(text, writtenAt, directory, mode),
    }
    this.#files = new StateFileReader(layout.root, {
      format: () => (this.#isCrun() ? crunFormat : runcFormat),
      ...(this.#fallback ? { fallback: this.#fallback } : {}),
    })
    this.exits = new ExitReader()
  }

  /** Every container of the root, by id. A root that does not exist has none. */
  list(): ContainerState[] {
    const ids = this.ids()
    const all = new Set(ids)
    this.#files.keepOnly(all)
    this.#open.keepOnly(all)
    const wayUid = this.#wayUid()
    return ids.map((id) => this.#read(id, wayUid)).filter((state) => state !== null)
  }

  /** Lets go of what it holds open. It can be used on, and reads by path then. */
  close(): void {
    this.#open.close()
  }

  ids(): string[] {
    try {
      return readdirSync(this.#layout.root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && isPossibleId(entry.name))
        .map((entry) => entry.name)
        .toSorted()
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return []
      throw unreadableRoot(this.#layout.root, error)
    }
  }

  /** Null when there is no such container. */
  read(id: string): ContainerState | null {
    return isPossibleId(id) ? this.#read(id, this.#wayUid()) : null
  }

  #read(id: string, wayUid: number | null): ContainerState | null {
    const places = this.#layout.places(id)
    const file = this.#files.read(id, wayUid === null)
    const foreignUid = wayUid ?? this.#files.foreignUid(id)
    if ('record' in file) {
      const { record } = file
      return this.#fromRecord(id, record, this.#metadataOf(record, places), foreignUid)
    }
    const metadata = this.metadata.read(places)
    const directory = this.#directory(id)
    // crun keeps things of its own beside its containers, under names that begin with a dot.
    const isOfCrunItself = file.isMissing && id.startsWith('.') && this.#isCrun()
    if (!directory || isOfCrunItself) {
      // Nobody asks again for one that is gone.
      this.#open.forget(id)
      this.metadata.forget(places)
      this.#layout.forget(id)
      return null
    }
    const isCrun = file.isMissing && existsSync(join(this.#layout.root, id, 'status'))
    const isCreating = !isCrun && (this.creating.has(id) || Date.now() - directory.mtimeMs < creationMs)
    return {
      ...this.#unknown(id, metadata),
      foreignUid,
      status: file.isMissing && isCreating ? 'creating' : 'broken',
      problem:
        file.isMissing && isCreating
          ? null
          : isCrun
            ? 'It was made by crun, whose state is not runc’s.'
            : file.problem,
    }
  }

  /** Null also for what we may not see: reading it says so. */
  #wayUid(): number | null {
    const now = performance.now()
    if (now - this.#way.at > wayKnownMs) this.#way = { uid: foreignUserOnWay(this.#layout.root), at: now }
    return this.#way.uid
  }

  /** Its state.json is not understood: what is known of it is runc's own answer, at some moment. */
  isTold(id: string): boolean {
    return this.#fallback?.hasAsked(id) ?? false
  }

  /** Whether runc has been asked what to make of it, and has yet to answer. */
  isAsking(id: string): boolean {
    return this.#fallback?.isAsking(id) ?? false
  }

  /** What state.json says; null when it cannot be read. */
  record(id: string): StateRecord | null {
    const file = this.#directory(id) ? this.#files.read(id, this.#wayUid() === null) : null
    return file && 'record' in file ? file.record : null
  }

  #fromRecord(
    id: string,
    record: StateRecord,
    metadata: Metadata | null,
    foreignUid: number | null,
  ): ContainerState {
    const readKept = this.#keptReading(id, record)
    const freezer = freezerOf(record.cgroupPaths, this.#mode, readKept)
    const stat = readStat(record.pid, readKept)
    const ended = hasEnded(stat, record.startTime)
    const hasExecFifo = this.#hasExecFifo(id, record)
    const status = decideStatus({
      freezer: freezer ?? 'thawed',
      hasEnded: ended,
      hasExecFifo,
    })
    return {
      id,
      root: this.#layout.root,
      status,
      pid: ended ? null : record.pid,
      bundle: metadata?.bundle ?? record.bundle,
      rootfs: record.rootfs,
      ociVersion: record.ociVersion,
      created: record.created,
      // runc removes exec.fifo when it starts init.
      startedAt: hasExecFifo ? null : this.starts.read(id, record, metadata),
      annotations: record.annotations,
      cgroupPaths: record.cgroupPaths,
      cgroup: freezer === null ? null : memberCgroup(record.cgroupPaths, this.#mode),
      hasCgroup: freezer !== null,
      hasPrivatePids: record.hasPrivatePids,
      terminal: metadata?.terminal ?? (stat !== null && !ended && stat.terminal !== 0),
      isSupervised: metadata !== null,
      ownsBundle: metadata?.ownsBundle ?? false,
      exit: ended ? this.exits.read(id, this.#layout.places(id), record, metadata) : null,
      foreignUid,
      problem:
        !ended && metadata && hasLostMonitor(this.#layout.places(id), metadata, stat) ? lostMonitor : null,
    }
  }

  /** meta.json, where the container that the record is of is the one that it describes. */
  #metadataOf(record: StateRecord, places: ContainerPlaces): Metadata | null {
    // Somebody may have made a container of the same id after ours was removed behind our back.
    return record.bundle === places.bundle ? this.metadata.read(places) : null
  }

  /** From the second look on: much is read once only, by readers that are soon gone. */
  #keptReading(id: string, record: StateRecord): ((path: string) => string | null) | undefined {
    if (this.#met.has(record)) return (path) => this.#open.read(id, path)
    this.#met.add(record)
    this.#open.forget(id)
    return undefined
  }

  /** Once gone it does not come back for the same init, nor to the same version of its state. */
  #hasExecFifo(id: string, record: StateRecord): boolean {
    if (this.#started.has(record)) return false
    const has = existsSync(`${this.#layout.root}/${id}/exec.fifo`)
    if (!has) this.#started.add(record)
    return has
  }

  #unknown(id: string, metadata: Metadata | null): Omit<ContainerState, 'foreignUid'> {
    return {
      id,
      root: this.#layout.root,
      status: 'broken',
      pid: null,
      bundle: metadata?.bundle ?? '',
      rootfs: '',
      ociVersion: '',
      created: null,
      startedAt: null,
      annotations: {},
      cgroupPaths: {},
      cgroup: null,
      hasCgroup: false,
      hasPrivatePids: true,
      terminal: metadata?.terminal ?? false,
      isSupervised: metadata !== null,
      ownsBundle: metadata?.ownsBundle ?? false,
      exit: null,
      problem: null,
    }
  }

  #directory(id: string): Stats | null {
    if (!isPossibleId(id)) return null
    try {
      const stat = statSync(join(this.#layout.root, id), { throwIfNoEntry: false })
      return stat?.isDirectory() ? stat : null
    } catch (error) {
      // Longer than a file name can be: there is no such directory.
      if (systemCode(error) === 'ENAMETOOLONG') return null
      throw unreadableRoot(this.#layout.root, error)
    }
  }
}

function isPossibleId(name: string): boolean {
  return name.length <= longestName && possibleId.test(name) && name !== '.' && name !== '..'
}

function unreadableRoot(root: string, error: unknown): RuncError {
  const code = systemCode(error)
  if (code === 'EACCES' || code === 'EPERM') {
    return new RuncError('PermissionDenied', describeUnreadable(root), { cause: error })
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new RuncError('StateUnreadable', `The runc state directory ${root} cannot be read: ${reason}.`, {
    cause: error,
  })
}
