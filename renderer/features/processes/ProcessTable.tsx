// The processes, as a tree or sorted: only the lines in sight exist, and one of them is the one that keys act on.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { KeyboardEvent, Ref } from 'react'
import type { ProcessRow } from '../../../src-shared/processes-model.ts'
import { SortHead } from '../../ui/SortHead.tsx'
import { columns, rowHeight, template } from './columns.ts'
import { lineElementId, ProcessLineRow } from './ProcessLineRow.tsx'
import type { ProcessSort, ProcessSortKey } from './sort.ts'
import type { ProcessLine } from './tree.ts'

export interface ProcessTableProps {
  lines: readonly ProcessLine[]
  cpu: ReadonlyMap<string, number>
  cursor: string | null
  isFiltered: boolean
  sort: ProcessSort | null
  onSort: (key: ProcessSortKey) => void
  /** The pointer or the cursor has moved on the lines. */
  onAim: () => void
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

  // Sorted anew, the line that keys act on is in sight.
  useEffect(() => {
    if (cursorLine !== -1) virtualizer.scrollToIndex(cursorLine, { align: 'auto' })
    // Not when only a reading has moved it.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies, react/exhaustive-deps
  }, [sort])

  function moveTo(index: number): void {
    const line = lines[Math.min(Math.max(index, 0), lines.length - 1)]
    if (line === undefined) return
    onAim()
    onChoose(line.id)
    virtualizer.scrollToIndex(lines.indexOf(line), { align: 'auto' })
  }

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const head = event.target instanceof HTMLElement && event.target.closest('thead') ? event.target : null
    // A head is pressed like any button.
    if (head !== null && (event.key === 'Enter' || event.key === ' ')) return
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (head !== null && step !== undefined) moveAlongHeads(head, step)
    else if (!act(event.key, cursorLine === -1 ? null : (lines[cursorLine] ?? null))) return
    // Where the keys go on from; Tab, which means nothing here, has to lead out.
    else if (head !== null) event.currentTarget.focus()
    event.preventDefault()
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
    // Never the container itself while its processes have the focus.
    else if (line === null) return key === 'x' || key === 'Enter'
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
        aria-activedescendant={cursorLine === -1 || cursor === null ? undefined : lineElementId(cursor)}
        tabIndex={0}
        className="group/grid block min-w-165 outline-none"
        onKeyDown={onKeyDown}
        onFocus={({ currentTarget, target }) => {
          if (target === currentTarget && cursorLine === -1) moveTo(lastLine.current)
        }}
      >
        <thead className="sticky top-0 z-10 block border-b border-line bg-surface-1">
          <tr aria-rowindex={1} className="grid items-center px-4" style={{ gridTemplateColumns: template }}>
            {columns.map(({ key, name, hint, isFigure }, index) => (
              <SortHead
                key={key}
                name={name}
                hint={hint}
                direction={sort?.key === key ? (sort.isDescending ? 'descending' : 'ascending') : null}
                isFigure={isFigure}
                isTabStop={sort === null ? index === 0 : sort.key === key}
                className="h-8 px-1.5"
                onSort={() => onSort(key)}
              />
            ))}
          </tr>
        </thead>
        <tbody
          className="relative block"
          style={{ height: virtualizer.getTotalSize() }}
          onPointerMove={onAim}
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

function moveAlongHeads(from: HTMLElement, step: number): void {
  const heads = [...(from.closest('tr')?.querySelectorAll('button') ?? [])]
  heads[heads.findIndex((head) => head === from) + step]?.focus()
}
