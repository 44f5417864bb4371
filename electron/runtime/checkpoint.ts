// Takes a checkpoint of a container with `runc checkpoint`: whole on disk under its name, or not at all; when it fails,
// the container goes on and CRIU's log is kept.
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { release } from 'node:os'
import { idProblem } from '../../src-shared/container-id.ts'
import { deriveConfig, readBundle } from './bundle.ts'
import { checkpointFlags } from './checkpoint-flags.ts'
import { markCheckpoint, unmarkCheckpoint } from './checkpoint-marker.ts'
import { keptOptions } from './checkpoint-record.ts'
import type { CheckpointRecord } from './checkpoint-record.ts'
import {
  checkpointPlaces,
  commitCheckpoint,
  keepLog,
  nameProblem,
  readCheckpoint,
  reserveCheckpoint,
  temporaryPlaces,
  writeRecord,
} from './checkpoint-store.ts'
import type { CheckpointPlaces } from './checkpoint-store.ts'
import type { Checkpoint, CheckpointOptions } from './checkpoint-types.ts'
import type { RuntimeContext } from './context.ts'
import { readCriuLog } from './criu-log.ts'
import { endMonitor } from './delete.ts'
import { notFound, RuncError, systemCode } from './errors.ts'
import { identify } from './processes.ts'
import { inheritedDescriptor } from './program.ts'
import type { Verb } from './runc-cli.ts'
import type { ContainerState } from './types.ts'
import { waitUntil } from './wait.ts'

/** A dump writes all memory: gigabytes on a slow disk take minutes. */
export const checkpointTimeoutMs = 600_000

export async function takeCheckpoint(
  context: RuntimeContext,
  id: string,
  options: CheckpointOptions,
): Promise<Checkpoint> {
  const { name, signal } = options
  const problem = nameProblem(name) ?? (options.parent === undefined ? null : nameProblem(options.parent))
  if (problem !== null) throw new RuncError('InvalidArgument', problem)
  // Asked for early: what contradicts itself or cannot work here is told before anything is made.
  flagsOf(context, id, options, null)
  if (!options.force) {
    const needsTracking = options.preDump === true || options.parent !== undefined
    await context.criu.require({ preDump: needsTracking, lazyPages: options.lazyPages ?? false })
  }
  return context.queue.run(id, signal, () => {
    const take = (): Promise<Checkpoint> => dumpWhole(context, id, options)
    // One that serves its memory lasts as long as somebody fetches it; it must not take the place of others.
    return options.lazyPages ? take() : context.gate.run(signal, take)
  })
}

/** The command that taking it would run, as a user could type it. Throws what contradicts itself or this runc lacks. */
export function previewCheckpoint(context: RuntimeContext, id: string, options: CheckpointOptions): string[] {
  const problem = nameProblem(options.name)
  if (problem !== null) throw new RuncError('InvalidArgument', problem)
  return context.cli.display({ name: 'checkpoint', flags: shownFlags(context, id, options), id })
}

async function dumpWhole(
  context: RuntimeContext,
  id: string,
  options: CheckpointOptions,
): Promise<Checkpoint> {
  const { layout } = context
  const { name } = options
  const state = context.reader.read(id)
  if (!state) throw notFound(id)
  refuseByStatus(state)
  if (options.parent !== undefined) readCheckpoint(layout, id, options.parent)
  const endsIt = options.leaveRunning === false && !options.preDump
  const places = reserve(context, id, name)
  try {
    const record = await describe(context, state, options, places)
    writeRecord(places, record)
    if (endsIt && state.isSupervised) markCheckpoint(layout, id, name)
    await dump(context, id, options, places)
    const checkpoint = commitCheckpoint(layout, record)
    if (endsIt) {
      // Otherwise whoever restores it in place at once would meet the monitor that is about to go.
      await endMonitor(context, id)
    }
    return checkpoint
  } catch (error) {
    const failure = await explain(context, state, name, places, error)
    rmSync(places.directory, { recursive: true, force: true })
    if (endsIt && state.isSupervised) unmarkCheckpoint(layout.places(id))
    throw failure
  }
}

function refuseByStatus({ id, status, problem }: ContainerState): void {
  switch (status) {
    case 'running':
    case 'paused':
    case 'pausing':
      return
    case 'stopped':
      throw new RuncError('Stopped', `“${id}” has ended; there is nothing of it left to checkpoint.`)
    case 'created':
    case 'creating':
      throw new RuncError('NotRunning', `“${id}” is not started yet; there is nothing to checkpoint.`)
    case 'broken':
      throw new RuncError('StateUnreadable', `“${id}” is broken. ${problem ?? ''}`.trim())
  }
}

function reserve(context: RuntimeContext, id: string, name: string): CheckpointPlaces {
  const problem = idProblem(id)
  // Of other tools: such an id cannot be made by us, and would not be a safe directory.
  if (problem !== null) throw new RuncError('InvalidId', problem)
  try {
    return reserveCheckpoint(context.layout, id, name)
  } catch (error) {
    if (error instanceof RuncError) throw error
    const isDenied = ['EACCES', 'EPERM', 'EROFS'].includes(systemCode(error) ?? '')
    const reason = error instanceof Error ? error.message : String(error)
    const message = `There is no place for a checkpoint of “${id}”: ${reason}.`
    throw new RuncError(isDenied ? 'PermissionDenied' : 'Internal', message, { cause: error })
  }
}

/** Writes spec.json, with which the container can be made again, and gathers what is to be known later. */
async function describe(
  context: RuntimeContext,
  state: ContainerState,
  options: CheckpointOptions,
  places: CheckpointPlaces,
): Promise<CheckpointRecord> {
  const { id, terminal, isSupervised } = state
  const spec = isSupervised
    ? await readFile(context.layout.places(id).config, 'utf8')
    : deriveConfig(await readBundle(state.bundle), { terminal, cgroupsPath: null })
  writeFileSync(places.spec, spec, { mode: 0o600 })
  const { criu } = await context.criu.support()
  return {
    name: options.name,
    containerId: id,
    created: new Date().toISOString(),
    size: 0,
    exit: options.leaveRunning === false && !options.preDump,
    preDump: options.preDump ?? false,
    parent: options.parent ?? null,
    options: keptOptions(options),
    terminal,
    bundle: state.bundle,
    ownsBundle: state.ownsBundle,
    runcVersion: context.runcVersion(),
    criuVersion: criu?.version ?? null,
    kernel: release(),
    specSha256: specDigest(spec),
    owner: identify(process.pid),
  }
}

export function specDigest(spec: string): string {
  return createHash('sha256').update(spec).digest('hex')
}

/** Runs `runc checkpoint` to its end, and tells when lazy pages are served. */
async function dump(
  context: RuntimeContext,
  id: string,
  options: CheckpointOptions,
  places: CheckpointPlaces,
): Promise<void> {
  const { onReady, signal, timeoutMs = checkpointTimeoutMs } = options
  const verb = (descriptor: number | null): Verb => ({
    name: 'checkpoint',
    flags: flagsOf(context, id, options, descriptor),
    id,
  })
  const shown: Verb = { name: 'checkpoint', flags: shownFlags(context, id, options), id }
  if (!options.lazyPages || !onReady) {
    await context.cli.run(verb(null), { signal, timeoutMs, shown })
    return
  }
  const statusFile = context.cli.operationFile('status')
  // A file, not Node's pipe: that is a socket for both directions, and runc wants a descriptor that only writes.
  const descriptor = openSync(statusFile, 'wx', 0o600)
  const ended = new AbortController()
  const isServing = (): boolean => fstatSync(descriptor).size > 0
  const told = waitUntil(isServing, { paths: [statusFile], timeoutMs: null, signals: [ended.signal] }).then(
    () => onReady(places.directory),
    (error: unknown) => {
      // It has ended without serving anything: its result says why.
      if (!(error instanceof RuncError)) throw error
    },
  )
  try {
    await context.cli.run(verb(inheritedDescriptor), { signal, timeoutMs, shown, inherited: descriptor })
  } finally {
    ended.abort()
    await told.finally(() => {
      closeSync(descriptor)
      rmSync(statusFile, { force: true })
    })
  }
}

/**
 * As a user could type it: the place is the one that it has in the end, and nobody listens. Only while memory is served
 * somebody may want the files where they are until then.
 */
function shownFlags(context: RuntimeContext, id: string, options: CheckpointOptions): string[] {
  const placesOf = options.lazyPages ? temporaryPlaces : checkpointPlaces
  return flagsOf(context, id, options, null, placesOf(context.layout, id, options.name))
}

function flagsOf(
  context: RuntimeContext,
  id: string,
  options: CheckpointOptions,
  statusDescriptor: number | null,
  places: CheckpointPlaces = temporaryPlaces(context.layout, id, options.name),
): string[] {
  const { parent = null } = options
  const paths = {
    images: places.images,
    work: places.directory,
    parent: parent === null ? null : `../../${parent}/images`,
    statusDescriptor,
  }
  return checkpointFlags(options, paths, context.capabilities())
}

/** The error as it is told: with CRIU's own lines, its log kept, and the container going on as before. */
async function explain(
  context: RuntimeContext,
  before: ContainerState,
  name: string,
  places: CheckpointPlaces,
  error: unknown,
): Promise<unknown> {
  const { id } = before
  const thawed = await thaw(context, before)
  if (!(error instanceof RuncError) || error.argv === null) return error
  const { lines, cause } = readCriuLog(places.dumpLog)
  const log = lines.length === 0 ? null : keepLog(context.layout, id, name, 'dump', places.dumpLog)
  const { argv, exitCode } = error
  const about = {
    argv,
    exitCode,
    output: [...lines, error.output].filter((part) => part !== '').join('\n'),
    log,
    cause: error,
  }
  const isInterrupted = error.code === 'Timeout' || error.code === 'Cancelled'
  const isOfCriu = cause !== null && !isInterrupted
  const message = isOfCriu ? `CRIU could not checkpoint “${id}”: ${cause}.` : error.message
  return new RuncError(isOfCriu ? 'CriuFailed' : error.code, `${message}${thawed}`, about)
}

/** A CRIU that was ended in the middle leaves the container frozen; says in a sentence when it stays so. */
async function thaw(context: RuntimeContext, before: ContainerState): Promise<string> {
  const status = context.reader.read(before.id)?.status
  if (before.status !== 'running' || (status !== 'paused' && status !== 'pausing')) return ''
  try {
    await context.cli.run({ name: 'resume', id: before.id })
    return ''
  } catch (error) {
    if (!(error instanceof RuncError)) throw error
    return ` It is frozen, and could not be resumed: ${error.message}`
  }
}
