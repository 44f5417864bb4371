// When a container was started. runc keeps no record of it, and the time of its directory changes with every
// `runc exec`; so the moment is noted when it happens, and otherwise taken from init's own start.
import { statSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import type { RuntimeContext } from './context.ts'
import { systemCode } from './errors.ts'
import { writeMetadata } from './metadata.ts'
import type { Metadata } from './metadata.ts'
import type { ProcessIdentity } from './processes.ts'
import type { StateRecord } from './state-file.ts'

/** USER_HZ: the unit of field 22 of /proc/PID/stat, 100 per second on every architecture that runc runs on. */
const ticksPerSecond = 100

/** `created` is written a few ms before init starts; further apart, the two belong to different boots. */
const differentBootMs = 60_000

export class StartReader {
  /** What the watcher saw of containers that others have started. */
  readonly #seen = new Map<string, ProcessIdentity & { at: string }>()
  /** Taken once: computed anew it would wander by some ms, and every container would seem to change. */
  readonly #bootMs = Date.now() - uptime() * 1000

  /** Remembers a start that happened just now: runc has removed exec.fifo, and its directory keeps the time of that. */
  noteStart(id: string, { pid, startTime }: ProcessIdentity, directory: string): void {
    const known = this.#seen.get(id)
    if (known?.pid === pid && known.startTime === startTime) return
    const at = modifiedAt(directory)
    if (at !== null) this.#seen.set(id, { pid, startTime, at })
  }

  forget(id: string): void {
    this.#seen.delete(id)
  }

  /** For a container without exec.fifo, which has been started; null when nobody can tell any more. */
  read(id: string, record: StateRecord, metadata: Metadata | null): string | null {
    // A restored init is another process than the one whose start was noted.
    if (metadata?.started?.initStartTime === record.startTime) return metadata.started.at
    const seen = this.#seen.get(id)
    if (seen?.pid === record.pid && seen.startTime === record.startTime) return seen.at
    const initStartMs = this.#bootMs + (record.startTime * 1000) / ticksPerSecond
    if (Math.abs(initStartMs - Date.parse(record.created)) > differentBootMs) return null
    return new Date(initStartMs).toISOString()
  }
}

/** Writes down that we have just started a container of ours. */
export function recordStart(context: RuntimeContext, id: string): void {
  const places = context.layout.places(id)
  const metadata = context.reader.metadata.read(places)
  const record = context.reader.record(id)
  if (!record) return
  const directory = join(context.layout.root, id)
  context.reader.starts.noteStart(id, record, directory)
  const at = modifiedAt(directory)
  if (!metadata || at === null || record.bundle !== places.bundle) return
  try {
    writeMetadata(places, { ...metadata, started: { at, initStartTime: record.startTime } })
  } catch (error) {
    // A full disk does not undo the start; until we end we know the time all the same, later init's own start must do.
    if (systemCode(error) === null) throw error
  }
}

function modifiedAt(path: string): string | null {
  return statSync(path, { throwIfNoEntry: false })?.mtime.toISOString() ?? null
}
