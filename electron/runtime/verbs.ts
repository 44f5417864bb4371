// Which command line each action comes to, for running it and for showing it beforehand: one source for both.
import type { RuntimeContext } from './context.ts'
import type { Verb } from './runc-cli.ts'
import { RuncError } from './errors.ts'
import { signalNumber, signalWord } from './signals.ts'
import type { StateRecord } from './state-file.ts'
import type { ContainerState } from './types.ts'

export type PreviewAction = 'start' | 'stop' | 'kill' | 'pause' | 'resume' | 'delete'

/** `runc kill`; to everybody when KILL for init would leave the others alive. */
export function killVerb(
  context: Pick<RuntimeContext, 'capabilities'>,
  id: string,
  signal: string,
  record: Pick<StateRecord, 'hasPrivatePids'> | null,
): Verb {
  const number = signalNumber(signal)
  if (number === null) throw new RuncError('InvalidArgument', `“${signal}” is not a signal.`)
  const word = signalWord(number)
  // Without a pid namespace of its own, init's death ends nobody else. runc sees to that itself from 1.2 on.
  const isForAll =
    word === 'KILL' && record?.hasPrivatePids === false && context.capabilities().has('kill --all')
  return { name: 'kill', flags: isForAll ? ['--all'] : [], id, rest: [word] }
}

/** Whether killing init is all there is to ending a container: nothing frozen, and nothing that outlives init. */
export function canKillDirectly(
  state: Pick<ContainerState, 'status'>,
  record: Pick<StateRecord, 'hasPrivatePids'>,
): boolean {
  return record.hasPrivatePids && (state.status === 'running' || state.status === 'created')
}

export function directKill(record: Pick<StateRecord, 'pid'>): string[] {
  return ['kill', '-KILL', String(record.pid)]
}

/** The command lines that an action would run now, in order. */
export function plan(
  context: Pick<RuntimeContext, 'capabilities' | 'cli'>,
  state: ContainerState,
  record: StateRecord | null,
  action: PreviewAction,
  signal: string,
): string[][] {
  const { id, status } = state
  const show = (verb: Verb): string[] => context.cli.display(verb)
  switch (action) {
    case 'start':
    case 'pause':
    case 'resume':
      return [show({ name: action, id })]
    case 'kill':
      return [show(killVerb(context, id, signal, record))]
    case 'stop': {
      const terminate = show(killVerb(context, id, 'TERM', record))
      // The signal waits in a frozen process until it is thawed.
      return status === 'paused' ? [terminate, show({ name: 'resume', id })] : [terminate]
    }
    case 'delete':
      break
  }
  if (!record) return [show({ name: 'delete', flags: ['--force'], id })]
  const remove = show({ name: 'delete', id })
  if (status === 'stopped') return [remove]
  const kill = canKillDirectly(state, record)
    ? directKill(record)
    : show(killVerb(context, id, 'KILL', record))
  return [kill, remove]
}
