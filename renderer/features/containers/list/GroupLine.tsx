// The line before a group's first row: whose containers follow, or of which root, and how many.
import type { Group } from '../../../stores/list-rows.ts'
import { MiddleCut } from '../../../ui/MiddleCut.tsx'
import { heights, margins } from '../columns.ts'
import { groupTitle } from '../words.ts'

export function GroupLine({ group, line, top }: { group: Group; line: number; top: number }) {
  return (
    <tr
      aria-rowindex={line + 2}
      className="absolute inset-x-0 flex border-b border-line bg-surface-0"
      style={{ transform: `translateY(${top}px)`, height: heights.group }}
    >
      <th
        scope="rowgroup"
        colSpan={99}
        className="sticky left-0 flex min-w-0 items-center gap-2 font-normal"
        style={{ paddingLeft: margins.marks }}
      >
        <MiddleCut text={groupTitle(group.name)} tail={12} className="font-strong" />
        <span className="figures text-small text-text-muted">{group.count}</span>
      </th>
    </tr>
  )
}
