// Puts in order what is found when a runtime begins, and now and then later: finishes or clears what was half made when
// its maker was killed, sets damaged metadata aside, takes up the logs of what runs, and says what it cannot mend.
import { existsSync, readdirSync, renameSync, rmSync, rmdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { clearCgroup, directoriesOf, processesIn } from './cgroup.ts'
import { markedCheckpoint } from './checkpoint-marker.ts'
import { collectLeftovers } from './collect.ts'
import type { RuntimeContext } from './context.ts'
import { releaseRestoreRoot } from './criu-mounts.ts'
import { finishDeletion } from './delete.ts'
import { ignoringMissing, RuncError, systemCode, unlessForeseen } from './errors.ts'
import { hasLostMonitor, lostMonitor } from './exit-info.ts'
import type { ContainerPlaces } from './layout.ts'
import { conditionOf, writeMetadata } from './metadata.ts'
import type { Metadata } from './metadata.ts'
import { isAlive, processesWorkingIn, readStat, sendSignal } from './processes.ts'
import { endWorkers, findMonitor, isKnownToRunc, removeTraces } from './traces.ts'

/** Younger things may belong to a process that is at work right now. */
const youngestMs = 60_000

/** Between making the directory and writing into it lie microseconds. */
const unbornMs = 1000

/** Creating takes some 30 ms, with hooks longer. */
const lookAgainMs = 250

/** A runc that hangs while it clears away must not hang whoever waits for that container. */
const longestCleanupMs = 10_000

/** Temporary names of files that are written whole: ours, conmon's, and those of runc's pid files, which would block it. */
const temporary = /\.tmp$|^\.(init|conmon)\.pid$/

/** One sentence for each thing that is in disorder and stays so. What takes time goes on afterwards, in its turn. */
export function reconcile(context: RuntimeContext): string[] {
  if (!collectLeftovers(context)) return []
  const warnings: string[] = []
  for (const id of namesIn(context.layout.containersDirectory)) {
    if (context.reader.creating.has(id)) continue
    unlessForeseen(() => {
      const warning = reconcileContainer(context, id)
      if (warning !== null) warnings.push(warning)
    })
  }
  unlessForeseen(() => collectCgroups(context))
  return warnings
}

function reconcileContainer(context: RuntimeContext, id: string): string | null {
  const places = context.layout.places(id)
  const damage = setDamagedAside(places, id)
  const metadata = context.reader.metadata.read(places)
  if (!metadata) {
    clearUnborn(context, places, id)
    return damage
  }
  removeTemporaries(places)
  if (metadata.phase === 'creating') {
    finishOrClear(context, places, metadata)
    return null
  }
  finishOrForgetDeletion(context, places, metadata)
  const record = context.reader.record(id)
  if (record?.bundle !== places.bundle) {
    endOrphanedMonitor(context, places, metadata)
    return null
  }
  if (!isAlive(record)) return null
  if (hasLostMonitor(places, metadata)) return `“${id}”: ${lostMonitor}`
  context.supervision.keepers.keep(places)
  return null
}

/** When its deleter is gone: what runc has forgotten by then goes for good; what it still knows is there as before. */
function finishOrForgetDeletion(context: RuntimeContext, places: ContainerPlaces, metadata: Metadata): void {
  const { id, deleter, ...kept } = metadata
  if (!deleter) return
  // What we are at ourselves is over by this age, and has failed.
  if (isAlive(deleter) && (deleter.pid !== process.pid || !isOld(places.directory))) return
  if (isKnownToRunc(context, id)) return writeMetadata(places, { id, ...kept })
  // conmon may have yet to write down the end of what was killed.
  if (processesWorkingIn(places.directory).length > 0) return lookAgain(context, id)
  finishDeletion(places, metadata)
}

/** Its maker is gone: what conmon has finished without it is kept, all else is of no use to anybody. */
function finishOrClear(context: RuntimeContext, places: ContainerPlaces, metadata: Metadata): void {
  const { id, creator } = metadata
  if (creator && isAlive(creator)) {
    // What we are at ourselves is over by this age; a full disk kept us from writing it down.
    if (creator.pid !== process.pid || !isOld(places.directory)) return
  } else if (creator === null && !isOld(places.directory)) return
  const monitor = findMonitor(places)
  const record = context.reader.record(id)
  const isOurs = record?.bundle === places.bundle
  if (isOurs && monitor) {
    writeMetadata(places, { ...metadata, phase: 'created', monitor })
    context.supervision.keepers.keep(places)
    return
  }
  if (markedCheckpoint(places) !== null) return
  if (processesWorkingIn(places.directory).length > 0) return lookAgain(context, id)
  // Started by somebody although it has no monitor: then it is in use.
  const isWaiting = existsSync(join(context.layout.root, id, 'exec.fifo'))
  if (record && isOurs && !isWaiting) {
    writeMetadata(places, { ...metadata, phase: 'created', monitor: null })
    return
  }
  if (record && !isOurs) return removeTraces(places)
  context.queue
    .run(id, undefined, () => clearHalfMade(context, places, metadata))
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      context.supervision.warnings.push(`What was begun of “${id}” could not be cleared away: ${reason}.`)
    })
}

/** A directory whose maker was killed before it had written down anything. */
function clearUnborn(context: RuntimeContext, places: ContainerPlaces, id: string): void {
  const isUnborn = (name: string): boolean => {
    const writer = /^meta\.json\.(\d+)\.\d+\.tmp$/.exec(name)?.[1]
    return writer !== undefined && readStat(Number(writer)) === null
  }
  if (!namesIn(places.directory).every(isUnborn)) return
  if (isOlderThan(places.directory, unbornMs)) removeTraces(places)
  else if (existsSync(places.directory)) lookAgain(context, id)
}

/** conmon or runc is still at it: soon it will have come to an end of some kind. */
function lookAgain(context: RuntimeContext, id: string): void {
  const timer = setTimeout(() => {
    if (context.disposal.aborted || context.reader.creating.has(id)) return
    unlessForeseen(() => void reconcileContainer(context, id))
  }, lookAgainMs)
  timer.unref()
}

async function clearHalfMade(
  context: RuntimeContext,
  places: ContainerPlaces,
  metadata: Metadata,
): Promise<void> {
  const { id } = metadata
  const now = context.reader.metadata.read(places)
  const isSame = now?.phase === 'creating' && now.creator?.pid === metadata.creator?.pid
  if (!isSame || context.reader.creating.has(id)) return
  await endWorkers(places)
  releaseRestoreRoot(context, id)
  if (isKnownToRunc(context, id)) {
    try {
      const timeoutMs = Math.min(context.timeoutMs, longestCleanupMs)
      await context.cli.run({ name: 'delete', flags: ['--force'], id }, { timeoutMs })
    } catch (error) {
      // It has been told as a command; what runc leaves goes by hand.
      if (!(error instanceof RuncError)) throw error
    }
  }
  if (metadata.cgroupsPath !== null) await clearCgroup(metadata.cgroupsPath, context.mode)
  rmSync(join(context.layout.root, id), { recursive: true, force: true })
  // A bundle of its own goes with it, when nothing has ever run from that.
  if (existsSync(join(context.layout.checkpointsDirectory, id))) removeTraces(places)
  else finishDeletion(places, metadata)
}

/** conmon ends with its container; one that has not, long after runc has forgotten the container, is stuck. */
function endOrphanedMonitor(context: RuntimeContext, places: ContainerPlaces, metadata: Metadata): void {
  const { monitor, id } = metadata
  if (!monitor || isKnownToRunc(context, id) || !isOld(places.directory)) return
  // It still has somebody to look after: a container that runc was made to forget.
  const cgroup = metadata.cgroupsPath ?? context.layout.cgroupsPath(id)
  if (processesIn(directoriesOf(cgroup, context.mode)).length > 0) return
  if (findMonitor(places)?.pid === monitor.pid) sendSignal(monitor, 'SIGKILL')
}

function setDamagedAside(places: ContainerPlaces, id: string): string | null {
  const aside = `${places.metadata}.damaged`
  const condition = conditionOf(places)
  if (condition === 'newer') {
    return `What is remembered of “${id}” was written by a newer version (${places.metadata}); it is shown as another tool’s.`
  }
  if (condition === 'damaged') renameSync(places.metadata, aside)
  if (condition === 'good' || !existsSync(aside)) return null
  return `What was remembered of “${id}” is damaged and was set aside as ${aside}; it is shown as another tool’s.`
}

function removeTemporaries(places: ContainerPlaces): void {
  for (const name of namesIn(places.directory)) {
    const path = join(places.directory, name)
    if (temporary.test(name) && isOld(path)) rmSync(path, { force: true })
  }
}

/** Cgroups below ours whose container is gone; the kernel refuses to remove one that is in use. */
function collectCgroups(context: RuntimeContext): void {
  const { cgroupBase, layout, mode } = context
  if (cgroupBase === null) return
  for (const parent of directoriesOf(dirname(join(cgroupBase, layout.cgroupsPath('any'))), mode)) {
    const children = existsSync(parent) ? readdirSync(parent, { withFileTypes: true }) : []
    for (const child of children) {
      if (!child.isDirectory() || isKnownToRunc(context, child.name)) continue
      if (existsSync(layout.places(child.name).directory)) continue
      removeIfEmpty(join(parent, child.name))
    }
  }
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory)
  } catch (error) {
    // EBUSY: somebody lives in it or below it. ENOENT: somebody else was faster.
    if (!['EBUSY', 'ENOENT', 'ENOTEMPTY', 'EACCES'].includes(systemCode(error) ?? '')) throw error
  }
}

function isOld(path: string): boolean {
  return isOlderThan(path, youngestMs)
}

function isOlderThan(path: string, ageMs: number): boolean {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat !== undefined && Date.now() - stat.mtimeMs > ageMs
}

function namesIn(directory: string): string[] {
  return ignoringMissing(() => readdirSync(directory)) ?? []
}
