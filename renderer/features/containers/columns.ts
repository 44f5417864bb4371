// The measures of the list: how high its lines are, and the one grid of the head and of every row.
import type { FittedColumn } from '../../stores/list-columns.ts'
import type { Failure } from '../../stores/operations.ts'

/** In pixels; the virtual list counts with them. */
export const heights = { head: 28, row: 32, group: 30, failure: 44, failureWithCommand: 64 } as const

/** In pixels: the boxes to mark rows with at the left, the four buttons with their space at the right. */
export const margins = { marks: 32, actions: 116 } as const

/** What a failed action adds to its row. */
export function failureHeight(failure: Failure | undefined): number {
  if (!failure) return 0
  return failure.error.detail?.argv ? heights.failureWithCommand : heights.failure
}

/** For `grid-template-columns`; `override` gives one column another width for as long as it is being resized. */
export function gridTemplate(
  columns: readonly Pick<FittedColumn, 'key' | 'drawn'>[],
  override?: { key: FittedColumn['key']; width: string },
): string {
  const widths = columns.map(({ key, drawn }) => (key === override?.key ? override.width : `${drawn}px`))
  return [`${margins.marks}px`, ...widths, `minmax(${margins.actions}px, 1fr)`].join(' ')
}

/** The variable of the list's element that head and rows take their columns from. */
export const columnsVariable = '--list-columns'
