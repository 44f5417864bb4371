// Whether an action has nothing to do: what it aims at is so already, or is not to be had in this state. Nothing has
// failed then.
import type { Action } from '../../../src-shared/actions.ts'
import type { ErrorCode } from '../../../src-shared/errors.ts'
import type { ContainerStatus } from '../../../src-shared/model.ts'
import { toErrorInfo } from '../../ui/error-text.ts'

const aims: Partial<Record<Action, ContainerStatus>> = {
  start: 'running',
  stop: 'stopped',
  // Nobody is left to be signalled.
  kill: 'stopped',
  pause: 'paused',
  resume: 'running',
}

/** The states that an action is not meant for, and that no second try is of use in. */
const beyond: Partial<Record<Action, readonly ContainerStatus[]>> = {
  pause: ['created', 'stopped'],
  resume: ['created', 'stopped'],
}

/** What the engine answers when it got there between our look and our question. */
const answers: Partial<Record<Action, readonly ErrorCode[]>> = {
  start: ['Running'],
  stop: ['Stopped', 'NotFound'],
  kill: ['Stopped', 'NotFound'],
  pause: ['Paused', 'Stopped'],
  // Of one that is not even started we do not ask.
  resume: ['NotPaused', 'Stopped'],
  delete: ['NotFound'],
}

/** The state that `action` would have brought all of these to, where it is theirs already; else null. */
export function reachedBy(
  action: Action,
  containers: readonly { status: ContainerStatus }[],
): ContainerStatus | null {
  const aim = aims[action]
  return aim !== undefined && containers.every(({ status }) => status === aim) ? aim : null
}

/** Whether `action` is not meant for one in this state at all. */
export function isBeyond(action: Action, { status }: { status: ContainerStatus }): boolean {
  return beyond[action]?.includes(status) ?? false
}

/** The sentence for a refusal that only says that there is nothing to do; null for any other failure. */
export function reachedSentence(action: Action, failure: unknown): string | null {
  const { code } = toErrorInfo(failure)
  if (!answers[action]?.includes(code)) return null
  if (code === 'NotFound') return 'It was gone already.'
  return code === 'Stopped' && aims[action] !== 'stopped'
    ? 'It has stopped.'
    : `It was ${aims[action]} already.`
}
