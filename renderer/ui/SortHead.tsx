// The head of a column that one sorts by: a button as large as the cell, with an arrow that says which way.
import { ArrowDown, ArrowUp } from 'lucide-react'
import { classNames } from './class-names.ts'
import { hintAttributes } from './hint.ts'

export interface SortHeadProps {
  name: string
  hint?: string | undefined
  /** Null: it is sorted by something else. */
  direction: 'ascending' | 'descending' | null
  onSort: () => void
  /** Figures stand on the right, and so does what is above them. */
  isFigure?: boolean
  isTabStop?: boolean
  className?: string | undefined
}

export function SortHead(props: SortHeadProps) {
  const { name, hint, direction, onSort, isFigure = false, isTabStop = true, className } = props
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp
  const arrow = direction !== null && <Arrow size={12} aria-hidden className="shrink-0" />
  return (
    <th
      scope="col"
      aria-sort={direction ?? 'none'}
      className={classNames('flex min-w-0 font-normal', className)}
    >
      <button
        type="button"
        tabIndex={isTabStop ? 0 : -1}
        {...hintAttributes({ hint })}
        onClick={onSort}
        className={classNames(
          'flex min-w-0 flex-1 items-center gap-0.5 rounded-inner text-small hover:text-text',
          isFigure && 'justify-end',
          direction === null ? 'text-text-muted' : 'text-text',
        )}
      >
        {isFigure && arrow}
        <span className="truncate">{name}</span>
        {!isFigure && arrow}
      </button>
    </th>
  )
}
