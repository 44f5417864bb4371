// The tree of processes: only the lines in sight exist, and one of them is the one that keys act on.
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { KeyboardEvent, Ref } from 'react'
import type { ProcessRow } from '../../../src-shared/processes-model.ts'
import { hintAttributes } from '../../ui/hint.ts'
import { classNames } from '../../ui/class-names.ts'
import { columns, rowHeight, template } from './columns.ts'
import { lineElementId, ProcessLineRow } from './ProcessLineRow.tsx'
import type { ProcessColumn } from './columns.ts'
import type { ProcessSort, ProcessSortKey } from './sort.ts'
import type { ProcessLine } from './tree.ts'

export interface ProcessTableProps {
  lines: readonly ProcessLine[]
  cpu: ReadonlyMap<string, number>
  cursor: string | null
  isFiltered: boolean
  sort: ProcessSort | null
  onSort: (key: ProcessSortKey) => void
  /** The pointer has come onto the lines, or has left them. */
  onAim: (isAimed: boolean) => void
  onChoose: (id: string) => void
  onFold: (id: string, isFolded: boolean) => void
  onFilter: () => void
  onDetails: (process: ProcessRow) => void
  onSignal: (process: ProcessRow) => void
  ref: Ref<HTMLTableElement>
}

const overscan = 8
const pageStep = 15

export function ProcessTable(props: ProcessTableProps) {
  const {
    lines,
    cpu,
    cursor,
    isFiltered,
    sort,
    onSort,
    onAim,
    onChoose,
    onFold,
    onFilter,
    onDetails,
    onSignal,
    ref,
  } = props
  const scroller = useRef<HTMLDivElement>(null)
  const cursorLine = lines.findIndex(({ id }) => id === cursor)
  // Where the cursor was, for when its process has gone: the keys go on from there.
  const lastLine = useRef(0)
  useEffect(() => {
    if (cursorLine !== -1) lastLine.current = cursorLine
  }, [cursorLine])

  // The rule is for the React compiler, which is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => lines[index]?.id ?? index,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin: rowHeight,
    scrollPaddingStart: rowHeight,
  })

  function moveTo(index: number): void {
    const line = lines[Math.min(Math.max(index, 0), lines.length - 1)]
    if (line === undefined) return
    onChoose(line.id)
    virtualizer.scrollToIndex(lines.indexOf(line), { align: 'auto' })
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    // The heads of the columns have their own.
    if (event.target instanceof Element && event.target.closest('thead') !== null) return
    if (act(event.key, cursorLine === -1 ? null : (lines[cursorLine] ?? null))) event.preventDefault()
  }

  /** Whether the key means something here. */
  function act(key: string, line: ProcessLine | null): boolean {
    const here = line === null ? Math.min(lastLine.current, lines.length - 1) : cursorLine
    if (key === 'ArrowDown' || key === 'j') moveTo(line === null ? here : here + 1)
    else if (key === 'ArrowUp' || key === 'k') moveTo(line === null ? here : here - 1)
    else if (key === 'Home') moveTo(0)
    else if (key === 'End') moveTo(lines.length - 1)
    else if (key === 'PageDown') moveTo(here + pageStep)
    else if (key === 'PageUp') moveTo(here - pageStep)
    else if (key === '/') onFilter()
    else if (line === null) return false
    else if (key === 'ArrowRight') unfold(line)
    else if (key === 'ArrowLeft') fold(line)
    else if (key === 'Enter') onDetails(line.process)
    else if (key === 'x') onSignal(line.process)
    else return false
    return true
  }

  function unfold(line: ProcessLine): void {
    if (line.isFolded) onFold(line.id, false)
    else if (line.hasChildren) moveTo(cursorLine + 1)
  }

  /** Else to its parent. */
  function fold(line: ProcessLine): void {
    if (line.hasChildren && !line.isFolded && !isFiltered) onFold(line.id, true)
    else {
      const parent = lines.findLastIndex(({ depth }, index) => index < cursorLine && depth < line.depth)
      if (parent !== -1) moveTo(parent)
    }
  }

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto bg-surface-1">
      <table
        ref={ref}
        // A table that takes the keyboard is a grid.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="treegrid"
        aria-label="Processes"
        aria-rowcount={lines.length + 1}
        aria-activedescendant={cursorLine === -1 ? undefined : lineElementId(cursorLine)}
        tabIndex={0}
        className="group/grid block min-w-165 outline-none"
        onKeyDown={onKeyDown}
        onFocus={({ currentTarget, target }) => {
          if (target === currentTarget && cursorLine === -1) moveTo(lastLine.current)
        }}
      >
        <thead className="sticky top-0 z-10 block border-b border-line bg-surface-1">
          <tr aria-rowindex={1} className="grid items-center px-4" style={{ gridTemplateColumns: template }}>
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody
          className="relative block"
          style={{ height: virtualizer.getTotalSize() }}
          onPointerEnter={() => onAim(true)}
          onPointerLeave={() => onAim(false)}
        >
          {virtualizer.getVirtualItems().map(({ index, start, key }) => {
            const line = lines[index]
            return (
              line && (
                <ProcessLineRow
                  key={key}
                  line={line}
                  index={index}
                  top={start - rowHeight}
                  cpu={cpu.get(line.id) ?? null}
                  isCursor={index === cursorLine}
                  canFold={!isFiltered}
                  isPlain={sort !== null}
                  onChoose={onChoose}
                  onFold={onFold}
                  onDetails={onDetails}
                />
              )
            )
          })}
        </tbody>
      </table>
      {lines.length === 0 && (
        <p className="px-4 py-6 text-text-muted">
          {isFiltered ? 'No process is like that.' : 'There is no process in it at the moment.'}
        </p>
      )}
    </div>
  )
}

interface HeadCellProps {
  column: ProcessColumn
  sort: ProcessSort | null
  onSort: (key: ProcessSortKey) => void
}

function HeadCell({ column, sort, onSort }: HeadCellProps) {
  const { key, name, hint, isFigure } = column
  const isSorted = sort?.key === key
  const Arrow = sort?.isDescending ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
      className="flex min-w-0 px-1.5 font-normal"
    >
      <button
        type="button"
        {...hintAttributes({ hint })}
        onClick={() => onSort(key)}
        className={classNames(
          'flex min-w-0 flex-1 items-center gap-0.5 rounded-inner text-small leading-8 hover:text-text',
          isFigure && 'justify-end',
          isSorted ? 'text-text' : 'text-text-muted',
        )}
      >
        {isSorted && isFigure && <Arrow size={12} aria-hidden className="shrink-0" />}
        <span className="truncate">{name}</span>
        {isSorted && !isFigure && <Arrow size={12} aria-hidden className="shrink-0" />}
      </button>
    </th>
  )
}
