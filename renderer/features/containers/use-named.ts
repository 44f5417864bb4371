// The containers that a question was opened for, as they are now; what is gone meanwhile is left out.
import { useMemo } from 'react'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { useContainers } from '../../stores/containers.ts'

export function useNamed(keys: readonly string[]): readonly ContainerSummary[] {
  const byKey = useContainers((state) => state.byKey)
  return useMemo(() => keys.flatMap((key) => byKey.get(key) ?? []), [keys, byKey])
}
