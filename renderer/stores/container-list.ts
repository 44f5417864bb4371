// The list as one looks at it: filter, sort, selection, place; and the keys to show, kept in step with the containers
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
  selectedKey: string | null
  /** Keys that pass the filter, in order. */
  order: readonly string[]
  /** How many there are in each state, whatever the filter. */
  counts: Readonly<Partial<Record<ContainerStatus, number>>>
}

const keptUnder = 'container-list'

function keptState(): Pick<ContainerListState, 'filter' | 'sort' | 'selectedKey'> {
  const { filter, sortKey, isDescending, selectedKey } = keptFields(keptUnder)
  return {
    filter: typeof filter === 'string' ? filter : '',
    sort: { key: sortKeys.find((name) => name === sortKey) ?? 'name', isDescending: isDescending === true },
    selectedKey: typeof selectedKey === 'string' ? selectedKey : null,
  }
}

export const useContainerList = create<ContainerListState>(() => ({ ...keptState(), order: [], counts: {} }))

/** Where the list was scrolled to, for the way back; not state, since nothing is drawn by it. */
export const listPlace = { scrollTop: 0 }

function countStates(): ContainerListState['counts'] {
  const counts: Partial<Record<ContainerStatus, number>> = {}
  for (const { status } of useContainers.getState().byKey.values()) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** Where the selection goes when its container went: to what took its place. */
function selectionAfter(before: ContainerListState, order: readonly string[]): string | null {
  const { selectedKey } = before
  // A filter that hides it does not forget it.
  if (selectedKey === null || useContainers.getState().byKey.has(selectedKey)) return selectedKey
  const index = before.order.indexOf(selectedKey)
  // One that was just created may be selected before it arrives.
  return index === -1 ? selectedKey : (order[Math.min(index, order.length - 1)] ?? null)
}

function reorder(isWhole: boolean): void {
  const { byKey, changed, isLoaded } = useContainers.getState()
  const state = useContainerList.getState()
  const test = parseFilter(state.filter)
  const order =
    isWhole || changed === null
      ? orderAll(byKey, state.sort, test)
      : orderAfter(state.order, changed, byKey, state.sort, test)
  const selectedKey = isLoaded ? selectionAfter(state, order) : state.selectedKey
  useContainerList.setState({ order, selectedKey, counts: countStates() })
}

/** Begins to follow the containers. */
export function startContainerList(): void {
  useContainers.subscribe((state, before) => {
    if (state.byKey !== before.byKey || state.isLoaded !== before.isLoaded) reorder(false)
  })
  useContainerList.subscribe(({ filter, sort, selectedKey }, before) => {
    if (filter === before.filter && sort === before.sort && selectedKey === before.selectedKey) return
    keep(keptUnder, { filter, sortKey: sort.key, isDescending: sort.isDescending, selectedKey })
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

export function selectContainer(key: string | null): void {
  useContainerList.setState({ selectedKey: key })
}

/** Selects the first container, unless one that is shown is selected already. */
export function selectSome(): void {
  const { order, selectedKey } = useContainerList.getState()
  if (selectedKey === null || !order.includes(selectedKey)) moveSelection(1)
}

/** Moves the selection by so many rows, stopping at both ends. With none it goes to the first one, unless to the last. */
export function moveSelection(step: number): void {
  useContainerList.setState(({ order, selectedKey }) => {
    if (order.length === 0) return {}
    const index = selectedKey === null ? -1 : order.indexOf(selectedKey)
    const isToLast = step === Infinity || step === -1
    const next = index === -1 ? (isToLast ? order.length - 1 : 0) : index + step
    return { selectedKey: order[Math.min(Math.max(next, 0), order.length - 1)] ?? null }
  })
}
