// One row of the list. It takes its own record from the store, so that a change draws this row and no other.
import { memo, useEffect, useRef } from 'react'
import type { ContainerSummary, Operation } from '../../../src-shared/model.ts'
import { selectContainer } from '../../stores/container-list.ts'
import { runningSince } from '../../stores/container-order.ts'
import { recentChange, tintMs, useContainers } from '../../stores/containers.ts'
import { dismissFailure, useOperations } from '../../stores/operations.ts'
import { openMenu } from '../../stores/overlays.ts'
import { goTo } from '../../stores/view.ts'
import { classNames } from '../../ui/class-names.ts'
import { useElapsed } from '../../ui/clock.ts'
import { formatMoment } from '../../ui/format.ts'
import { hintAttributes } from '../../ui/hint.ts'
import { MiddleCut } from '../../ui/MiddleCut.tsx'
import { failureHeight, gridColumns, heights } from './columns.ts'
import { gridElementId } from './focus-list.ts'
import { RowActions } from './RowActions.tsx'
import { RowFailure } from './RowFailure.tsx'
import { StatusMark } from './StatusMark.tsx'
import { exitCodeText, exitSentence, isBadExit, isMakerKnown, operationWord, ownerNames } from './words.ts'

export interface ContainerRowProps {
  id: string
  /** Position in the list, from 0. */
  index: number
  top: number
  isSelected: boolean
}

export const rowElementId = (index: number): string => `container-row-${index}`

export const ContainerRow = memo(function ContainerRow({ id, index, top, isSelected }: ContainerRowProps) {
  const container = useContainers(({ byId }) => byId.get(id))
  const operation = useOperations(({ pending }) => pending.get(id)) ?? container?.operation ?? null
  const failure = useOperations(({ failures }) => failures.get(id))
  const element = useRef<HTMLTableRowElement>(null)
  useTint(element, container)

  if (!container) return null
  return (
    <tr
      ref={element}
      id={rowElementId(index)}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-busy={operation !== null || undefined}
      className={classNames(
        'group absolute inset-x-0 grid content-start items-center border-b border-line pl-4',
        gridColumns,
        isSelected
          ? 'bg-surface-3 -outline-offset-1 outline-focus group-focus-visible/grid:outline'
          : 'hover:bg-surface-2',
      )}
      style={{ transform: `translateY(${top}px)`, height: heights.row + failureHeight(failure) }}
      onPointerDown={() => selectContainer(id)}
      onDoubleClick={() => goTo({ name: 'container', id })}
      onContextMenu={(event) => {
        event.preventDefault()
        selectContainer(id)
        openMenu({
          containerId: id,
          anchor: { x: event.clientX, y: event.clientY },
          returnFocusTo: document.getElementById(gridElementId),
        })
      }}
    >
      <StatusCell container={container} operation={operation} isSelected={isSelected} />
      <td className="flex min-w-0 pr-4">
        <button
          type="button"
          tabIndex={-1}
          className="code flex min-w-0 rounded-inner text-left hover:underline"
          onClick={() => goTo({ name: 'container', id })}
        >
          <MiddleCut text={id} />
        </button>
      </td>
      <td className="truncate pr-4 text-text-muted @max-[800px]:hidden">
        {isMakerKnown(container) && ownerNames[container.owner]}
      </td>
      <td className="figures pr-4 text-right text-text-muted">{container.pid}</td>
      <td className="code flex min-w-0 pr-4 text-text-muted">
        <MiddleCut text={container.bundle} tail={16} />
      </td>
      <ElapsedCell since={container.createdAt} className="@max-[920px]:hidden" />
      <ElapsedCell since={runningSince(container)} />
      <td
        className={classNames(
          'flex justify-end gap-0.5 pr-3 transition-opacity',
          !isSelected && 'opacity-85 group-focus-within:opacity-100 group-hover:opacity-100',
        )}
      >
        <RowActions container={container} operation={operation} isReachable={isSelected} />
      </td>
      {failure && <RowFailure failure={failure} onDismiss={() => dismissFailure(id)} />}
    </tr>
  )
})

interface StatusCellProps {
  container: ContainerSummary
  operation: Operation | null
  isSelected: boolean
}

function StatusCell({ container, operation, isSelected }: StatusCellProps) {
  const { status, exit, problem } = container
  return (
    <td
      className="flex min-w-0 items-center gap-2 pr-2"
      style={{ height: heights.row - 1 }}
      {...hintAttributes({ hint: problem ?? (status === 'stopped' ? exitSentence(exit) : null) })}
    >
      {/* The bar is what a selection is known by, beside its surface. */}
      {isSelected && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 bg-focus" />}
      <StatusMark status={status} />
      <span className={classNames('truncate', operation !== null && 'text-text-muted')}>
        {operation === null ? status : operationWord(operation)}
      </span>
      {operation === null && exit !== null && (
        <span className={classNames('code figures', isBadExit(exit) ? 'text-danger' : 'text-text-muted')}>
          <span className="spoken">exit code </span>
          {exitCodeText(exit)}
        </span>
      )}
    </td>
  )
}

function ElapsedCell({ since, className }: { since: string | null; className?: string }) {
  const elapsed = useElapsed(since)
  return (
    <td
      className={classNames('figures truncate pr-4 text-right text-text-muted', className)}
      {...hintAttributes({ hint: since === null ? null : formatMoment(since) })}
    >
      {elapsed}
    </td>
  )
}

/** Tints the row once when its container has just changed, also if the row itself is new. */
function useTint(element: { current: HTMLElement | null }, container: ContainerSummary | undefined): void {
  const shownAt = useRef(0)
  useEffect(() => {
    const changedAt = container ? recentChange(container.id) : 0
    if (changedAt === 0 || changedAt === shownAt.current) return
    shownAt.current = changedAt
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
    element.current?.animate(
      [{ boxShadow: 'inset 0 0 0 100vmax var(--tint)' }, { boxShadow: 'inset 0 0 0 100vmax transparent' }],
      { duration: tintMs, easing: 'ease-out' },
    )
  }, [container, element])
}
