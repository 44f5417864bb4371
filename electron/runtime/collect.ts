// Finds what is left of containers that are gone behind our back (deleted by other tools, a reboot, a crash of ours)
// and clears it away. Cleans only what this module made, and never what may still be in use.
import { existsSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { markedCheckpoint } from './checkpoint-marker.ts'
import { clearCheckpoints } from './checkpoint-store.ts'
import type { RuntimeContext } from './context.ts'
import { collectDetached } from './detached-cleanup.ts'
import { ignoringMissing, RuncError, unlessForeseen } from './errors.ts'
import { endOrphans } from './orphans.ts'
import { isAlive, processesWorkingIn } from './processes.ts'
import { isKnownToRunc, removeTraces } from './traces.ts'

/** Younger things may belong to another process of ours that is at work right now. */
const youngestMs = 60_000

/** False when the root cannot be read: then nothing is known to be left over. */
export function collectLeftovers(context: RuntimeContext): boolean {
  if (!isRootReadable(context)) return false
  for (const id of namesIn(context.layout.checkpointsDirectory)) {
    unlessForeseen(() => clearCheckpoints(context.layout, id))
  }
  for (const id of namesIn(context.layout.containersDirectory)) {
    unlessForeseen(() => collectContainer(context, id))
  }
  for (const id of namesIn(context.layout.exitDirectory)) {
    const path = join(context.layout.exitDirectory, id)
    if (existsSync(context.layout.places(id).directory) || !isOld(path)) continue
    unlessForeseen(() => rmSync(path, { force: true }))
  }
  unlessForeseen(() => endOrphans(context.layout.operationsDirectory))
  for (const name of namesIn(context.layout.operationsDirectory)) {
    const path = join(context.layout.operationsDirectory, name)
    const writer = Number(name.split('-')[0])
    if (!isOld(path) || existsSync(`/proc/${writer}`)) continue
    unlessForeseen(() => rmSync(path, { recursive: true, force: true }))
  }
  unlessForeseen(() => collectDetached(context))
  collectSocketLinks(context)
  return true
}

function collectContainer(context: RuntimeContext, id: string): void {
  const places = context.layout.places(id)
  if (context.reader.creating.has(id) || !isOld(places.directory)) return
  const metadata = context.reader.metadata.read(places)
  if (isKnownToRunc(context, id)) return
  // With a bundle of its own: that is to be finished, not only cleared away.
  if (metadata?.ownsBundle && (metadata.deleter || metadata.phase === 'creating')) return
  if (metadata?.monitor && isAlive(metadata.monitor)) return
  if (processesWorkingIn(places.directory).length > 0) return
  // A checkpoint has ended it: its log goes on when it is restored.
  if (markedCheckpoint(places) !== null) return
  removeTraces(places)
  context.reader.metadata.forget(places)
}

/** conmon leaves its links behind; those that lead nowhere are of no use to anybody. */
function collectSocketLinks(context: RuntimeContext): void {
  for (const name of namesIn(context.layout.socketDirectory)) {
    const path = join(context.layout.socketDirectory, name)
    if (!/^[0-9a-f]{16}$/.test(name) || existsSync(path)) continue
    unlessForeseen(() => {
      const target = ignoringMissing(() => readlinkSync(path))
      if (target?.endsWith('/bundle')) rmSync(path, { force: true })
    })
  }
}

/** A root that we may not read says nothing about its containers. */
function isRootReadable(context: RuntimeContext): boolean {
  try {
    context.reader.ids()
    return true
  } catch (error) {
    if (error instanceof RuncError) return false
    throw error
  }
}

function isOld(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat !== undefined && Date.now() - stat.mtimeMs > youngestMs
}

function namesIn(directory: string): string[] {
  return ignoringMissing(() => readdirSync(directory)) ?? []
}
