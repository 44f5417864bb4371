// Moving and resizing a column with the pointer: what is under way is drawn at once by the list's element alone, and
// becomes the arrangement when the pointer is let go. Escape takes it back.
import type { SortKey } from '../../../stores/container-order.ts'
import type { FittedColumn } from '../../../stores/list-columns.ts'
import { columnsVariable, gridTemplate } from '../columns.ts'

/** A press that moves less is a click. */
const clickWithinPixels = 4

interface Drag {
  onMove: (event: PointerEvent) => void
  onEnd: (isDone: boolean) => void
}

/** Follows the pointer until it is let go or Escape is pressed. */
function follow({ onMove, onEnd }: Drag): void {
  const listeners = new AbortController()
  const { signal } = listeners
  const end = (isDone: boolean): void => {
    listeners.abort()
    onEnd(isDone)
  }
  window.addEventListener('pointermove', onMove, { signal })
  window.addEventListener('pointerup', () => end(true), { signal })
  window.addEventListener('pointercancel', () => end(false), { signal })
  window.addEventListener('blur', () => end(false), { signal })
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      end(false)
    },
    { signal, capture: true },
  )
}

export interface ResizeOptions {
  startX: number
  table: HTMLElement
  columns: readonly FittedColumn[]
  column: FittedColumn
  onDone: (width: number) => void
}

export function dragWidth({ startX, table, columns, column, onDone }: ResizeOptions): void {
  let width = column.drawn
  follow({
    onMove(event) {
      width = Math.max(column.least, Math.round(column.drawn + event.clientX - startX))
      table.style.setProperty(
        columnsVariable,
        gridTemplate(columns, { key: column.key, width: `${width}px` }),
      )
    },
    onEnd(isDone) {
      table.style.setProperty(columnsVariable, gridTemplate(columns))
      if (isDone && width !== column.drawn) onDone(width)
    },
  })
}

export interface MoveOptions {
  startX: number
  head: HTMLElement
  columns: readonly FittedColumn[]
  column: FittedColumn
  /** Where it would go: before this column, or last (null); undefined while it is not being moved. */
  onTarget: (before: SortKey | null | undefined) => void
  onDone: (before: SortKey | null) => void
}

/** Answers whether the press became a drag; the click that follows it is then none. */
export function dragColumn({ startX, head, columns, column, onTarget, onDone }: MoveOptions): () => boolean {
  let hasMoved = false
  let before: SortKey | null | undefined
  follow({
    onMove(event) {
      hasMoved ||= Math.abs(event.clientX - startX) > clickWithinPixels
      if (!hasMoved) return
      before = columnAt(head, columns, event.clientX)
      onTarget(before)
    },
    onEnd(isDone) {
      onTarget(undefined)
      if (isDone && hasMoved && before !== undefined && before !== column.key) onDone(before)
    },
  })
  return () => hasMoved
}

/** The column that what is let go here would come before. */
function columnAt(head: HTMLElement, columns: readonly FittedColumn[], x: number): SortKey | null {
  for (const { key } of columns) {
    const box = head.querySelector(`[data-column="${key}"]`)?.getBoundingClientRect()
    if (box && x < box.left + box.width / 2) return key
  }
  return null
}

/** The width that shows all of what the column has in sight, in pixels. */
export function fittingWidth(table: HTMLElement, columns: readonly FittedColumn[], key: SortKey): number {
  table.style.setProperty(columnsVariable, gridTemplate(columns, { key, width: 'max-content' }))
  const widths = [...table.querySelectorAll(`[data-column="${key}"]`)].map(
    (cell) => cell.getBoundingClientRect().width,
  )
  table.style.setProperty(columnsVariable, gridTemplate(columns))
  return Math.ceil(Math.max(...widths))
}
