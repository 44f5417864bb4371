// What the actions do: ask the engine, show at once that it is under way, and leave the error where the action was.
import { refusal } from '../../../src-shared/actions.ts'
import type { Action } from '../../../src-shared/actions.ts'
import { splitKey } from '../../../src-shared/container-key.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { engine } from '../../engine/index.ts'
import { lastCommand, useCommands } from '../../stores/commands.ts'
import { nameOf } from '../../stores/container-order.ts'
import { useContainers } from '../../stores/containers.ts'
import { notify, notifyFailure } from '../../stores/notices.ts'
import { beginOperation, endOperation, useOperations } from '../../stores/operations.ts'
import { openDialog } from '../../stores/overlays.ts'
import type { GuardedAction } from '../../stores/overlays.ts'
import { goBack, useView } from '../../stores/view.ts'
import { copyText } from '../../ui/clipboard.ts'
import { commandText } from '../../ui/command-text.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { endedByStop, pausedWith, sharingWarning } from './shared-cgroup.ts'
import { actionPhrase, killedByStop, operationOf } from './words.ts'

/** Why an action is refused now, with what this window itself has asked for; null when it can be taken. */
export function refusalNow(action: Action, container: ContainerSummary): string | null {
  const pending = useOperations.getState().pending.get(container.key) ?? null
  return refusal(action, { ...container, operation: pending ?? container.operation })
}

async function run(key: string, action: Action, ask: () => Promise<unknown>): Promise<boolean> {
  beginOperation(key, operationOf[action])
  try {
    await ask()
    endOperation(key, null)
    return true
  } catch (failure) {
    const error = toErrorInfo(failure)
    const isGuarded =
      error.code === 'ManagedElsewhere' &&
      action !== 'kill' &&
      action !== 'checkpoint' &&
      action !== 'terminal'
    endOperation(
      key,
      isGuarded ? null : { title: `Could not ${actionPhrase(action, splitKey(key).id)}`, error },
    )
    // Nothing was done: it is a question, not a failure.
    if (isGuarded) openDialog({ name: 'guard', guarded: { action, key, error } })
    return false
  }
}

async function showTerminal(key: string): Promise<void> {
  const { openTerminal } = await import('../terminal/actions.ts')
  await openTerminal(key)
}

/** Takes an action without a question of ours. True when it was done. */
export async function perform(
  action: Exclude<Action, 'kill' | 'delete' | 'checkpoint'>,
  key: string,
  acknowledged = false,
): Promise<boolean> {
  if (action === 'terminal') {
    return run(key, action, () => showTerminal(key))
  }
  const isDone = await run(key, action, async () => {
    if (action !== 'stop') return engine.call(`containers.${action}`, { key, acknowledged })
    // Afterwards nobody shares anything with it any more.
    const shared = endedWith(key)
    const { wasKilled } = await engine.call('containers.stop', { key, acknowledged })
    if (wasKilled) notify(`Stopped ${splitKey(key).id}`, shared ? `${killedByStop} ${shared}` : killedByStop)
    return undefined
  })
  // No question before: nothing is lost, and one press undoes it.
  if (isDone && action === 'pause') tellPausedWith(key)
  return isDone
}

/** Whose processes a KILL takes along, in a sentence; null for nobody's. */
function endedWith(key: string): string | null {
  const { byKey } = useContainers.getState()
  const container = byKey.get(key)
  return container?.cgroupSharing?.endsAll
    ? (sharingWarning(container, byKey, 'KILL')?.sentence ?? null)
    : null
}

function tellPausedWith(key: string): void {
  const { byKey } = useContainers.getState()
  const container = byKey.get(key)
  const sentence = container ? pausedWith(container, byKey) : null
  if (container && sentence !== null) notify(`Paused ${nameOf(container)}`, sentence)
}

/** Does what was held back: the user has read whose container it is. */
export function goOnAnyway({ action, key }: GuardedAction): Promise<boolean> {
  return action === 'delete' ? deleteContainer(key, true, true) : perform(action, key, true)
}

/**
 * Sends a signal. A failure is answered to the dialog that asked; once that is closed (`isAsking`) it stays at the row
 * like any other.
 */
export async function killContainer(
  key: string,
  signal: string,
  isAsking: () => boolean,
): Promise<ErrorInfo | null> {
  beginOperation(key, operationOf.kill)
  try {
    await engine.call('containers.kill', { key, signal })
    endOperation(key, null)
    return null
  } catch (failure) {
    const error = toErrorInfo(failure)
    endOperation(
      key,
      isAsking() ? null : { title: `Could not ${actionPhrase('kill', splitKey(key).id)}`, error },
    )
    return error
  }
}

export async function deleteContainer(key: string, force: boolean, acknowledged = false): Promise<boolean> {
  const isDone = await run(key, 'delete', () =>
    engine.call('containers.delete', { key, force, acknowledged }),
  )
  if (isDone) {
    notify(`Deleted ${splitKey(key).id}`)
    const { page } = useView.getState()
    if (page.name === 'container' && page.key === key) goBack()
  }
  return isDone
}

/** From a button, a key or a menu: takes the action, asks first where it must, or says why not. */
export function request(action: Action, container: ContainerSummary): void {
  const reason = refusalNow(action, container)
  if (reason !== null) {
    notifyFailure(`Cannot ${actionPhrase(action, container.id)}`, {
      code: 'InvalidArgument',
      message: reason,
    })
  } else if (action === 'kill' || action === 'delete' || action === 'checkpoint') {
    openDialog({ name: action, key: container.key })
  } else if (action === 'stop' && endsOthers([container])) {
    openDialog({ name: 'stopShared', keys: [container.key] })
  } else {
    void perform(action, container.key)
  }
}

/** Whether stopping these may end containers that are not meant: that is asked first. */
export function endsOthers(containers: readonly ContainerSummary[]): boolean {
  return endedByStop(containers, useContainers.getState().byKey) !== null
}

/** What one most likely wants to do with it next, in a word that goes before “it”. */
export function usefulAction(container: ContainerSummary): 'enter' | 'start' | 'resume' | 'delete' {
  if (refusal('start', container) === null) return 'start'
  if (refusal('terminal', container) === null) return 'enter'
  return refusal('resume', container) === null ? 'resume' : 'delete'
}

/** The command one most likely wants: the last one run on it, else what its main action would run. */
async function usefulCommand(container: ContainerSummary): Promise<string> {
  const last = lastCommand(useCommands.getState(), container.key)
  if (last) return commandText(last.argv)
  const action = usefulAction(container)
  const commands = await engine.call('commands.preview', {
    key: container.key,
    action: action === 'enter' ? 'terminal' : action,
  })
  return commands.map(commandText).join('\n')
}

export async function copyCommand(container: ContainerSummary): Promise<void> {
  try {
    const text = await usefulCommand(container)
    await copyText(text)
    notify('Copied the command', text)
  } catch (error) {
    notifyFailure('Could not copy the command', toErrorInfo(error))
  }
}

/** The container of a key, if there is one now. */
export function containerOf(key: string | null): ContainerSummary | null {
  return key === null ? null : (useContainers.getState().byKey.get(key) ?? null)
}
