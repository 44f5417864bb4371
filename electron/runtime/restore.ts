// Restores a container from a checkpoint under conmon (`conmon --restore`): in place, where its log goes on, or as a new
// container under an id of its own. When it fails, everything is as it was before.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { idProblem } from '../../src-shared/container-id.ts'
import { clearCgroup } from './cgroup.ts'
import { checkpointTimeoutMs, specDigest } from './checkpoint.ts'
import { restoreFlags } from './checkpoint-flags.ts'
import { unmarkCheckpoint } from './checkpoint-marker.ts'
import { keepLog, readCheckpoint } from './checkpoint-store.ts'
import type { Checkpoint, RestoreOptions } from './checkpoint-types.ts'
import type { RuntimeContext } from './context.ts'
import { ownCgroupsPath, removeFromRunc } from './create.ts'
import { readCriuLog } from './criu-log.ts'
import { releaseCriuMounts } from './criu-mounts.ts'
import { endMonitor } from './delete.ts'
import { codeOf } from './error-table.ts'
import { ignoringMissing, RuncError, unlessForeseen } from './errors.ts'
import { editJson } from './json-text.ts'
import { socketPathProblem } from './layout.ts'
import type { ContainerPlaces } from './layout.ts'
import { writeMetadata } from './metadata.ts'
import type { Metadata } from './metadata.ts'
import { forgetInput, hadPipeInput } from './input-bridge.ts'
import { monitorLogBytes } from './log-rotation.ts'
import { monitorArguments, startMonitor } from './monitor.ts'
import type { MonitorRequest, MonitorResult } from './monitor.ts'
import { identify } from './processes.ts'
import { parseRuncLog, readRuncLog, wordsOf } from './runc-log.ts'
import { recordStart } from './start-time.ts'
import { endWorkers, findMonitor, isKnownToRunc, removeTraces } from './traces.ts'

/** What conmon and runc left of the run before, and would stumble over. */
const stale = ['attach', 'ctl', 'winsz', 'restore.log', 'stats-restore'] as const

/** Resolves, when the restored container runs, to its id. */
export async function restoreCheckpoint(
  context: RuntimeContext,
  containerId: string,
  name: string,
  options: RestoreOptions,
): Promise<string> {
  const id = options.id ?? containerId
  const problem = idProblem(id)
  if (problem !== null) throw new RuncError('InvalidId', problem)
  const socketProblem = socketPathProblem(context.layout)
  if (socketProblem !== null) throw new RuncError('InvalidArgument', socketProblem)
  const programs = { runcPath: context.runcPath(), conmonPath: context.conmonPath() }
  const { signal } = options
  const restore = async (): Promise<void> => {
    const checkpoint = readCheckpoint(context.layout, containerId, name)
    if (checkpoint.problem !== null) {
      throw new RuncError('InvalidArgument', `“${name}” cannot be restored. ${checkpoint.problem}`)
    }
    const flags = restoreFlags(
      { ...checkpoint.options, lazyPages: false, ...defined(options) },
      context.capabilities(),
    )
    if (!options.force) await context.criu.require({ preDump: false, lazyPages: options.lazyPages ?? false })
    await makeRoom(context, id, containerId)
    await restoreAs(context, id, checkpoint, { ...programs, flags }, options)
  }
  // Both ids in one order for everybody, so that two restores never wait for each other.
  const ids = [...new Set([id, containerId])].toSorted()
  const [first = id, second] = ids
  await context.queue.run(first, signal, () => {
    const gated = (): Promise<void> => context.gate.run(signal, restore)
    return second === undefined ? gated() : context.queue.run(second, signal, gated)
  })
  return id
}

/** What has ended under that id makes way; anything else is in the way. */
async function makeRoom(context: RuntimeContext, id: string, containerId: string): Promise<void> {
  if (!isKnownToRunc(context, id)) return
  const state = id === containerId ? context.reader.read(id) : null
  if (!state) throw new RuncError('Exists', `There is a container “${id}” already.`)
  if (state.status === 'paused' || state.status === 'pausing') {
    throw new RuncError('Paused', `“${id}” is paused; it has to end before it is restored in its place.`)
  }
  if (state.status !== 'stopped') {
    const message = `“${id}” is ${state.status}; it has to end before it is restored in its place.`
    throw new RuncError(state.status === 'broken' ? 'StateUnreadable' : 'Running', message)
  }
  await context.cli.run({ name: 'delete', id })
  await endMonitor(context, id)
}

interface Programs {
  runcPath: string
  conmonPath: string
  flags: readonly string[]
}

async function restoreAs(
  context: RuntimeContext,
  id: string,
  checkpoint: Checkpoint,
  { flags, ...programs }: Programs,
  options: RestoreOptions,
): Promise<void> {
  const places = context.layout.places(id)
  const images = join(checkpoint.directory, 'images')
  // conmon has its bundle for CRIU to work in; `criu lazy-pages` has its socket where the images are. The last one counts.
  const criuLog = join(options.lazyPages ? images : places.bundle, 'restore.log')
  const before = id === checkpoint.containerId ? remains(context, places) : null
  const config = configFor(context, id, checkpoint)
  const metadata: Metadata = {
    ...before?.metadata,
    id,
    root: context.layout.root,
    bundle: checkpoint.bundle,
    // A clone lives on the original's root file system, which is not its to delete.
    ownsBundle: id === checkpoint.containerId && checkpoint.ownsBundle,
    terminal: checkpoint.terminal,
    stdin: !checkpoint.terminal && hadPipeInput(images),
    cgroupsPath: config.ownCgroupsPath,
    phase: 'creating',
    monitor: null,
    creator: identify(process.pid),
    started: null,
  }
  const request: MonitorRequest = {
    ...programs,
    id,
    layout: context.layout,
    places,
    terminal: checkpoint.terminal,
    stdin: metadata.stdin,
    logBytes: monitorLogBytes(context.supervision.logLimits),
    globalFlags: context.globalFlags(),
    environment: context.environment(),
    timeoutMs: options.timeoutMs ?? checkpointTimeoutMs,
    signal: options.signal,
    restore: { images, flags: [...flags, ...(options.lazyPages ? ['--work-path', images] : [])] },
  }
  const argv = [programs.conmonPath, ...monitorArguments(request)]
  context.reader.creating.add(id)
  let end: ReturnType<typeof context.commands.begin> | null = null
  try {
    prepare(places, metadata, config.text, before !== null)
    end = context.commands.begin(argv, id, places.directory)
    const result = await startMonitor(request)
    if (result.outcome !== 'created')
      throw restoreError(context, { id, checkpoint, argv, criuLog, timeoutMs: request.timeoutMs }, result)
    unmarkCheckpoint(places)
    forgetInput(places)
    context.supervision.keepers.keep(places)
    // As with a creation: a full disk does not undo it.
    unlessForeseen(() => {
      writeMetadata(places, { ...metadata, phase: 'created', monitor: findMonitor(places) })
      rmSync(places.runcLog, { force: true })
    })
    recordStart(context, id)
    end({ exitCode: 0, error: null })
  } catch (error) {
    await undo(context, metadata, before, error instanceof RuncError && error.code === 'Exists')
    if (error instanceof RuncError) end?.({ exitCode: error.exitCode, error })
    throw error
  } finally {
    context.reader.creating.delete(id)
  }
}

interface Remains {
  metadata: Metadata
  exit: string | null
}

/** What is left of our container after a checkpoint that ended it, or after its end: its log goes on. */
function remains(context: RuntimeContext, places: ContainerPlaces): Remains | null {
  const metadata = context.reader.metadata.read(places)
  if (!metadata) return null
  return { metadata, exit: ignoringMissing(() => readFileSync(places.exitFile, 'utf8')) }
}

/** spec.json of the checkpoint, in a cgroup of its own where it is a clone or had none. */
function configFor(
  context: RuntimeContext,
  id: string,
  { containerId, directory, name, specSha256 }: Checkpoint,
): { text: string; ownCgroupsPath: string | null } {
  const unusable = (reason: string, cause?: unknown): RuncError =>
    new RuncError(
      'BundleInvalid',
      `“${name}” cannot be restored: ${reason}.`,
      cause === undefined ? {} : { cause },
    )
  const spec = ignoringMissing(() => readFileSync(join(directory, 'spec.json'), 'utf8'))
  if (spec === null) throw unusable('its spec.json is missing')
  if (specSha256 !== null && specDigest(spec) !== specSha256) {
    throw unusable('its spec.json is not the one that it was taken with')
  }
  const own = ownCgroupsPath(context, id)
  let rootfs = ''
  let isOwn = false
  const edit = (value: unknown): unknown => {
    const config = value as { root?: { path?: string }; linux?: { cgroupsPath?: string } }
    rootfs = config.root?.path ?? ''
    const named = config.linux?.cgroupsPath
    isOwn = own !== null && (named === undefined || named === '' || named === own || id !== containerId)
    return isOwn ? { ...config, linux: { ...config.linux, cgroupsPath: own } } : config
  }
  let text: string
  try {
    text = editJson(spec, edit)
  } catch (error) {
    throw unusable('its spec.json is damaged', error)
  }
  if (!statSync(rootfs, { throwIfNoEntry: false })?.isDirectory()) {
    throw unusable(`its root file system ${rootfs} is gone, and is not part of a checkpoint`)
  }
  return { text, ownCgroupsPath: isOwn && !context.isSystemd ? own : null }
}

function prepare(places: ContainerPlaces, metadata: Metadata, config: string, isContinued: boolean): void {
  if (!isContinued) removeTraces(places)
  mkdirSync(places.bundle, { recursive: true, mode: 0o700 })
  rmSync(places.persist, { recursive: true, force: true })
  mkdirSync(places.persist, { mode: 0o700 })
  const leftovers = [
    places.exitFile,
    places.socketLink,
    places.initPidFile,
    // runc writes pid files through one of this name, and refuses to overwrite it.
    join(places.directory, '.init.pid'),
    places.monitorPidFile,
    places.runcLog,
    ...stale.map((name) => join(places.bundle, name)),
  ]
  for (const path of leftovers) rmSync(path, { force: true })
  writeFileSync(places.config, config, { mode: 0o600 })
  writeMetadata(places, metadata)
}

/** Ends and removes what is half restored. What there was before stays, so that it can be tried again. */
async function undo(
  context: RuntimeContext,
  { id, cgroupsPath }: Metadata,
  before: Remains | null,
  isOthers: boolean,
): Promise<void> {
  const places = context.layout.places(id)
  await endWorkers(places)
  releaseCriuMounts(places.bundle, places.directory)
  if (!isOthers) {
    const record = isKnownToRunc(context, id) ? context.reader.record(id) : null
    if (isKnownToRunc(context, id) && (record === null || record.bundle === places.bundle)) {
      await removeFromRunc(context, id)
    }
    if (cgroupsPath !== null) await clearCgroup(cgroupsPath, context.mode)
  }
  if (before === null) return removeTraces(places)
  rmSync(places.socketLink, { force: true })
  writeMetadata(places, before.metadata)
  if (before.exit !== null) writeFileSync(places.exitFile, before.exit)
}

interface Attempt {
  id: string
  checkpoint: Checkpoint
  argv: string[]
  criuLog: string
  timeoutMs: number
}

function restoreError(
  context: RuntimeContext,
  { id, checkpoint, argv, criuLog, timeoutMs }: Attempt,
  result: MonitorResult,
): RuncError {
  const places = context.layout.places(id)
  const { lines, cause } = readCriuLog(criuLog)
  const runcLog = readRuncLog(places.runcLog)
  const said = runcLog.output === '' ? result.words : runcLog.output
  const about = {
    argv,
    exitCode: result.exitCode,
    output: [...lines, said].filter((part) => part !== '').join('\n'),
    log: existsSync(criuLog)
      ? keepLog(context.layout, checkpoint.containerId, checkpoint.name, 'restore', criuLog)
      : null,
    cause: result.cause,
  }
  const start = `“${id}” could not be restored from “${checkpoint.name}”`
  switch (result.outcome) {
    case 'missing':
      return new RuncError('MonitorMissing', `${argv[0]} could not be started: ${result.words}.`, about)
    case 'cancelled':
      return new RuncError('Cancelled', `The restore of “${id}” was cancelled.`, about)
    case 'timeout': {
      const seconds = Math.round(timeoutMs / 100) / 10
      return new RuncError(
        'Timeout',
        `${start} within ${seconds} s; what it had begun was cleared away.`,
        about,
      )
    }
    case 'created':
    case 'failed':
      break
  }
  const words = wordsOf(runcLog) ?? wordsOf(parseRuncLog(result.words)) ?? 'conmon gave no reason'
  if (cause !== null) return new RuncError('CriuFailed', `${start}: ${cause}.`, about)
  return new RuncError(codeOf(words), `${start}: ${words}.`, about)
}

/** Options that are asked for: what is undefined must not hide what the checkpoint says. */
function defined(options: RestoreOptions): RestoreOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
