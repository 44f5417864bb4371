// What the actions do: ask the engine, show at once that it is under way, and leave the error where the action was.
import { refusal } from '../../../src-shared/actions.ts'
import type { Action } from '../../../src-shared/actions.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { engine } from '../../engine/index.ts'
import { lastCommand, useCommands } from '../../stores/commands.ts'
import { useContainers } from '../../stores/containers.ts'
import { notify, notifyFailure } from '../../stores/notices.ts'
import { beginOperation, endOperation, useOperations } from '../../stores/operations.ts'
import { openDialog } from '../../stores/overlays.ts'
import { goBack, useView } from '../../stores/view.ts'
import { copyText } from '../../ui/clipboard.ts'
import { commandText } from '../../ui/command-text.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { actionPhrase, operationOf } from './words.ts'

/** Why an action is refused now, with what this window itself has asked for; null when it can be taken. */
export function refusalNow(action: Action, container: ContainerSummary): string | null {
  const pending = useOperations.getState().pending.get(container.id) ?? null
  return refusal(action, { ...container, operation: pending ?? container.operation })
}

async function run(id: string, action: Action, ask: () => Promise<unknown>): Promise<boolean> {
  beginOperation(id, operationOf[action])
  try {
    await ask()
    endOperation(id, null)
    return true
  } catch (error) {
    endOperation(id, { title: `Could not ${actionPhrase(action, id)}`, error: toErrorInfo(error) })
    return false
  }
}

async function showTerminal(id: string): Promise<void> {
  const { openTerminal } = await import('../terminal/actions.ts')
  await openTerminal(id)
}

/** Takes an action that needs no question. True when it was done. */
export function perform(action: Exclude<Action, 'kill' | 'delete'>, id: string): Promise<boolean> {
  if (action === 'terminal') {
    return run(id, action, () => showTerminal(id))
  }
  return run(id, action, () => engine.call(`containers.${action}`, { id }))
}

/**
 * Sends a signal. A failure is answered to the dialog that asked; once that is closed (`isAsking`) it stays at the row
 * like any other.
 */
export async function killContainer(
  id: string,
  signal: string,
  isAsking: () => boolean,
): Promise<ErrorInfo | null> {
  beginOperation(id, operationOf.kill)
  try {
    await engine.call('containers.kill', { id, signal })
    endOperation(id, null)
    return null
  } catch (failure) {
    const error = toErrorInfo(failure)
    endOperation(id, isAsking() ? null : { title: `Could not ${actionPhrase('kill', id)}`, error })
    return error
  }
}

export async function deleteContainer(id: string, force: boolean): Promise<boolean> {
  const isDone = await run(id, 'delete', () => engine.call('containers.delete', { id, force }))
  if (isDone) {
    notify(`Deleted ${id}`)
    const { page } = useView.getState()
    if (page.name === 'container' && page.id === id) goBack()
  }
  return isDone
}

/** From a key or a menu: takes the action, asks first where it must, or says why not. */
export function request(action: Action, container: ContainerSummary): void {
  const reason = refusalNow(action, container)
  if (reason !== null) {
    notifyFailure(`Cannot ${actionPhrase(action, container.id)}`, {
      code: 'InvalidArgument',
      message: reason,
    })
  } else if (action === 'kill' || action === 'delete') {
    openDialog({ name: action, id: container.id })
  } else {
    void perform(action, container.id)
  }
}

/** Start or Stop, whichever the state is for. */
export function startOrStop({ status }: Pick<ContainerSummary, 'status'>): 'start' | 'stop' {
  return status === 'running' || status === 'pausing' || status === 'paused' ? 'stop' : 'start'
}

/** Pause or Resume, whichever the state is for. */
export function pauseOrResume({ status }: Pick<ContainerSummary, 'status'>): 'pause' | 'resume' {
  return status === 'paused' ? 'resume' : 'pause'
}

/** What one most likely wants to do with it next, in a word that goes before “it”. */
export function usefulAction(container: ContainerSummary): 'enter' | 'start' | 'resume' | 'delete' {
  if (refusal('start', container) === null) return 'start'
  if (refusal('terminal', container) === null) return 'enter'
  return refusal('resume', container) === null ? 'resume' : 'delete'
}

/** The command one most likely wants: the last one run on it, else what its main action would run. */
async function usefulCommand(container: ContainerSummary): Promise<string> {
  const last = lastCommand(useCommands.getState(), container.id)
  if (last) return commandText(last.argv)
  const action = usefulAction(container)
  const commands = await engine.call('commands.preview', {
    id: container.id,
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

/** The container that an id names now, if there is one. */
export function containerNamed(id: string | null): ContainerSummary | null {
  return id === null ? null : (useContainers.getState().byId.get(id) ?? null)
}
