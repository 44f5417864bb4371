// Refuses what makes no sense in the container's present state, in the words that the buttons use.
import { foreignSentence, refusal, type Action } from '../../../src-shared/actions.ts'
import type { ErrorCode } from '../../../src-shared/errors.ts'
import { managerWarning, type Managed } from '../../../src-shared/manager-guard.ts'
import type { ContainerStatus } from '../../../src-shared/model.ts'
import type { Container, ContainerState } from '../../runtime/index.ts'
import { Refusal } from '../contract/failure.ts'

/**
 * Throws when `action` is out of the question. Another call that is under way is no reason: the runtime runs the calls
 * of one container one after the other, and runc is the judge of what it then finds.
 */
export function demandAllowed(action: Action, container: Container): ContainerState {
  // Read afresh: what the list last heard may be milliseconds old, and then runc knows better.
  const state = container.state()
  demandOurs(state)
  const why = refusal(action, { ...state, operation: null })
  if (why !== null) throw new Refusal(refusalCode(action, state), why)
  return state
}

/** Throws when runc would do what another user wrote, whatever state that says it is in. */
export function demandOurs({ foreignUid }: { foreignUid: number | null }): void {
  if (foreignUid !== null) throw new Refusal('PermissionDenied', foreignSentence(foreignUid))
}

/** Throws when another manager keeps the container and would be surprised by `action`. */
export function demandUnmanaged(action: Action | 'limits', container: Managed): void {
  const warning = managerWarning(action, container)
  if (warning === null) return
  const { sentence, instead } = warning
  throw new Refusal('ManagedElsewhere', sentence, instead === null ? {} : { detail: { instead } })
}

/** The codes that runc's own refusals get in the same cases. */
function refusalCode(action: Action, { status }: ContainerState): ErrorCode {
  if (action === 'pause' && status === 'running') return 'CgroupUnavailable'
  if (action === 'checkpoint' && (status === 'running' || status === 'paused')) return 'CgroupUnavailable'
  if (action === 'resume' && status === 'paused') return 'CgroupUnavailable'
  if (action === 'resume' && (status === 'running' || status === 'created')) return 'NotPaused'
  return codes[status]
}

const codes: Record<ContainerStatus, ErrorCode> = {
  creating: 'NotRunning',
  created: 'NotRunning',
  running: 'Running',
  pausing: 'Paused',
  paused: 'Paused',
  stopped: 'Stopped',
  broken: 'StateUnreadable',
}
