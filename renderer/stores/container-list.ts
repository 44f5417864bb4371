// The list as one looks at it: filter, selection, place; and the keys to show in order, kept in step with the containers
// one change at a time. How it is arranged (columns, sort, groups) is list-layout.ts.
import { create } from 'zustand'
import type { ContainerStatus } from '../../src-shared/model.ts'
import { parseFilter } from './container-filter.ts'
import type { ContainerFilter } from './container-filter.ts'
import { orderAfter, orderAll, sortsByUsage } from './container-order.ts'
import type { Ordering } from './container-order.ts'
import { useContainers } from './containers.ts'
import { keep, keptFields } from './kept.ts'
import { sortOf } from './list-layout.ts'
import { groupsOf } from './list-rows.ts'
import type { Group } from './list-rows.ts'
import { afterChange, allMarked, moved, noneMarked, noSelection, pressed, toggled } from './list-selection.ts'
import type { Press, Selection } from './list-selection.ts'
import { useSettings } from './settings.ts'
import { usageToSort } from './usage.ts'

export interface ContainerListState {
  filter: string
  /** What of the filter makes no sense, each in a sentence. */
  filterProblems: readonly string[]
  selection: Selection
  /** Keys that pass the filter, in order. */
  order: readonly string[]
  /** Where the groups begin in it; none without grouping. */
  groups: readonly Group[]
  /** The last order came of another sort, filter or grouping, not of a change of the containers. */
  isRearranged: boolean
  /** How many there are in each state, whatever the filter. */
  counts: Readonly<Partial<Record<ContainerStatus, number>>>
}

const keptAs = 'container-list'

function keptState(): Pick<ContainerListState, 'filter' | 'selection'> {
  const { filter, cursor, marked } = keptFields(keptAs)
  const keys = Array.isArray(marked) ? marked.filter((key) => typeof key === 'string') : []
  return {
    filter: typeof filter === 'string' ? filter : '',
    selection: {
      ...noSelection,
      cursor: typeof cursor === 'string' ? cursor : null,
      marked: new Set(keys),
    },
  }
}

const kept = keptState()
let parsed: ContainerFilter = parseFilter(kept.filter)

export const useContainerList = create<ContainerListState>(() => ({
  ...kept,
  filterProblems: parsed.problems,
  order: [],
  groups: [],
  isRearranged: false,
  counts: {},
}))

/** Where the list was scrolled to, for the way back; not state, since nothing is drawn by it. */
export const listPlace: { scrollTop: number; beforeFilter: number | null } = {
  scrollTop: 0,
  /** The same before a filter made the list shorter. */
  beforeFilter: null,
}

/** What the list is sorted by where that is usage: as it was at the last sorting, and so still in between. */
let sortedUsage: Ordering['usage'] = null

function ordering(): Ordering {
  const { containerList } = useSettings.getState()
  return { sort: sortOf(containerList), group: containerList.group, usage: sortedUsage }
}

function countStates(): ContainerListState['counts'] {
  const counts: Partial<Record<ContainerStatus, number>> = {}
  for (const { status } of useContainers.getState().byKey.values()) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

function reorder(isWhole: boolean): void {
  const { byKey, changed, isLoaded } = useContainers.getState()
  const state = useContainerList.getState()
  const by = ordering()
  const order =
    isWhole || changed === null
      ? orderAll(byKey, by, parsed.test)
      : orderAfter(state.order, changed, byKey, by, parsed.test)
  const selection = isLoaded
    ? afterChange(state.selection, state.order, order, (key) => byKey.has(key))
    : state.selection
  const groups = order === state.order && by.group === null ? state.groups : groupsOf(order, byKey, by.group)
  useContainerList.setState({ order, groups, selection, isRearranged: isWhole, counts: countStates() })
}

/** Sorts by what the containers use now. */
export function sortByUsageNow(): void {
  sortedUsage = usageToSort(useContainers.getState().byKey.values())
  reorder(true)
}

/** Begins to follow the containers, and how the list is arranged. */
export function startContainerList(): void {
  useContainers.subscribe((state, before) => {
    if (state.byKey !== before.byKey || state.isLoaded !== before.isLoaded) reorder(false)
  })
  useSettings.subscribe(({ containerList }, { containerList: before }) => {
    const isSame =
      containerList.sortKey === before.sortKey &&
      containerList.isDescending === before.isDescending &&
      containerList.group === before.group
    if (isSame) return
    if (sortsByUsage(sortOf(containerList))) sortByUsageNow()
    else reorder(true)
  })
  useContainerList.subscribe(({ filter, selection }, before) => {
    if (filter === before.filter && selection === before.selection) return
    keep(keptAs, { filter, cursor: selection.cursor, marked: [...selection.marked] })
  })
}

export function setFilter(filter: string): void {
  parsed = parseFilter(filter)
  if (useContainerList.getState().filter === '' && filter !== '') listPlace.beforeFilter = listPlace.scrollTop
  useContainerList.setState({ filter, filterProblems: parsed.problems })
  reorder(true)
}

function changeSelection(change: (selection: Selection, order: readonly string[]) => Selection): void {
  useContainerList.setState(({ selection, order }) => ({ selection: change(selection, order) }))
}

/** Puts the cursor on a container; what is marked stays. */
export function selectContainer(key: string | null): void {
  changeSelection((selection) => ({ ...selection, cursor: key }))
}

/** A press of the pointer on a row. */
export function pressRow(key: string, press: Press): void {
  changeSelection((selection, order) => pressed(selection, order, key, press))
}

/** Selects the first container, unless one that is shown is selected already. */
export function selectSome(): void {
  const { order, selection } = useContainerList.getState()
  if (selection.cursor === null || !order.includes(selection.cursor)) moveSelection(1)
}

/** Moves the cursor by so many rows, stopping at both ends; a range marks all on its way. */
export function moveSelection(step: number, isRange = false): void {
  changeSelection((selection, order) => moved(selection, order, step, isRange))
}

export function toggleMark(key: string): void {
  changeSelection((selection) => toggled(selection, key))
}

export function markAll(): void {
  changeSelection(allMarked)
}

export function unmarkAll(): void {
  changeSelection(noneMarked)
}
