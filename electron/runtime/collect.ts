// Finds what is left of containers that are gone behind our back (deleted by other tools, a reboot, a crash of ours)
// and clears it away. Cleans only what this module made, and never what may still be in use.
import { existsSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { RuntimeContext } from './context.ts'
import { ignoringMissing, isForeseen, RuncError } from './errors.ts'
import { writeMetadata } from './metadata.ts'
import { isAlive, processesWorkingIn } from './processes.ts'
import { findMonitor, isKnownToRunc, removeTraces } from './traces.ts'

/** Younger things may belong to another process of ours that is at work right now. */
const youngestMs = 60_000

export function collectLeftovers(context: RuntimeContext): void {
  if (!isRootReadable(context)) return
  for (const id of namesIn(context.layout.containersDirectory)) {
    orNextTime(() => collectContainer(context, id))
  }
  for (const id of namesIn(context.layout.exitDirectory)) {
    const path = join(context.layout.exitDirectory, id)
    if (existsSync(context.layout.places(id).directory) || !isOld(path)) continue
    orNextTime(() => rmSync(path, { force: true }))
  }
  for (const name of namesIn(context.layout.operationsDirectory)) {
    const path = join(context.layout.operationsDirectory, name)
    const writer = Number(name.split('-')[0])
    if (!isOld(path) || existsSync(`/proc/${writer}`)) continue
    orNextTime(() => rmSync(path, { recursive: true, force: true }))
  }
  collectSocketLinks(context)
}

function collectContainer(context: RuntimeContext, id: string): void {
  const places = context.layout.places(id)
  if (context.reader.creating.has(id) || !isOld(places.directory)) return
  const metadata = context.reader.metadata.read(places)
  if (isKnownToRunc(context, id)) {
    const isOurs = context.reader.record(id)?.bundle === places.bundle
    // We went away in the middle of its creation, and conmon finished it without us.
    if (isOurs && metadata?.phase === 'creating') {
      writeMetadata(places, { ...metadata, phase: 'created', monitor: findMonitor(places) })
    }
    return
  }
  if (metadata?.monitor && isAlive(metadata.monitor)) return
  if (processesWorkingIn(places.directory).length > 0) return
  removeTraces(places)
  context.reader.metadata.forget(places)
}

/** conmon leaves its links behind; those that lead nowhere are of no use to anybody. */
function collectSocketLinks(context: RuntimeContext): void {
  for (const name of namesIn(context.layout.socketDirectory)) {
    const path = join(context.layout.socketDirectory, name)
    if (!/^[0-9a-f]{16}$/.test(name) || existsSync(path)) continue
    orNextTime(() => {
      const target = ignoringMissing(() => readlinkSync(path))
      if (target?.endsWith('/bundle')) rmSync(path, { force: true })
    })
  }
}

/** What the system does not let us clear away now (a full disk, a directory that was closed) is tried again next time. */
function orNextTime(operation: () => void): void {
  try {
    operation()
  } catch (error) {
    if (!isForeseen(error)) throw error
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
