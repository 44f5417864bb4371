// Creates a container under conmon from the user's bundle. It is made, or nothing is left of it.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { idProblem } from '../../src-shared/container-id.ts'
import { deriveConfig, readBundle } from './bundle.ts'
import type { Bundle } from './bundle.ts'
import { clearCgroup } from './cgroup.ts'
import type { RuntimeContext } from './context.ts'
import { codeOf } from './error-table.ts'
import { isForeseen, RuncError, systemCode, unlessForeseen } from './errors.ts'
import { socketPathProblem } from './layout.ts'
import { writeMetadata } from './metadata.ts'
import type { Metadata } from './metadata.ts'
import { monitorArguments, startMonitor } from './monitor.ts'
import type { MonitorRequest, MonitorResult } from './monitor.ts'
import { monitorLogBytes } from './log-rotation.ts'
import { cgroupRefusal } from './named-cgroup.ts'
import { identify, processesWorkingIn } from './processes.ts'
import { releaseRestoreRoot } from './criu-mounts.ts'
import { cancelled } from './queue.ts'
import { parseRuncLog, readRuncLog, wordsOf } from './runc-log.ts'
import { endWorkers, findMonitor, isKnownToRunc, removeTraces } from './traces.ts'
import type { CreateOptions } from './types.ts'

/** Clearing away after a runc that hung must not hang itself. */
const longestCleanupMs = 10_000

export async function createContainer(
  context: RuntimeContext,
  id: string,
  bundlePath: string,
  options: CreateOptions,
): Promise<void> {
  const problem = idProblem(id)
  if (problem !== null) throw new RuncError('InvalidId', problem)
  const socketProblem = socketPathProblem(context.layout)
  if (socketProblem !== null) throw new RuncError('InvalidArgument', socketProblem)
  // Asked for early, so that a missing program is told before anything else.
  const programs = { runcPath: context.runcPath(), conmonPath: context.conmonPath() }
  const { signal, noPivot, noNewKeyring } = options
  if (noPivot) context.capabilities().need('create --no-pivot')
  if (noNewKeyring) context.capabilities().need('create --no-new-keyring')
  await context.queue.run(id, signal, () =>
    context.gate.run(signal, async () => {
      const bundle = await readBundle(bundlePath)
      if (signal?.aborted) throw cancelled(signal)
      if (isKnownToRunc(context, id)) throw exists(id)
      const metadata = prepareOrClear(context, id, bundle, options)
      context.reader.creating.add(id)
      try {
        await runMonitor(context, { metadata, bundle }, programs, options)
      } finally {
        context.reader.creating.delete(id)
      }
    }),
  )
}

/** A full disk, or a state directory that is not ours to write to, must not leave half a directory. */
function prepareOrClear(
  context: RuntimeContext,
  id: string,
  bundle: Bundle,
  options: CreateOptions,
): Metadata {
  try {
    return prepare(context, id, bundle, options)
  } catch (error) {
    if (error instanceof RuncError) throw error
    const code = ['EACCES', 'EPERM', 'EROFS'].includes(systemCode(error) ?? '')
      ? 'PermissionDenied'
      : 'Internal'
    unlessForeseen(() => removeTraces(context.layout.places(id)))
    const reason = error instanceof Error ? error.message : String(error)
    throw new RuncError(code, `“${id}” could not be prepared: ${reason}.`, { cause: error })
  }
}

/** Makes our directory of the container with all that conmon and runc read. */
function prepare(context: RuntimeContext, id: string, bundle: Bundle, options: CreateOptions): Metadata {
  const places = context.layout.places(id)
  if (existsSync(places.directory) && processesWorkingIn(places.directory).length > 0) {
    const message = `The monitor of an earlier container “${id}” still runs, although runc no longer knows the container.`
    throw new RuncError('Exists', message)
  }
  removeTraces(places)
  mkdirSync(places.directory, { recursive: true, mode: 0o700 })
  const terminal = options.terminal ?? bundle.terminal
  const cgroupsPath = bundle.cgroupsPath === null ? ownCgroupsPath(context, id) : null
  const metadata: Metadata = {
    id,
    root: context.layout.root,
    bundle: bundle.path,
    ownsBundle: options.ownsBundle ?? false,
    terminal,
    stdin: !terminal && (options.stdin ?? true),
    // A name for systemd is no path.
    cgroupsPath: context.isSystemd ? null : cgroupsPath,
    phase: 'creating',
    monitor: null,
    creator: identify(process.pid),
    started: null,
  }
  // First of all: whatever else is found without us tells by it whose it was.
  writeMetadata(places, metadata)
  mkdirSync(places.bundle, { mode: 0o700 })
  mkdirSync(places.persist, { mode: 0o700 })
  writeFileSync(places.config, deriveConfig(bundle, { terminal, cgroupsPath }), { mode: 0o600 })
  return metadata
}

/** Null where we may make none: then runc does without, and would fail if it were told one. */
export function ownCgroupsPath(context: RuntimeContext, id: string): string | null {
  if (context.isSystemd) return context.layout.systemdCgroupsPath(id)
  return context.cgroupBase === null ? null : join(context.cgroupBase, context.layout.cgroupsPath(id))
}

async function runMonitor(
  context: RuntimeContext,
  { metadata, bundle }: { metadata: Metadata; bundle: Bundle },
  programs: { runcPath: string; conmonPath: string },
  options: CreateOptions,
): Promise<void> {
  const { id } = metadata
  const places = context.layout.places(id)
  const request: MonitorRequest = {
    ...programs,
    id,
    layout: context.layout,
    places,
    terminal: metadata.terminal,
    stdin: metadata.stdin,
    logBytes: monitorLogBytes(context.supervision.logLimits),
    globalFlags: context.globalFlags(),
    noPivot: options.noPivot,
    noNewKeyring: options.noNewKeyring,
    environment: context.environment(),
    timeoutMs: context.timeoutMs,
    signal: options.signal,
  }
  const argv = [programs.conmonPath, ...monitorArguments(request)]
  const end = context.commands.begin(argv, id, places.directory)
  const result = await startMonitor(request).catch(notStarted)
  if (result.outcome === 'created') {
    // A full disk does not undo the creation: the container is there and of use. The collection completes what we know.
    unlessForeseen(() => {
      writeMetadata(places, { ...metadata, phase: 'created', monitor: findMonitor(places) })
      rmSync(places.runcLog, { force: true })
    })
    context.supervision.keepers.keep(places)
    end({ exitCode: 0, error: null })
    return
  }
  const error = createError(
    context,
    { id, cgroupsPath: bundle.cgroupsPath ?? metadata.cgroupsPath },
    argv,
    result,
  )
  try {
    await abandon(context, metadata, error)
  } catch (failure) {
    // The error that matters is the creation's own; what could not be cleared away now is collected later.
    if (!isForeseen(failure)) throw failure
  } finally {
    end({ exitCode: result.exitCode, error })
  }
  throw error
}

/** A spawn that throws: no memory, or more arguments than the system takes. */
function notStarted(cause: unknown): MonitorResult {
  const words = cause instanceof Error ? cause.message : String(cause)
  return { outcome: 'missing', words, exitCode: null, cause }
}

function createError(
  context: RuntimeContext,
  { id, cgroupsPath }: Pick<Metadata, 'id' | 'cgroupsPath'>,
  argv: string[],
  result: MonitorResult,
): RuncError {
  const log = readRuncLog(context.layout.places(id).runcLog)
  const output = log.output === '' ? result.words : log.output
  const about = { argv, exitCode: result.exitCode, output, cause: result.cause }
  switch (result.outcome) {
    case 'missing': {
      // It may well be there: then it is this machine that has nothing left to run it with.
      const isThere = ['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM', 'E2BIG'].includes(
        systemCode(result.cause) ?? '',
      )
      const message = `${argv[0]} could not be started: ${result.words}.`
      return new RuncError(isThere ? 'Internal' : 'MonitorMissing', message, about)
    }
    case 'cancelled':
      return new RuncError('Cancelled', `The creation of “${id}” was cancelled.`, about)
    case 'timeout': {
      const seconds = Math.round(context.timeoutMs / 100) / 10
      const message = `runc could not create “${id}” within ${seconds} s; what it had begun was cleared away.`
      return new RuncError('Timeout', message, about)
    }
    case 'created':
    case 'failed':
      break
  }
  const words = wordsOf(log) ?? wordsOf(parseRuncLog(result.words)) ?? 'conmon gave no reason'
  const why = cgroupRefusal(context, words, cgroupsPath) ?? words
  return new RuncError(codeOf(words), `runc could not create “${id}”: ${why}.`, about)
}

/** Ends and removes whatever a failed creation has made; somebody else's container of that id stays untouched. */
async function abandon(context: RuntimeContext, metadata: Metadata, error: RuncError): Promise<void> {
  const { id, cgroupsPath } = metadata
  const places = context.layout.places(id)
  await endWorkers(places)
  if (error.code !== 'Exists' && isKnownToRunc(context, id)) {
    const record = context.reader.record(id)
    if (record === null || record.bundle === places.bundle) await removeFromRunc(context, id)
  }
  if (cgroupsPath !== null && error.code !== 'Exists') await clearCgroup(cgroupsPath, context.mode)
  removeTraces(places)
}

export async function removeFromRunc(context: RuntimeContext, id: string): Promise<void> {
  const timeoutMs = Math.min(context.timeoutMs, longestCleanupMs)
  releaseRestoreRoot(context, id)
  try {
    await context.cli.run({ name: 'delete', flags: ['--force'], id }, { timeoutMs })
  } catch (error) {
    // The error that matters is the creation's own; this one has been told as a command. What runc leaves goes by hand.
    if (!(error instanceof RuncError)) throw error
  }
  rmSync(join(context.layout.root, id), { recursive: true, force: true })
}

function exists(id: string): RuncError {
  return new RuncError('Exists', `There is a container “${id}” already.`)
}
