// The list itself: a grid of which only the rows in sight exist, with the head above them and one row that keys act on.
import { useVirtualizer } from '@tanstack/react-virtual'
import type { Range } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { CSSProperties } from 'react'
import { listPlace, selectSome, useContainerList } from '../../stores/container-list.ts'
import { lineAt, lineCount, lineOf } from '../../stores/list-rows.ts'
import { useOperations } from '../../stores/operations.ts'
import { setPointerOverList } from '../../stores/usage-sort.ts'
import { watchUsage } from '../../stores/usage.ts'
import { classNames } from '../../ui/class-names.ts'
import { columnsVariable, failureHeight, gridTemplate, heights } from './columns.ts'
import { ContainerRow, rowElementId } from './ContainerRow.tsx'
import { gridElementId } from './focus-list.ts'
import { noteMotion } from './list/at-rest.ts'
import { GroupLine } from './list/GroupLine.tsx'
import { TableHead } from './list/TableHead.tsx'
import { lastSize, useFit } from './list/use-fit.ts'
import { usePlace } from './list/use-place.ts'
import { rowsInSight } from './rows-in-sight.ts'

/** Rows kept ready above and below what is seen. */
const overscan = 4

export function ContainerTable({ isStale }: { isStale: boolean }) {
  const order = useContainerList((state) => state.order)
  const groups = useContainerList((state) => state.groups)
  const cursor = useContainerList(({ selection }) => selection.cursor)
  const failures = useOperations((state) => state.failures)
  const scroller = useRef<HTMLDivElement>(null)
  const [said, setSaid] = useState('')
  const { columns, total } = useFit(scroller)
  const cursorIndex = cursor === null ? -1 : order.indexOf(cursor)
  const cursorLine = cursorIndex === -1 ? -1 : lineOf(cursorIndex, groups)

  const keyOfLine = useCallback(
    (line: number): string => {
      const found = lineAt(line, groups)
      return found.kind === 'group' ? `group ${found.group.name}` : (order[found.index] ?? String(line))
    },
    [order, groups],
  )

  // The rule is for the React compiler, which is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: lineCount(order, groups),
    getScrollElement: () => scroller.current,
    getItemKey: keyOfLine,
    estimateSize: useCallback(
      (line: number) => {
        const found = lineAt(line, groups)
        return found.kind === 'group'
          ? heights.group
          : heights.row + failureHeight(failures.get(order[found.index] ?? ''))
      },
      [order, groups, failures],
    ),
    rangeExtractor: useCallback((range: Range) => rowsInSight(range, cursorLine), [cursorLine]),
    overscan,
    // The head lies over the list and moves with it.
    scrollMargin: heights.head,
    scrollPaddingStart: heights.head,
    initialOffset: listPlace.scrollTop,
    initialRect: lastSize,
    onChange: ({ scrollOffset }) => {
      noteMotion()
      listPlace.scrollTop = scrollOffset ?? 0
    },
  })

  // Heights are cached by the virtualizer; a failure or a group that comes or goes changes one.
  const measured = useRef({ failures, groups })
  useLayoutEffect(() => {
    if (measured.current.failures === failures && measured.current.groups === groups) return
    measured.current = { failures, groups }
    virtualizer.measure()
  }, [virtualizer, failures, groups])

  // Brings what was selected into sight, but never because of a change that the user did not make.
  const shownCursor = useRef(cursor)
  useEffect(() => {
    if (shownCursor.current === cursor || cursorLine === -1) return
    shownCursor.current = cursor
    virtualizer.scrollToIndex(cursorLine, { align: 'auto' })
  }, [cursor, cursorLine, virtualizer])

  usePlace(scroller, virtualizer)

  const items = virtualizer.getVirtualItems()
  useWatched(items.map(({ index }) => keyOfLine(index)))
  useEffect(() => () => setPointerOverList(false), [])

  return (
    <div
      ref={scroller}
      // Opaque, so that Chromium moves what is painted instead of painting it anew.
      className={classNames('min-h-0 flex-1 overflow-auto bg-surface-1', isStale && 'grayscale')}
      onPointerEnter={() => setPointerOverList(true)}
      onPointerLeave={() => setPointerOverList(false)}
    >
      <table
        // A table that takes the keyboard is a grid.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        id={gridElementId}
        aria-label="Containers"
        aria-multiselectable
        aria-rowcount={lineCount(order, groups) + 1}
        aria-activedescendant={cursorLine === -1 ? undefined : rowElementId(cursorLine)}
        tabIndex={0}
        className="group/grid block outline-none"
        style={{ [columnsVariable]: gridTemplate(columns), minWidth: total } as CSSProperties}
        // With the focus on the list one row is always the one that keys act on.
        onFocus={({ currentTarget, target }) => {
          if (target === currentTarget) selectSome()
        }}
      >
        <TableHead columns={columns} onSay={setSaid} />
        <tbody className="relative block" style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index: line, start, key }) => {
            const found = lineAt(line, groups)
            const top = start - heights.head
            return found.kind === 'group' ? (
              <GroupLine key={key} group={found.group} line={line} top={top} />
            ) : (
              <ContainerRow
                key={key}
                containerKey={order[found.index] ?? ''}
                columns={columns}
                line={line}
                top={top}
                isCursor={line === cursorLine}
              />
            )
          })}
        </tbody>
      </table>
      <output className="spoken">{said}</output>
    </div>
  )
}

/** While the list is scrolled the rows in sight change at each frame; the engine need not be told of all of them. */
const watchAfterMs = 150

/** Has the engine tell most often of what is in sight. */
function useWatched(keys: readonly string[]): void {
  // No path holds a NUL.
  const text = keys.join('\0')
  useEffect(() => {
    const timer = setTimeout(
      () => watchUsage(text.split('\0').filter((key) => key.startsWith('/'))),
      watchAfterMs,
    )
    return () => clearTimeout(timer)
  }, [text])
  useEffect(() => () => watchUsage([]), [])
}
