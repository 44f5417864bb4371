// The head of the list: a button for each column that sorts by it and can be dragged, a border that resizes it, and the
// box that marks all rows. All of it by key as well; the keys are named in the column's menu.
import { SlidersHorizontal } from 'lucide-react'
import { useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { markAll, unmarkAll, useContainerList } from '../../../stores/container-list.ts'
import type { SortKey } from '../../../stores/container-order.ts'
import type { FittedColumn } from '../../../stores/list-columns.ts'
import { openColumnsMenu } from '../../../stores/overlays.ts'
import { IconButton } from '../../../ui/Button.tsx'
import { heights } from '../columns.ts'
import { focusList } from '../focus-list.ts'
import { moveColumn, resizeColumnBy } from './arrange.ts'
import { HeadCell } from './HeadCell.tsx'
import { MarkBox } from './MarkBox.tsx'

export interface TableHeadProps {
  columns: readonly FittedColumn[]
  /** Tells those who listen what a key did. */
  onSay: (sentence: string) => void
}

export function TableHead({ columns, onSay }: TableHeadProps) {
  const head = useRef<HTMLTableRowElement>(null)
  const [target, setTarget] = useState<SortKey | null | undefined>(undefined)
  const [reached, setReached] = useState<SortKey | null>(null)
  // One of the buttons lies on the way of the Tab key; the arrows go from it to the others.
  const reachable = columns.some(({ key }) => key === reached) ? reached : (columns[0]?.key ?? null)

  function focusOn(key: SortKey | undefined): void {
    if (key === undefined) return
    setReached(key)
    head.current?.querySelector<HTMLElement>(`[data-column="${key}"] button`)?.focus()
  }

  function onKeyDown(event: KeyboardEvent, key: SortKey): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as -1 | 1 | undefined
    if (event.key === 'ArrowDown') focusList()
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      openColumnsMenu({
        column: key,
        anchor: event.currentTarget,
        returnFocusTo: event.currentTarget as HTMLElement,
      })
    } else if (step === undefined || event.altKey) return
    else if (event.ctrlKey) onSay(moveColumn(key, step))
    else if (event.shiftKey) onSay(resizeColumnBy(key, step))
    else focusOn(columns[columns.findIndex((one) => one.key === key) + step]?.key)
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <thead className="sticky top-0 z-1 block border-b border-line bg-surface-1">
      <tr
        ref={head}
        aria-rowindex={1}
        className="group/head grid [grid-template-columns:var(--list-columns)] items-stretch"
        style={{ height: heights.head - 1 }}
      >
        <MarkAll />
        {columns.map((column) => (
          <HeadCell
            key={column.key}
            column={column}
            columns={columns}
            head={head}
            isReachable={column.key === reachable}
            isTarget={column.key === target}
            onTarget={setTarget}
            onReached={() => setReached(column.key)}
            onKeyDown={(event) => onKeyDown(event, column.key)}
          />
        ))}
        <th scope="col" className="relative flex items-center justify-end pr-3">
          {target === null && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-focus" />}
          <span className="spoken">Actions</span>
          <IconButton
            size="row"
            label="Columns"
            icon={<SlidersHorizontal size={14} aria-hidden />}
            aria-haspopup="menu"
            onClick={({ currentTarget }) =>
              openColumnsMenu({ column: null, anchor: currentTarget, returnFocusTo: currentTarget })
            }
          />
        </th>
      </tr>
    </thead>
  )
}

function MarkAll() {
  const marked = useContainerList(({ selection }) => selection.marked)
  const order = useContainerList((state) => state.order)
  const count = marked.size === 0 ? 0 : order.reduce((sum, key) => sum + (marked.has(key) ? 1 : 0), 0)
  const isAll = count > 0 && count === order.length
  return (
    <th scope="col" className="flex items-center justify-center">
      <MarkBox
        label={isAll ? 'Unselect all' : 'Select all'}
        isMarked={isAll}
        isPartly={count > 0 && !isAll}
        isQuiet={marked.size === 0}
        onPress={isAll ? unmarkAll : markAll}
      />
    </th>
  )
}
