// Deletes a container for good, and fast: kill, wait for the kernel's word, `runc delete`; `delete --force`, which
// sleeps 100 ms, only where runc's own state is of no use.
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { clearCgroup, directoriesOf, processesIn, removeCgroups, watchableFiles } from './cgroup.ts'
import type { RuntimeContext } from './context.ts'
import { deleteDetached } from './detached-cleanup.ts'
import { RuncError, ignoringMissing, notFound, unlessForeseen } from './errors.ts'
import type { ContainerPlaces } from './layout.ts'
import { writeMetadata } from './metadata.ts'
import type { Metadata } from './metadata.ts'
import { identify, isAlive, sendSignal } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'
import { releaseRestoreRoot } from './criu-mounts.ts'
import type { StateRecord } from './state-file.ts'
import { endWorkers, findMonitor, isKnownToRunc, removeOwnedBundle, removeTraces } from './traces.ts'
import type { CallOptions, ContainerState } from './types.ts'
import { canKillDirectly, directKill, killVerb } from './verbs.ts'
import { waitUntil } from './wait.ts'

const limits = {
  /** As long as runc's own `delete --force` waits. */
  endMs: 10_000,
  /** conmon needs some 3 ms after init's end; one that is stuck on a client that does not read is ended. */
  monitorMs: 2000,
} as const

export async function deleteContainer(
  context: RuntimeContext,
  id: string,
  options: CallOptions & { force?: boolean },
): Promise<void> {
  const state = context.reader.read(id)
  if (!state) throw notFound(id)
  if (state.status === 'creating') {
    throw new RuncError('Running', `“${id}” is still being created; it cannot be deleted yet.`)
  }
  const places = context.layout.places(id)
  const metadata = state.isSupervised ? context.reader.metadata.read(places) : null
  releaseRestoreRoot(context, id)
  // Whoever finds a bundle whose container runc no longer knows must be able to tell whose doing that was.
  const isMarked = metadata?.ownsBundle === true && mark(places, metadata)
  try {
    const record = context.reader.record(id)
    if (record) await deleteKnown(context, state, record, options)
    else await deleteBroken(context, id, options.force ?? false)
  } catch (error) {
    if (isMarked) unlessForeseen(() => writeMetadata(places, metadata))
    throw error
  }
  await deleteDetached(context, id)
  context.processes.forget(id)
  if (!state.isSupervised) return
  context.reader.exits.forget(id)
  context.reader.starts.forget(id)
  context.supervision.forget(places)
  finishDeletion(places, metadata)
}

/** What remains to be done when runc has forgotten it. The metadata goes last: it says that there is something to do. */
export function finishDeletion(places: ContainerPlaces, metadata: Metadata | null): void {
  try {
    if (metadata?.ownsBundle) removeOwnedBundle(metadata.bundle)
  } finally {
    removeTraces(places)
  }
}

/** False on a full disk, which must not keep anything from being deleted. */
function mark(places: ContainerPlaces, metadata: Metadata): boolean {
  const deleter = identify(process.pid)
  if (!deleter) return false
  let isWritten = false
  unlessForeseen(() => {
    writeMetadata(places, { ...metadata, deleter })
    isWritten = true
  })
  return isWritten
}

async function deleteKnown(
  context: RuntimeContext,
  state: ContainerState,
  record: StateRecord,
  options: CallOptions & { force?: boolean },
): Promise<void> {
  const { id, status } = state
  const isEnded = !isAlive(record)
  // Like runc: a created one has run nothing yet, so nothing is lost with it.
  if (!isEnded && status !== 'created' && !options.force) {
    const code = status === 'running' ? 'Running' : 'Paused'
    throw new RuncError(code, `“${id}” is ${status}; it has to be stopped before it is deleted.`)
  }
  if (!isEnded || status === 'paused') await end(context, state, record, options.signal)
  await Promise.all([
    removeFromRunc(context, id, options.signal),
    state.isSupervised ? endMonitor(context, id) : null,
  ])
  // What is still in use then is not this container's alone, and stays.
  await removeCgroups(Object.values(record.cgroupPaths), 'leave')
}

/** Kills init, thaws what is frozen, and waits for the end. */
async function end(
  context: RuntimeContext,
  state: ContainerState,
  record: StateRecord,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (canKillDirectly(state, record)) killDirectly(context, state.id, record)
  else await killThroughRunc(context, state.id, record, signal)
  const hasEnded = await waitUntil(() => !isAlive(record), {
    paths: watchableFiles(state.cgroupPaths),
    timeoutMs: limits.endMs,
    signals: [signal, context.disposal],
  })
  if (hasEnded) return
  const seconds = limits.endMs / 1000
  const message = `“${state.id}” was killed, but its process ${record.pid} has not ended in ${seconds} s.`
  throw new RuncError('Running', message)
}

/** What runc would do, without the milliseconds and the processor time of starting it. */
function killDirectly(context: RuntimeContext, id: string, record: StateRecord): void {
  const told = context.commands.begin(directKill(record), id, null)
  sendSignal(record, 'SIGKILL')
  told({ exitCode: 0, error: null })
}

async function killThroughRunc(
  context: RuntimeContext,
  id: string,
  record: StateRecord,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await context.cli.run(killVerb(context, id, 'KILL', record), { signal })
  } catch (error) {
    // It ended by itself in the meantime, which is what was wanted.
    if (!(error instanceof RuncError) || !['NotRunning', 'Stopped', 'NotFound'].includes(error.code))
      throw error
  }
}

async function removeFromRunc(
  context: RuntimeContext,
  id: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await context.cli.run({ name: 'delete', id }, { signal })
  } catch (error) {
    if (!(error instanceof RuncError)) throw error
    // Somebody else was faster.
    if (error.code === 'NotFound' && !isKnownToRunc(context, id)) return
    // Frozen with a dead init, or processes left in the cgroup: that is what --force is for.
    if (error.code !== 'Paused' && error.code !== 'Running') throw error
    await context.cli.run({ name: 'delete', flags: ['--force'], id }, { signal })
  }
  if (!isKnownToRunc(context, id)) return
  // runc reports success when it could not remove its own directory; then nothing of ours may go either.
  const path = join(context.layout.root, id)
  throw new RuncError(
    'RuncFailed',
    `runc said that “${id}” was deleted, but its directory ${path} is still there.`,
  )
}

/** Lets conmon write down the exit and go; it must not write into what is about to be removed. */
export async function endMonitor(context: RuntimeContext, id: string): Promise<void> {
  const places = context.layout.places(id)
  const monitor = context.reader.metadata.read(places)?.monitor ?? findMonitor(places)
  if (!monitor) return
  const hasGone = await waitUntil(() => !isAlive(monitor), {
    paths: [context.layout.exitDirectory],
    timeoutMs: limits.monitorMs,
    signals: [context.disposal],
  })
  if (!hasGone) sendSignal(monitor, 'SIGKILL')
}

/** Without a readable state.json runc is of little help: we look ourselves whether anything still lives. */
async function deleteBroken(context: RuntimeContext, id: string, force: boolean): Promise<void> {
  const places = context.layout.places(id)
  const cgroupsPath = context.reader.metadata.read(places)?.cgroupsPath ?? context.layout.cgroupsPath(id)
  const init = guessInit(join(context.layout.root, id, 'state.json'))
  const inCgroup = processesIn(directoriesOf(cgroupsPath, context.mode))
  if (!force && ((init && isAlive(init)) || inCgroup.length > 0)) {
    const pid = init && isAlive(init) ? init.pid : inCgroup[0]
    throw new RuncError('Running', `The state of “${id}” cannot be read, but its process ${pid} still runs.`)
  }
  if (init) sendSignal(init, 'SIGKILL')
  await endWorkers(places)
  releaseRestoreRoot(context, id)
  await clearCgroup(cgroupsPath, context.mode)
  try {
    await context.cli.run({ name: 'delete', flags: ['--force'], id })
  } catch (error) {
    // It fails on a damaged state.json and has been told as a command; the directory then goes by hand.
    if (!(error instanceof RuncError)) throw error
  }
  rmSync(join(context.layout.root, id), { recursive: true, force: true })
}

/** What a damaged state.json still says of init. The start time keeps us from signalling a stranger. */
function guessInit(path: string): ProcessIdentity | null {
  // It may be anything by now; a fifo would be waited for.
  const isReadable = ignoringMissing(() => statSync(path).isFile()) ?? false
  const text = isReadable ? (ignoringMissing(() => readFileSync(path, 'utf8')) ?? '') : ''
  const pid = /"init_process_pid":\s*(\d{1,10})\b/.exec(text)?.[1]
  const startTime = /"init_process_start":\s*(\d{1,15})\b/.exec(text)?.[1]
  return pid && startTime ? { pid: Number(pid), startTime: Number(startTime) } : null
}
