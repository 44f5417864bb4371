// The list itself: a grid of which only the rows in sight exist, with the head above them and one selected row.
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { listPlace, selectSome, sortBy, useContainerList } from '../../stores/container-list.ts'
import { useOperations } from '../../stores/operations.ts'
import { classNames } from '../../ui/class-names.ts'
import { columns, failureHeight, gridColumns, heights } from './columns.ts'
import { ContainerRow, rowElementId } from './ContainerRow.tsx'
import { gridElementId } from './focus-list.ts'
import { rowsInSight } from './rows-in-sight.ts'

/** Rows kept ready above and below what is seen. */
const overscan = 6

export function ContainerTable({ isStale }: { isStale: boolean }) {
  const order = useContainerList((state) => state.order)
  const selectedId = useContainerList((state) => state.selectedId)
  const failures = useOperations((state) => state.failures)
  const scroller = useRef<HTMLDivElement>(null)
  const selectedIndex = selectedId === null ? -1 : order.indexOf(selectedId)

  // The rule is for the React compiler, which is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => order[index] ?? index, [order]),
    estimateSize: useCallback(
      (index: number) => heights.row + failureHeight(failures.get(order[index] ?? '')),
      [order, failures],
    ),
    rangeExtractor: useCallback(
      (range: Parameters<typeof rowsInSight>[0]) => rowsInSight(range, selectedIndex),
      [selectedIndex],
    ),
    overscan,
    // The head lies over the list and moves with it.
    scrollMargin: heights.head,
    scrollPaddingStart: heights.head,
    initialOffset: listPlace.scrollTop,
    onChange: ({ scrollOffset }) => {
      listPlace.scrollTop = scrollOffset ?? 0
    },
  })

  // Heights are cached by the virtualizer; a failure that comes or goes changes one.
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, failures])

  // Brings what was selected into sight, but never because of a change that the user did not make.
  const shownSelection = useRef(selectedId)
  useEffect(() => {
    if (shownSelection.current === selectedId || selectedIndex === -1) return
    shownSelection.current = selectedId
    virtualizer.scrollToIndex(selectedIndex, { align: 'auto' })
  }, [selectedId, selectedIndex, virtualizer])

  return (
    <div
      ref={scroller}
      className={classNames(
        '@container min-h-0 flex-1 overflow-x-hidden overflow-y-auto',
        isStale && 'grayscale',
      )}
    >
      <table
        // A table that takes the keyboard is a grid.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        id={gridElementId}
        aria-label="Containers"
        aria-rowcount={order.length + 1}
        aria-activedescendant={selectedIndex === -1 ? undefined : rowElementId(selectedIndex)}
        tabIndex={0}
        className="group/grid block outline-none"
        // With the focus on the list one row is always the one that keys act on.
        onFocus={({ currentTarget, target }) => {
          if (target === currentTarget) selectSome()
        }}
      >
        <TableHead />
        <tbody className="relative block" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start, key }) => (
            <ContainerRow
              key={key}
              id={order[index] ?? ''}
              index={index}
              top={start - heights.head}
              isSelected={index === selectedIndex}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function TableHead() {
  const sort = useContainerList((state) => state.sort)
  return (
    <thead className="sticky top-0 z-1 block border-b border-line bg-surface-1">
      <tr
        aria-rowindex={1}
        className={classNames('grid items-center pl-4', gridColumns)}
        style={{ height: heights.head - 1 }}
      >
        {columns.map(({ key, name, isFigure, className }) => {
          const isSorted = sort.key === key
          const Arrow = sort.isDescending ? ChevronDown : ChevronUp
          return (
            <th
              key={key}
              scope="col"
              aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
              className={classNames('flex pr-4 font-normal', isFigure && 'justify-end', className)}
            >
              <button
                type="button"
                onClick={() => sortBy(key)}
                className={classNames(
                  'flex items-center gap-0.5 rounded-inner text-small hover:text-text',
                  isSorted ? 'text-text' : 'text-text-muted',
                )}
              >
                {isSorted && isFigure && <Arrow size={12} aria-hidden />}
                {name}
                {isSorted && !isFigure && <Arrow size={12} aria-hidden />}
              </button>
            </th>
          )
        })}
        <th scope="col">
          <span className="spoken">Actions</span>
        </th>
      </tr>
    </thead>
  )
}
