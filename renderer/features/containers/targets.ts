// What an action is meant for: the container of the page one is on, else the marked rows of the list, else the one that
// the cursor is on.
import { refusal } from '../../../src-shared/actions.ts'
import type { Action } from '../../../src-shared/actions.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { useContainerList } from '../../stores/container-list.ts'
import { useContainers } from '../../stores/containers.ts'
import { selectedKeys } from '../../stores/list-selection.ts'
import { useView } from '../../stores/view.ts'
import { reachedBy } from './reached.ts'

type Status = Pick<ContainerSummary, 'status'>

/** Several only where rows are marked. */
export function targets(): readonly ContainerSummary[] {
  const { page } = useView.getState()
  const keys =
    page.name === 'container'
      ? [page.key]
      : page.name === 'containers'
        ? selectedKeys(useContainerList.getState().selection)
        : []
  const { byKey } = useContainers.getState()
  return keys.flatMap((key) => byKey.get(key) ?? [])
}

/** Start or Stop, whichever the state is for; of several, Start only where all of them can be. */
export function startOrStop(...containers: readonly Status[]): 'start' | 'stop' {
  const isAlive = ({ status }: Status): boolean =>
    status === 'running' || status === 'pausing' || status === 'paused'
  return containers.some(isAlive) ? 'stop' : 'start'
}

/** Pause or Resume, whichever the state is for; of several, Resume only where none of them runs. */
export function pauseOrResume(...containers: readonly Status[]): 'pause' | 'resume' {
  const isPaused = containers.some(({ status }) => status === 'paused')
  return isPaused && !containers.some(({ status }) => status === 'running') ? 'resume' : 'pause'
}

/** Why an action can be taken with none of them; null when it can with some. */
export function refusalOfAll(action: Action, containers: readonly ContainerSummary[]): string | null {
  const reasons = containers.map((container) => refusal(action, container))
  if (reasons.some((reason) => reason === null)) return null
  const [first = null] = reasons
  if (reasons.length < 2) return first
  const reached = reachedBy(action, containers)
  return reached === null ? 'None of them is in a state for it.' : `All of them are ${reached} already.`
}
