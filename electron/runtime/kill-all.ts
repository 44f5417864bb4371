// A signal to every process of a container. runc could do it up to 1.1; later ones reach init alone when the container
// has a pid namespace of its own.
import type { RuntimeContext } from './context.ts'
import { RuncError } from './errors.ts'
import { readProcesses } from './process-details.ts'
import { identify, sendSignal } from './processes.ts'
import type { Verb } from './runc-cli.ts'
import { neededSignal, signalWord } from './signals.ts'
import type { StateRecord } from './state-file.ts'
import type { ContainerState } from './types.ts'
import { killVerb } from './verbs.ts'

/** runc's own verb where that does it; null where we have to. */
export function killAllVerb(
  context: Pick<RuntimeContext, 'capabilities'>,
  state: Pick<ContainerState, 'id' | 'status' | 'hasCgroup'>,
  signal: string,
  record: Pick<StateRecord, 'hasPrivatePids'> | null,
): Verb | null {
  const word = signalWord(neededSignal(signal))
  // `--all` needs a cgroup, and thaws a paused container whatever the signal.
  const isApt = state.hasCgroup && (state.status !== 'paused' || word === 'KILL')
  if (isApt && context.capabilities().has('kill --all')) {
    return { name: 'kill', flags: ['--all'], id: state.id, rest: [word] }
  }
  // In a pid namespace of their own all end with init; without one runc sees to it from 1.2 on.
  const isEnough = word === 'KILL' && (record?.hasPrivatePids === true || state.hasCgroup)
  return isEnough ? killVerb(context, state.id, signal, record) : null
}

/** Signals each by itself, its start time checked. */
export function signalAll(context: RuntimeContext, id: string, signal: string): void {
  const number = neededSignal(signal)
  const record = context.reader.record(id)
  const found = record ? readProcesses(record, context.mode) : []
  const targets = found.map(({ pid }) => identify(pid)).filter((identity) => identity !== null)
  if (targets.length === 0) throw new RuncError('Stopped', `“${id}” has stopped; nothing of it runs.`)
  const argv = ['kill', `-${signalWord(number)}`, ...targets.map(({ pid }) => String(pid))]
  const end = context.commands.begin(argv, id, null)
  for (const target of targets) sendSignal(target, number)
  end({ exitCode: 0, error: null })
}
