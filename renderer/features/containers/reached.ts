// Whether what an action aims at is so already: then there is nothing to do, and nothing has failed.
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

/** What the engine answers when it got there between our look and our question. */
const answers: Partial<Record<Action, readonly ErrorCode[]>> = {
  start: ['Running'],
  stop: ['Stopped', 'NotFound'],
  kill: ['Stopped', 'NotFound'],
  pause: ['Paused'],
  // Of one that is not even started we do not ask.
  resume: ['NotPaused'],
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

/** The sentence for a refusal that only says that it is so already; null for any other failure. */
export function reachedSentence(action: Action, failure: unknown): string | null {
  const { code } = toErrorInfo(failure)
  if (!answers[action]?.includes(code)) return null
  return code === 'NotFound' ? 'It was gone already.' : `It was ${aims[action]} already.`
}
