// Which rows exist in the document: those in sight, some around them, and always the selected one, so that focus
// inside it survives scrolling.
import { defaultRangeExtractor } from '@tanstack/react-virtual'
import type { Range } from '@tanstack/react-virtual'

export function rowsInSight(range: Range, selectedIndex: number): number[] {
  const indexes = defaultRangeExtractor(range)
  if (selectedIndex < 0 || selectedIndex >= range.count || indexes.includes(selectedIndex)) return indexes
  return [...indexes, selectedIndex].toSorted((one, other) => one - other)
}
