// Starts processes that outlive us (`conmon --exec`), and finds those that any runtime on this state directory has
// started.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { adjustOomScore } from './attached-process.ts'
import type { RuntimeContext } from './context.ts'
import { clearStrangers, endDetached, entriesOf, removeEntry } from './detached-cleanup.ts'
import { detachedContainers, detachedPlaces, writeDetachedRecord } from './detached-places.ts'
import type { DetachedPlaces, DetachedRecord } from './detached-places.ts'
import { findProcess, MonitoredProcess } from './detached-process.ts'
import { codeOf } from './error-table.ts'
import { RuncError, systemCode } from './errors.ts'
import { socketPathProblem } from './layout.ts'
import { endWorkersWithPrograms } from './orphans.ts'
import { detachedArguments } from './detached-command.ts'
import { runConmon } from './monitor.ts'
import type { MonitorResult } from './monitor.ts'
import { isSameProcess } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'
import { serializeProcess } from './process-spec.ts'
import type { ProcessSpec } from './process-types.ts'
import { parseRuncLog, readRuncLog, wordsOf } from './runc-log.ts'
import { findMonitor } from './traces.ts'

export interface DetachedRequest {
  id: string
  containerId: string
  init: ProcessIdentity
  spec: ProcessSpec
  /** What runc is given. */
  process: Record<string, unknown>
  terminal: boolean
  /** Without a terminal: a standard input that `attach` can write to. */
  stdin: boolean
  /** Flags of `runc exec` that conmon does not set by itself. */
  flags: readonly string[]
  signal: AbortSignal | undefined
}

/** Resolves when the program runs; nothing is left when it does not. */
export async function startDetached(
  context: RuntimeContext,
  request: DetachedRequest,
): Promise<MonitoredProcess> {
  const { id, containerId, init, spec, terminal } = request
  const problem = socketPathProblem(context.layout)
  if (problem !== null) throw new RuncError('InvalidArgument', problem)
  const programs = { conmonPath: context.conmonPath(), runcPath: context.runcPath() }
  const places = detachedPlaces(context.layout, containerId, id)
  clearStrangers(context, containerId, init)
  const record: DetachedRecord = {
    id,
    containerId,
    init,
    spec,
    terminal,
    stdin: request.stdin && !terminal,
    startedAt: Date.now(),
    monitor: null,
    process: null,
  }
  prepare(context, places, record, request.process)
  const argv = detachedArguments(context, containerId, id, {
    terminal,
    stdin: record.stdin,
    flags: request.flags,
  })
  const args = argv.slice(1)
  const end = context.commands.begin(argv, containerId, places.directory)
  const result = await runConmon({
    conmonPath: programs.conmonPath,
    args,
    workingDirectory: places.directory,
    environment: context.environment(),
    timeoutMs: context.timeoutMs,
    signal: request.signal,
    // Not all at once: runc may have begun a program that nobody would know any more.
    stop: () => endWorkersWithPrograms(places.directory),
  })
  const known = { ...record, monitor: findMonitor(places), process: findProcess(places) }
  const error =
    result.outcome === 'created'
      ? known.process && spec.oomScoreAdj !== undefined
        ? adjustOomScore(known.process, spec.oomScoreAdj)
        : null
      : detachedError(context, request, argv, result, places)
  end({ exitCode: result.outcome === 'created' ? 0 : result.exitCode, error })
  if (error) {
    endDetached(places, known)
    removeEntry(context, places)
    throw error
  }
  writeDetachedRecord(places, known)
  rmSync(places.runcLog, { force: true })
  context.supervision.keepers.keep(places)
  return new MonitoredProcess(context, places, known)
}

/** Those of this very container, in the order of their start. */
export function listDetached(
  context: RuntimeContext,
  containerId: string,
  init: ProcessIdentity,
): MonitoredProcess[] {
  return entriesOf(context, containerId)
    .filter(({ record }) => isSameProcess(record.init, init))
    .toSorted((one, other) => one.record.startedAt - other.record.startedAt)
}

/** Those of all containers that are there. */
export function listAllDetached(context: RuntimeContext): MonitoredProcess[] {
  return detachedContainers(context.layout).flatMap((containerId) => {
    const init = context.reader.record(containerId)
    return init ? listDetached(context, containerId, init) : []
  })
}

/** Removes one that has ended. */
export function removeDetached(context: RuntimeContext, process: MonitoredProcess): void {
  removeEntry(context, process.places)
}

function prepare(
  context: RuntimeContext,
  places: DetachedPlaces,
  record: DetachedRecord,
  process: Record<string, unknown>,
): void {
  mkdirSync(dirname(places.directory), { recursive: true, mode: 0o700 })
  try {
    // Not recursive: it either reserves the name or fails.
    mkdirSync(places.directory, { mode: 0o700 })
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    throw new RuncError('Exists', `“${record.containerId}” has a process “${record.id}” already.`)
  }
  try {
    mkdirSync(places.persist, { mode: 0o700 })
    writeFileSync(places.spec, serializeProcess(process), { mode: 0o600 })
    writeDetachedRecord(places, record)
  } catch (error) {
    removeEntry(context, places)
    throw error
  }
}

function detachedError(
  context: RuntimeContext,
  { containerId, spec }: DetachedRequest,
  argv: string[],
  result: MonitorResult,
  places: DetachedPlaces,
): RuncError {
  const log = readRuncLog(places.runcLog)
  const output = log.output === '' ? result.words : log.output
  const about = { argv, exitCode: result.exitCode, output, cause: result.cause }
  const program = `“${spec.args[0] ?? ''}” in “${containerId}”`
  switch (result.outcome) {
    case 'missing':
      return new RuncError('MonitorMissing', `${argv[0]} could not be started: ${result.words}.`, about)
    case 'cancelled':
      return new RuncError('Cancelled', `The start of ${program} was cancelled.`, about)
    case 'timeout': {
      const seconds = Math.round(context.timeoutMs / 100) / 10
      return new RuncError(
        'Timeout',
        `runc could not run ${program} within ${seconds} s; it was ended.`,
        about,
      )
    }
    case 'created':
    case 'failed':
      break
  }
  const words = wordsOf(log) ?? wordsOf(parseRuncLog(result.words)) ?? 'conmon gave no reason'
  return new RuncError(execCode(codeOf(words)), `runc could not run ${program}: ${words}.`, about)
}

/** What runc's words on `exec` mean where they say nothing closer. */
export function execCode(code: RuncError['code']): RuncError['code'] {
  if (code === 'RuncFailed') return 'ExecFailed'
  return code === 'Stopped' ? 'ContainerExited' : code
}
