// One row of the list. It takes its own record from the store, so that a change draws this row and no other.
import { memo, useEffect, useRef, useState } from 'react'
import type { MouseEvent, PointerEvent } from 'react'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { pressRow, selectContainer, toggleMark, useContainerList } from '../../stores/container-list.ts'
import { nameOf } from '../../stores/container-order.ts'
import { recentChange, tintMs, useContainers } from '../../stores/containers.ts'
import type { FittedColumn } from '../../stores/list-columns.ts'
import { dismissFailure, useOperations } from '../../stores/operations.ts'
import { openMenu } from '../../stores/overlays.ts'
import { goTo } from '../../stores/view.ts'
import { classNames } from '../../ui/class-names.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { failureHeight, heights } from './columns.ts'
import { gridElementId } from './focus-list.ts'
import { useRested } from './list/at-rest.ts'
import { cells } from './list/cells.tsx'
import { MarkBox } from './list/MarkBox.tsx'
import { RowActions } from './RowActions.tsx'
import { RowFailure } from './RowFailure.tsx'

export interface ContainerRowProps {
  containerKey: string
  columns: readonly FittedColumn[]
  /** Its line of the list, from 0. */
  line: number
  top: number
  /** Keys act on it. */
  isCursor: boolean
}

export const rowElementId = (line: number): string => `container-row-${line}`

export const ContainerRow = memo(function ContainerRow(props: ContainerRowProps) {
  const { containerKey, columns, line, top, isCursor } = props
  const container = useContainers(({ byKey }) => byKey.get(containerKey))
  const operation = useOperations(({ pending }) => pending.get(containerKey)) ?? container?.operation ?? null
  const failure = useOperations(({ failures }) => failures.get(containerKey))
  const isMarked = useContainerList(({ selection }) => selection.marked.has(containerKey))
  const hasMarks = useContainerList(({ selection }) => selection.marked.size > 0)
  const element = useRef<HTMLTableRowElement>(null)
  const [wasPointedAt, setPointedAt] = useState(false)
  const isComplete = useRested() || isCursor || wasPointedAt
  useTint(element, container)

  if (!container) return null
  const isSelected = hasMarks ? isMarked : isCursor
  return (
    <tr
      ref={element}
      id={rowElementId(line)}
      aria-rowindex={line + 2}
      aria-selected={isSelected}
      data-cursor={isCursor || undefined}
      aria-busy={operation !== null || undefined}
      className={classNames(
        'group absolute inset-x-0 grid [grid-template-columns:var(--list-columns)] content-start items-center border-b border-line',
        isSelected ? 'bg-surface-3' : 'hover:bg-surface-2',
        isCursor && '-outline-offset-1 outline-focus group-focus-visible/grid:outline',
      )}
      style={{ transform: `translateY(${top}px)`, height: heights.row + failureHeight(failure) }}
      onPointerEnter={() => setPointedAt(true)}
      onPointerDown={(event) => press(event, containerKey)}
      onDoubleClick={(event) => {
        if (!isOnControl(event)) goTo({ name: 'container', key: containerKey })
      }}
      onContextMenu={(event) => {
        event.preventDefault()
        if (!isMarked) pressRow(containerKey, { isToggling: false, isRange: false })
        openMenu({
          containerKey,
          anchor: { x: event.clientX, y: event.clientY },
          returnFocusTo: document.getElementById(gridElementId),
        })
      }}
    >
      <td className="flex items-center justify-center" style={{ height: heights.row - 1 }}>
        {/* The bar is what the cursor is known by, beside its surface. */}
        {isCursor && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 bg-focus" />}
        {(isComplete || hasMarks) && (
          <MarkBox
            label={`Select ${visibleText(nameOf(container))}`}
            isMarked={isMarked}
            isQuiet={!hasMarks}
            onPress={(event) => {
              if (event.shiftKey) pressRow(containerKey, { isToggling: true, isRange: true })
              else toggleMark(containerKey)
            }}
          />
        )}
      </td>
      {columns.map(({ key, isFigure }) => (
        <td
          key={key}
          data-column={key}
          className={classNames(
            'flex h-full min-w-0 items-center gap-2 overflow-hidden pr-4 text-text-muted',
            isFigure && 'justify-end',
          )}
        >
          {cells[key]({ container, operation })}
        </td>
      ))}
      <td
        className={classNames(
          'flex justify-end gap-0.5 pr-3',
          !isCursor && 'opacity-0 group-focus-within:opacity-100 group-hover:opacity-100',
        )}
      >
        {isComplete && (
          <RowActions
            container={container}
            operation={operation}
            isReachable={isCursor}
            isDrawn={isCursor || wasPointedAt}
          />
        )}
      </td>
      {failure && <RowFailure failure={failure} onDismiss={() => dismissFailure(containerKey)} />}
    </tr>
  )
})

function isOnControl({ target }: PointerEvent | MouseEvent): boolean {
  return target instanceof Element && target.closest('button') !== null
}

/** A button of the row is for this row alone; whatever is marked stays. The box marks by itself. */
function press(event: PointerEvent, key: string): void {
  if (event.button !== 0) return
  if (!isOnControl(event)) {
    pressRow(key, { isToggling: event.ctrlKey || event.metaKey, isRange: event.shiftKey })
  } else if (event.target instanceof Element && event.target.closest('[role=checkbox]') === null) {
    selectContainer(key)
  }
}

/** Tints the row once when its container has just changed, also if the row itself is new. */
function useTint(element: { current: HTMLElement | null }, container: ContainerSummary | undefined): void {
  const shownAt = useRef(0)
  useEffect(() => {
    const changedAt = container ? recentChange(container.key) : 0
    if (changedAt === 0 || changedAt === shownAt.current) return
    shownAt.current = changedAt
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
    element.current?.animate(
      [{ boxShadow: 'inset 0 0 0 100vmax var(--tint)' }, { boxShadow: 'inset 0 0 0 100vmax transparent' }],
      { duration: tintMs, easing: 'ease-out' },
    )
  }, [container, element])
}
