// One action on many containers: asked for like that on one, done a few at a time, with what came of each kept apart.
import { refusal } from '../../../src-shared/actions.ts'
import type { Action } from '../../../src-shared/actions.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { engine, EngineError } from '../../engine/index.ts'
import { startBulk } from '../../stores/bulk.ts'
import type { BulkOutcome } from '../../stores/bulk.ts'
import { unmarkAll } from '../../stores/container-list.ts'
import { nameOf } from '../../stores/container-order.ts'
import { useContainers } from '../../stores/containers.ts'
import { notifyFailure } from '../../stores/notices.ts'
import { beginOperation, endOperation, useOperations } from '../../stores/operations.ts'
import { openDialog } from '../../stores/overlays.ts'
import { endsOthers, perform, request } from './perform.ts'
import { isBeyond, reachedBy, reachedSentence } from './reached.ts'
import { refusalOfAll } from './targets.ts'
import { actionNames, killedByStop, operationOf } from './words.ts'

export type BulkAction = Exclude<Action, 'terminal' | 'checkpoint'>

/** From a key, a menu or the bar: of one container as ever, of several all at once; asks first where it must. */
export function requestAll(action: Action, containers: readonly ContainerSummary[]): void {
  const [first] = containers
  if (first === undefined) return
  if (containers.length === 1 || action === 'terminal' || action === 'checkpoint') {
    request(action, first)
    return
  }
  const reason = refusalOfAll(action, containers)
  if (reason !== null) {
    notifyFailure(`Cannot ${action} them`, { code: 'InvalidArgument', message: reason })
  } else if (action === 'kill' || action === 'delete') {
    openDialog({
      name: action === 'kill' ? 'killMany' : 'deleteMany',
      keys: containers.map(({ key }) => key),
    })
  } else if (action === 'stop' && endsOthers(containers)) {
    openDialog({ name: 'stopShared', keys: containers.map(({ key }) => key) })
  } else {
    performMany(action, containers)
  }
}

/** Stops them: the user has read whom a KILL would end beside them. */
export function stopAnyway(containers: readonly ContainerSummary[]): void {
  const [first] = containers
  if (containers.length > 1) performMany('stop', containers)
  else if (first) void perform('stop', first.key)
}

/** Does it; `signal` is for Kill. */
export function performMany(
  action: BulkAction,
  containers: readonly ContainerSummary[],
  signal: string = 'TERM',
): void {
  const targets = containers.map((container) => ({ key: container.key, name: nameOf(container) }))
  const hasBegun = startBulk(action, targets, (key, isAcknowledged) =>
    performOne(action, key, signal, isAcknowledged),
  )
  if (hasBegun) {
    // Of what is gone afterwards no mark must be left, and a second press must not hit the same ones by accident.
    if (action === 'delete') unmarkAll()
  } else {
    notifyFailure(`Cannot ${actionNames[action].toLowerCase()} them yet`, {
      code: 'InvalidArgument',
      message: 'The last action on several containers is still under way.',
    })
  }
}

async function performOne(
  action: BulkAction,
  key: string,
  signal: string,
  acknowledged: boolean,
): Promise<BulkOutcome> {
  const container = useContainers.getState().byKey.get(key)
  try {
    if (!container) throw new EngineError({ code: 'NotFound', message: 'It is gone.' })
    const operation = useOperations.getState().pending.get(key) ?? container.operation
    const reached = operation === null ? reachedBy(action, [container]) : null
    if (reached !== null) return { state: 'unchanged', note: `It was ${reached} already.` }
    const reason = refusal(action, { ...container, operation })
    if (reason !== null && operation === null && isBeyond(action, container)) {
      return { state: 'unchanged', note: reason }
    }
    if (reason !== null) throw new EngineError({ code: 'InvalidArgument', message: reason })
    return { state: 'done', note: await ask(action, key, signal, acknowledged) }
  } catch (failure) {
    const note = reachedSentence(action, failure)
    if (note === null) throw failure
    return { state: 'unchanged', note }
  }
}

/** Answers with what is to be known beyond that it was done. */
async function ask(
  action: BulkAction,
  key: string,
  signal: string,
  acknowledged: boolean,
): Promise<string | null> {
  beginOperation(key, operationOf[action])
  try {
    if (action === 'kill') await engine.call('containers.kill', { key, signal })
    else if (action === 'delete') await engine.call('containers.delete', { key, force: true, acknowledged })
    else if (action === 'stop') {
      const { wasKilled } = await engine.call('containers.stop', { key, acknowledged })
      return wasKilled ? killedByStop : null
    } else await engine.call(`containers.${action}`, { key, acknowledged })
    return null
  } finally {
    // What went wrong is told where all of them are told, not at the row.
    endOperation(key, null)
  }
}
