// One line of the processes.
import { ChevronRight } from 'lucide-react'
import { memo } from 'react'
import type { ReactNode } from 'react'
import type { ProcessRow } from '../../../src-shared/processes-model.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatBytes, formatCpu } from '../../ui/format-figures.ts'
import { hintAttributes } from '../../ui/hint.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { rowHeight, template } from './columns.ts'
import type { ProcessLine } from './tree.ts'
import {
  commandOf,
  stateMeaning,
  stateWord,
  strangerSentence,
  strangerWord,
  userOf,
  userSentence,
} from './words.ts'

export interface ProcessLineRowProps {
  line: ProcessLine
  index: number
  top: number
  /** Null: not known yet. */
  cpu: number | null
  isCursor: boolean
  canFold: boolean
  /** Not in a tree: nothing is below it, and nothing is indented. */
  isPlain: boolean
  onChoose: (id: string) => void
  onFold: (id: string, isFolded: boolean) => void
  onDetails: (process: ProcessRow) => void
}

/** Deeper ones are no further to the right: their command is to be read. */
const deepestIndent = 12
const indentStep = 14

export function lineElementId(id: string): string {
  return `process-line-${id}`
}

function DrawnLine(props: ProcessLineRowProps) {
  const { line, index, top, cpu, isCursor, canFold, isPlain, onChoose, onFold, onDetails } = props
  const { id, process, depth, hasChildren, isFolded, isMatch } = line
  const { pid, containerPid, state, threads, residentBytes, isInit, stranger } = process
  const command = commandOf(process)
  return (
    // Keys act on the line by way of the table, which has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <tr
      id={lineElementId(id)}
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-selected={isCursor}
      aria-expanded={hasChildren ? !isFolded : undefined}
      data-cursor={isCursor || undefined}
      onClick={() => onChoose(id)}
      onDoubleClick={() => onDetails(process)}
      className={classNames(
        'absolute inset-x-0 grid items-center px-4 group-focus-visible/grid:data-cursor:outline-2 group-focus-visible/grid:data-cursor:-outline-offset-2 group-focus-visible/grid:data-cursor:outline-focus',
        isCursor ? 'bg-surface-3' : 'hover:bg-surface-2',
        (!isMatch || stranger !== null) && 'text-text-muted',
      )}
      style={{ transform: `translateY(${top}px)`, height: rowHeight, gridTemplateColumns: template }}
    >
      <Figure>{pid}</Figure>
      <Figure>{containerPid ?? '–'}</Figure>
      <td className="truncate px-1.5" {...hintAttributes({ hint: visibleText(userSentence(process)) })}>
        <bdi>{visibleText(userOf(process))}</bdi>
      </td>
      <td
        className={classNames(
          'truncate px-1.5',
          state === 'Z' || state === 'D' ? 'text-warning' : state === 'R' ? 'text-state-running' : undefined,
        )}
        {...hintAttributes({ hint: stateMeaning(state) })}
      >
        {visibleText(stateWord(state))}
      </td>
      <Figure>{cpu === null ? '–' : formatCpu(cpu)}</Figure>
      <Figure>{residentBytes === null ? '–' : formatBytes(residentBytes)}</Figure>
      <Figure>{threads}</Figure>
      <td
        className="flex min-w-0 items-center gap-1 px-1.5"
        style={{ paddingLeft: 6 + Math.min(depth, deepestIndent) * indentStep }}
      >
        {hasChildren && canFold ? (
          <button
            type="button"
            tabIndex={-1}
            aria-label={`${isFolded ? 'Unfold' : 'Fold'} ${visibleText(process.name)} ${pid}`}
            className="flex size-4 shrink-0 items-center justify-center rounded-inner text-text-muted hover:bg-surface-3 hover:text-text"
            onClick={(event) => {
              event.stopPropagation()
              onFold(id, !isFolded)
            }}
          >
            <ChevronRight
              size={13}
              aria-hidden
              className={classNames('transition-transform', !isFolded && 'rotate-90')}
            />
          </button>
        ) : (
          !isPlain && <span className="size-4 shrink-0" />
        )}
        <bdi className="code truncate" {...hintAttributes({ hint: visibleText(command).slice(0, 600) })}>
          {visibleText(command)}
        </bdi>
        {isInit && <span className="shrink-0 text-caption text-text-muted">init</span>}
        {stranger !== null && (
          <span
            className="max-w-1/2 shrink-0 truncate text-caption text-text-muted"
            {...hintAttributes({ hint: visibleText(strangerSentence(stranger)) })}
          >
            <bdi>{visibleText(strangerWord(stranger))}</bdi>
          </span>
        )}
      </td>
    </tr>
  )
}

export const ProcessLineRow = memo(DrawnLine)

function Figure({ children }: { children: ReactNode }) {
  return <td className="figures truncate px-1.5 text-right">{children}</td>
}
