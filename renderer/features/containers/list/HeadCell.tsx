// The head of one column: its button and its border.
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useRef } from 'react'
import type { KeyboardEvent, PointerEvent, RefObject } from 'react'
import type { SortKey } from '../../../stores/container-order.ts'
import type { FittedColumn } from '../../../stores/list-columns.ts'
import { sortBy, useSort } from '../../../stores/list-layout.ts'
import { openColumnsMenu } from '../../../stores/overlays.ts'
import { classNames } from '../../../ui/class-names.ts'
import { hintAttributes } from '../../../ui/hint.ts'
import { gridElementId } from '../focus-list.ts'
import { fitColumn, moveColumnBefore, resizeColumn } from './arrange.ts'
import { dragColumn, dragWidth } from './column-drag.ts'

export interface HeadCellProps {
  column: FittedColumn
  columns: readonly FittedColumn[]
  head: RefObject<HTMLElement | null>
  isReachable: boolean
  /** What is being dragged would come before this one. */
  isTarget: boolean
  onTarget: (before: SortKey | null | undefined) => void
  onReached: () => void
  onKeyDown: (event: KeyboardEvent) => void
}

export function HeadCell(props: HeadCellProps) {
  const { column, columns, head, isReachable, isTarget, onTarget, onReached, onKeyDown } = props
  const { key, name, hint, isFigure } = column
  const sort = useSort()
  const wasDragged = useRef<() => boolean>(() => false)
  const isSorted = sort.key === key
  const Arrow = sort.isDescending ? ChevronDown : ChevronUp

  function beginMove(event: PointerEvent): void {
    if (event.button !== 0 || !head.current) return
    wasDragged.current = dragColumn({
      startX: event.clientX,
      head: head.current,
      columns,
      column,
      onTarget,
      onDone: (before) => moveColumnBefore(key, before),
    })
  }

  function beginResize(event: PointerEvent): void {
    const table = document.getElementById(gridElementId)
    if (event.button !== 0 || !table) return
    event.preventDefault()
    event.stopPropagation()
    dragWidth({
      startX: event.clientX,
      table,
      columns,
      column,
      onDone: (width) => resizeColumn(key, width),
    })
  }

  return (
    <th
      scope="col"
      data-column={key}
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
      className={classNames('relative flex min-w-0 items-center pr-4 font-normal', isFigure && 'justify-end')}
      onContextMenu={(event) => {
        event.preventDefault()
        openColumnsMenu({
          column: key,
          anchor: { x: event.clientX, y: event.clientY },
          returnFocusTo: event.currentTarget.querySelector('button'),
        })
      }}
    >
      {isTarget && <span aria-hidden="true" className="absolute inset-y-0 -left-2 w-0.5 bg-focus" />}
      <button
        type="button"
        tabIndex={isReachable ? 0 : -1}
        {...hintAttributes({ hint })}
        onPointerDown={beginMove}
        onFocus={onReached}
        onKeyDown={onKeyDown}
        onClick={() => {
          // What ends a drag is no press.
          if (!wasDragged.current()) sortBy(key)
          wasDragged.current = () => false
        }}
        className={classNames(
          'flex min-w-0 items-center gap-0.5 rounded-inner text-small hover:text-text',
          isSorted ? 'text-text' : 'text-text-muted',
        )}
      >
        {isSorted && isFigure && <Arrow size={12} aria-hidden className="shrink-0" />}
        <span className="truncate">{name}</span>
        {isSorted && !isFigure && <Arrow size={12} aria-hidden className="shrink-0" />}
      </button>
      {/* For the pointer; with the keyboard Shift and the arrows do it on the button. */}
      <span
        aria-hidden="true"
        data-resize={key}
        onPointerDown={beginResize}
        onDoubleClick={() => fitColumn(key)}
        className="absolute inset-y-0 right-0.5 flex w-3 cursor-col-resize justify-center py-1.5 after:w-px after:bg-line-control after:opacity-0 group-hover/head:after:opacity-60 hover:after:w-0.5 hover:after:bg-focus hover:after:opacity-100"
      />
    </th>
  )
}
