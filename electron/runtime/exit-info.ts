// How a container ended, for those that have: conmon's exit file for ours, the moment at which we saw it for others.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ExitInfo } from '../../src-shared/model.ts'
import { checkpointedCode, markedCheckpoint } from './checkpoint-marker.ts'
import type { RuntimeContext } from './context.ts'
import { ignoringMissing, unlessForeseen } from './errors.ts'
import type { ContainerPlaces } from './layout.ts'
import { writeMetadata } from './metadata.ts'
import type { Metadata } from './metadata.ts'
import { isAlive } from './processes.ts'
import type { ProcessIdentity, ProcessStat } from './processes.ts'
import { signalOfExitCode } from './signals.ts'
import { findMonitor } from './traces.ts'

/** What it means that conmon is gone and the container lives on. */
export const lostMonitor =
  'Its monitor (conmon) was killed. What it writes is lost, writing may end it, and its exit code will not be known.'

/** Whether nobody is left who would write down how a living container ends. */
export function hasLostMonitor(
  places: ContainerPlaces,
  metadata: Metadata,
  init: ProcessStat | null = null,
): boolean {
  // A living parent needs no look of its own: when conmon dies, its child gets another.
  if (metadata.monitor && metadata.monitor.pid === init?.parent) return false
  // Not known: it was killed before it could be asked for, or the disk was too full to write it down.
  const monitor = metadata.monitor ?? findMonitor(places)
  return monitor === null ? metadata.phase === 'created' : !isAlive(monitor)
}

export class ExitReader {
  /** When the watcher saw a process end whose code nobody will tell. */
  readonly #seen = new Map<string, ProcessIdentity & { at: string }>()

  noteEnd(id: string, identity: ProcessIdentity): void {
    const known = this.#seen.get(id)
    if (known?.pid === identity.pid && known.startTime === identity.startTime) return
    this.#seen.set(id, { ...identity, at: new Date().toISOString() })
  }

  forget(id: string): void {
    this.#seen.delete(id)
  }

  /** For a container whose init has ended; null while its conmon has yet to write down how. */
  read(
    id: string,
    places: ContainerPlaces,
    init: ProcessIdentity,
    metadata: Metadata | null,
  ): ExitInfo | null {
    if (metadata) {
      const told = readExitFile(places)
      if (told) return withReason(told, places, init, metadata)
      const monitor = metadata.monitor ?? findMonitor(places)
      if (monitor && isAlive(monitor)) return null
      // It may have written it and gone between the two looks.
      const toldLast = readExitFile(places)
      if (toldLast) return withReason(toldLast, places, init, metadata)
    }
    const seen = this.#seen.get(id)
    const isThis = seen?.pid === init.pid && seen.startTime === init.startTime
    return {
      code: null,
      signal: null,
      oomKilled: metadata !== null && existsSync(join(places.persist, 'oom')),
      finishedAt: isThis ? seen.at : null,
      source: isThis ? 'pidwatch' : 'unknown',
    }
  }
}

/** Of a container that runc no longer knows because a checkpoint has ended it; null for any other. */
export function checkpointedExit(places: ContainerPlaces): ExitInfo | null {
  const told = readExitFile(places)
  if (told) {
    const exit = withCheckpoint(told, places)
    return exit.checkpoint === undefined ? null : exit
  }
  // runc is quicker to forget it than conmon to write down its end.
  const checkpoint = markedCheckpoint(places)
  if (checkpoint === null) return null
  return { code: null, signal: null, oomKilled: false, finishedAt: null, source: 'unknown', checkpoint }
}

/** Writes down that a stop of ours is about to send KILL: the exit code alone does not tell whose that was. */
export function recordStopKill({ layout, reader }: RuntimeContext, id: string, graceMs: number): void {
  const places = layout.places(id)
  const metadata = reader.metadata.read(places)
  const record = reader.record(id)
  if (!metadata || !record || record.bundle !== places.bundle) return
  const stopKill = { graceMs, initStartTime: record.startTime }
  // On a full disk it is killed all the same, and only who did it is not known later.
  unlessForeseen(() => writeMetadata(places, { ...metadata, stopKill }))
}

function withReason(
  told: ExitInfo,
  places: ContainerPlaces,
  init: ProcessIdentity,
  { stopKill }: Metadata,
): ExitInfo {
  const isKilledByStop = told.signal === 'SIGKILL' && stopKill?.initStartTime === init.startTime
  const exit = withCheckpoint(told, places)
  return isKilledByStop && exit.checkpoint === undefined ? { ...exit, stopGraceMs: stopKill.graceMs } : exit
}

/** CRIU kills what it has dumped: that is not how the program ended. */
function withCheckpoint(told: ExitInfo, places: ContainerPlaces): ExitInfo {
  const checkpoint = told.code === checkpointedCode ? markedCheckpoint(places) : null
  return checkpoint === null ? told : { ...told, code: null, signal: null, checkpoint }
}

/**
 * conmon writes the code in decimal, whole by rename, 128 + N for a death by signal N; and it writes it twice. Where the
 * two are not the same one of them is damaged, and nobody knows which.
 */
export function readExitFile(places: Pick<ContainerPlaces, 'exitFile' | 'persist'>): ExitInfo | null {
  const told = readCode(places.exitFile)
  const again = readCode(join(places.persist, 'exit'))
  const { code, writtenMs } = told ?? again ?? { code: null, writtenMs: 0 }
  if (code === null || (told && again && told.code !== again.code)) return null
  return {
    code,
    signal: signalOfExitCode(code),
    oomKilled: existsSync(join(places.persist, 'oom')),
    finishedAt: new Date(writtenMs).toISOString(),
    source: 'conmon',
  }
}

function readCode(path: string): { code: number; writtenMs: number } | null {
  return ignoringMissing(() => {
    const text = readFileSync(path, 'utf8').trim()
    return /^\d{1,3}$/.test(text) ? { code: Number(text), writtenMs: statSync(path).mtimeMs } : null
  })
}
