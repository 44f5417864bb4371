// What pointer, keys and menu do to a column, in one place; each answers with a sentence for those who listen.
import type { SortKey } from '../../../stores/container-order.ts'
import { movedBefore, movedBy, resized, withShown } from '../../../stores/list-columns.ts'
import type { FittedColumn } from '../../../stores/list-columns.ts'
import { arrangeColumns, columnsNow } from '../../../stores/list-layout.ts'
import { gridElementId } from '../focus-list.ts'
import { fittingWidth } from './column-drag.ts'

/** What is drawn now and what had no room; the table sets it, the menu and the keys ask it. */
export const drawnColumns: { current: readonly FittedColumn[]; crowdedOut: readonly SortKey[] } = {
  current: [],
  crowdedOut: [],
}

function nameOfColumn(key: SortKey): string {
  return columnsNow().find((one) => one.key === key)?.name ?? key
}

/** By so many pixels with a key. */
const keyStep = 8

export function moveColumn(key: SortKey, step: -1 | 1): string {
  const drawn = drawnColumns.current.map((one) => one.key)
  arrangeColumns(movedBy(columnsNow(), drawn, key, step))
  const place = Math.min(Math.max(drawn.indexOf(key) + step, 0), drawn.length - 1) + 1
  return `${nameOfColumn(key)} is column ${place} of ${drawn.length}.`
}

export function moveColumnBefore(key: SortKey, before: SortKey | null): void {
  arrangeColumns(movedBefore(columnsNow(), key, before))
}

export function resizeColumn(key: SortKey, width: number | null): void {
  arrangeColumns(resized(columnsNow(), key, width))
}

export function resizeColumnBy(key: SortKey, direction: -1 | 1): string {
  const drawn = drawnColumns.current.find((one) => one.key === key)
  if (!drawn) return ''
  const width = Math.max(drawn.least, drawn.drawn + direction * keyStep)
  resizeColumn(key, width)
  return `${drawn.name} is ${width} pixels wide.`
}

/** As wide as what it has in sight. */
export function fitColumn(key: SortKey): void {
  const table = document.getElementById(gridElementId)
  if (table) resizeColumn(key, fittingWidth(table, drawnColumns.current, key))
}

/** Shows a column in any case, or hides it. */
export function showColumn(key: SortKey, isShown: boolean): void {
  arrangeColumns(withShown(columnsNow(), key, isShown ? 'yes' : 'no'))
}
