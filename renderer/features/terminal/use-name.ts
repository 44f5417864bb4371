// What the dock calls a container: as the list does, for its manager may have a name where runc has 64 digits.
import { nameOf } from '../../stores/container-order.ts'
import { useContainers } from '../../stores/containers.ts'

/** Undefined for one that is not in the list (any more). */
export function useName(containerKey: string): string | undefined {
  return useContainers(({ byKey }) => {
    const container = byKey.get(containerKey)
    return container && nameOf(container)
  })
}
