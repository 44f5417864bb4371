// How one has arranged the list: columns, sort and groups, kept by the settings between starts.
import { useMemo } from 'react'
import type { ContainerListSettings } from '../../src-shared/window-contract.ts'
import { sortAfter, sortKeys } from './container-order.ts'
import type { GroupKey, Sort, SortKey } from './container-order.ts'
import { arrangedColumns, toSettings } from './list-columns.ts'
import type { Column } from './list-columns.ts'
import { changeSettings, useSettings } from './settings.ts'

function change(changes: Partial<ContainerListSettings>): void {
  void changeSettings({ containerList: { ...useSettings.getState().containerList, ...changes } })
}

export function sortOf({
  sortKey,
  isDescending,
}: Pick<ContainerListSettings, 'sortKey' | 'isDescending'>): Sort {
  return { key: sortKeys.find((known) => known === sortKey) ?? 'name', isDescending }
}

/** By another column, or by the same one the other way. */
export function sortBy(key: SortKey): void {
  setSort(sortAfter(sortOf(useSettings.getState().containerList), key))
}

export function setSort({ key, isDescending }: Sort): void {
  change({ sortKey: key, isDescending })
}

export function groupBy(group: GroupKey | null): void {
  change({ group })
}

/** The columns as they are arranged now. */
export function columnsNow(): Column[] {
  return arrangedColumns(useSettings.getState().containerList.columns)
}

export function arrangeColumns(columns: readonly Column[]): void {
  change({ columns: toSettings(columns) })
}

/** As on the first day. */
export function resetColumns(): void {
  change({ columns: [] })
}

export function useColumns(): readonly Column[] {
  const kept = useSettings(({ containerList }) => containerList.columns)
  return useMemo(() => arrangedColumns(kept), [kept])
}

export function useSort(): Sort {
  const sortKey = useSettings(({ containerList }) => containerList.sortKey)
  const isDescending = useSettings(({ containerList }) => containerList.isDescending)
  return useMemo(() => sortOf({ sortKey, isDescending }), [sortKey, isDescending])
}

export function useGroup(): GroupKey | null {
  return useSettings(({ containerList }) => containerList.group)
}
