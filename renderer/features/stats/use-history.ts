// Draws anew with each reading.
import { useCallback, useSyncExternalStore } from 'react'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { historyOf } from '../../stores/stats-history.ts'
import type { StatsHistory } from '../../stores/stats-history.ts'

export function useHistory(container: ContainerSummary): StatsHistory {
  const history = historyOf(container)
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
