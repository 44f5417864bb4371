// Draws anew with each reading.
import { useCallback, useSyncExternalStore } from 'react'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { historyOf } from '../../stores/stats-history.ts'
import type { StatsHistory } from '../../stores/stats-history.ts'
import { usageOf } from '../../stores/usage.ts'

/** Begun with what the list has of it, so that it is never empty at first sight. */
export function historyNow(container: ContainerSummary): StatsHistory {
  return historyOf(container, usageOf(container.number))
}

export function useHistory(container: ContainerSummary): StatsHistory {
  const history = historyNow(container)
  const subscribe = useCallback(
    (listener: () => void) => {
      history.listeners.add(listener)
      return () => history.listeners.delete(listener)
    },
    [history],
  )
  useSyncExternalStore(subscribe, () => history.revision)
  return history
}
