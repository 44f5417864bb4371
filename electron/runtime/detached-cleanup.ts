// Ends and clears away detached processes: with their container, or when it was deleted behind our back.
import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RuntimeContext } from './context.ts'
import { detachedIds, detachedPlaces, readDetachedRecord, removeDetachedTraces } from './detached-places.ts'
import type { DetachedPlaces, DetachedRecord } from './detached-places.ts'
import { findProcess, MonitoredProcess } from './detached-process.ts'
import { ignoringMissing, systemCode } from './errors.ts'
import { endWorkersWithPrograms } from './orphans.ts'
import { isSameProcess, processesWorkingIn, sendSignal } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'
import { waitUntil } from './wait.ts'

const limits = {
  /** conmon needs some 3 ms after the end of its process. */
  monitorMs: 2000,
  /** A directory that is younger may be at work in another process of ours. */
  youngestMs: 60_000,
} as const

/** Ends and removes all of a container that is being deleted. */
export async function deleteDetached(context: RuntimeContext, containerId: string): Promise<void> {
  const base = join(context.layout.processesDirectory, containerId)
  if (!existsSync(base)) return
  const entries = entriesOf(context, containerId)
  const hasGone = (): boolean => !entries.some((entry) => entry.isMonitored)
  // What ran in a pid namespace of its own has ended with it, and conmon writes that down; anything else is ended now.
  for (const { record } of entries) if (record.process) sendSignal(record.process, 'SIGKILL')
  await waitUntil(hasGone, { timeoutMs: limits.monitorMs, signals: [context.disposal] })
  for (const { places, record } of entries) {
    endDetached(places, record)
    removeEntry(context, places)
  }
  rmSync(base, { recursive: true, force: true })
}

/** Removes what is left of containers that were deleted behind our back. */
export function collectDetached(context: RuntimeContext): void {
  for (const containerId of ignoringMissing(() => readdirSync(context.layout.processesDirectory)) ?? []) {
    clearStrangers(context, containerId, context.reader.record(containerId))
    for (const { isMonitored, places } of entriesOf(context, containerId)) {
      if (isMonitored) context.supervision.keepers.keep(places)
    }
    for (const id of detachedIds(context.layout, containerId)) {
      const places = detachedPlaces(context.layout, containerId, id)
      // Half made, or damaged.
      if (!readDetachedRecord(places) && isUnused(places)) removeEntry(context, places)
    }
  }
}

/** Removes what is left of an earlier container of the same id. */
export function clearStrangers(
  context: RuntimeContext,
  containerId: string,
  init: ProcessIdentity | null,
): void {
  for (const entry of entriesOf(context, containerId)) {
    if (init && isSameProcess(entry.record.init, init)) continue
    if (entry.exit() !== null && !entry.isMonitored) removeEntry(context, entry.places)
  }
}

export function entriesOf(context: RuntimeContext, containerId: string): MonitoredProcess[] {
  return detachedIds(context.layout, containerId).flatMap((id) => {
    const places = detachedPlaces(context.layout, containerId, id)
    const record = readDetachedRecord(places)
    return record ? [new MonitoredProcess(context, places, record)] : []
  })
}

/** Ends the program, conmon and what still works in the directory. */
export function endDetached(places: DetachedPlaces, { process, monitor }: DetachedRecord): void {
  endWorkersWithPrograms(places.directory)
  const program = process ?? findProcess(places)
  if (program) sendSignal(program, 'SIGKILL')
  if (monitor) sendSignal(monitor, 'SIGKILL')
}

/** With the container's directory, when it was the last in it. */
export function removeEntry(context: RuntimeContext, places: DetachedPlaces): void {
  context.supervision.forget(places)
  removeDetachedTraces(places)
  try {
    rmdirSync(dirname(places.directory))
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(systemCode(error) ?? '')) throw error
  }
}

function isUnused({ directory }: DetachedPlaces): boolean {
  const stat = statSync(directory, { throwIfNoEntry: false })
  const isOld = stat !== undefined && Date.now() - stat.mtimeMs > limits.youngestMs
  return isOld && processesWorkingIn(directory).length === 0
}
