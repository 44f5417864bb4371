// The list as one looks at it: filter, sort, selection, place; and the ids to show, kept in step with the containers
// one change at a time.
import { create } from 'zustand'
import type { ContainerStatus } from '../../src-shared/model.ts'
import { parseFilter } from './container-filter.ts'
import { orderAfter, orderAll, sortKeys } from './container-order.ts'
import type { Sort, SortKey } from './container-order.ts'
import { useContainers } from './containers.ts'
import { keep, keptFields } from './kept.ts'

export interface ContainerListState {
  filter: string
  sort: Sort
  selectedId: string | null
  /** Ids that pass the filter, in order. */
  order: readonly string[]
  /** How many there are in each state, whatever the filter. */
  counts: Readonly<Partial<Record<ContainerStatus, number>>>
}

const key = 'container-list'

function keptState(): Pick<ContainerListState, 'filter' | 'sort' | 'selectedId'> {
  const { filter, sortKey, isDescending, selectedId } = keptFields(key)
  return {
    filter: typeof filter === 'string' ? filter : '',
    sort: { key: sortKeys.find((name) => name === sortKey) ?? 'name', isDescending: isDescending === true },
    selectedId: typeof selectedId === 'string' ? selectedId : null,
  }
}

export const useContainerList = create<ContainerListState>(() => ({ ...keptState(), order: [], counts: {} }))

/** Where the list was scrolled to, for the way back; not state, since nothing is drawn by it. */
export const listPlace = { scrollTop: 0 }

function countStates(): ContainerListState['counts'] {
  const counts: Partial<Record<ContainerStatus, number>> = {}
  for (const { status } of useContainers.getState().byId.values()) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** Where the selection goes when its container went: to what took its place. */
function selectionAfter(before: ContainerListState, order: readonly string[]): string | null {
  const { selectedId } = before
  // A filter that hides it does not forget it.
  if (selectedId === null || useContainers.getState().byId.has(selectedId)) return selectedId
  const index = before.order.indexOf(selectedId)
  // One that was just created may be selected before it arrives.
  return index === -1 ? selectedId : (order[Math.min(index, order.length - 1)] ?? null)
}

function reorder(isWhole: boolean): void {
  const { byId, changed, isLoaded } = useContainers.getState()
  const state = useContainerList.getState()
  const test = parseFilter(state.filter)
  const order =
    isWhole || changed === null
      ? orderAll(byId, state.sort, test)
      : orderAfter(state.order, changed, byId, state.sort, test)
  const selectedId = isLoaded ? selectionAfter(state, order) : state.selectedId
  useContainerList.setState({ order, selectedId, counts: countStates() })
}

/** Begins to follow the containers. */
export function startContainerList(): void {
  useContainers.subscribe((state, before) => {
    if (state.byId !== before.byId || state.isLoaded !== before.isLoaded) reorder(false)
  })
  useContainerList.subscribe(({ filter, sort, selectedId }, before) => {
    if (filter === before.filter && sort === before.sort && selectedId === before.selectedId) return
    keep(key, { filter, sortKey: sort.key, isDescending: sort.isDescending, selectedId })
  })
}

export function setFilter(filter: string): void {
  useContainerList.setState({ filter })
  reorder(true)
}

/** By another column, or by the same one the other way. */
export function sortBy(sortKey: SortKey): void {
  useContainerList.setState(({ sort }) => ({
    sort: { key: sortKey, isDescending: sort.key === sortKey && !sort.isDescending },
  }))
  reorder(true)
}

export function selectContainer(id: string | null): void {
  useContainerList.setState({ selectedId: id })
}

/** Selects the first container, unless one that is shown is selected already. */
export function selectSome(): void {
  const { order, selectedId } = useContainerList.getState()
  if (selectedId === null || !order.includes(selectedId)) moveSelection(1)
}

/** Moves the selection by so many rows, stopping at both ends. With none it goes to the first one, unless to the last. */
export function moveSelection(step: number): void {
  useContainerList.setState(({ order, selectedId }) => {
    if (order.length === 0) return {}
    const index = selectedId === null ? -1 : order.indexOf(selectedId)
    const isToLast = step === Infinity || step === -1
    const next = index === -1 ? (isToLast ? order.length - 1 : 0) : index + step
    return { selectedId: order[Math.min(Math.max(next, 0), order.length - 1)] ?? null }
  })
}
