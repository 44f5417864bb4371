// What a search has found, line by line; each leads to its place in the log.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { LogMatch } from '../../../src-shared/logs-model.ts'
import { useLogOptions } from '../../stores/log-options.ts'
import { classNames } from '../../ui/class-names.ts'
import { visibleText } from '../../ui/visible-text.ts'
import type { LogSearchState } from './log-search.ts'
import { timeText } from './log-time.ts'

const rowHeight = 24

export interface MatchListProps {
  state: LogSearchState
  start: number | null
  onChoose: (index: number) => void
}

export function MatchList({ state, start, onChoose }: MatchListProps) {
  const { matches, current } = state
  const { times } = useLogOptions()
  const scroller = useRef<HTMLUListElement>(null)
  // The rule is for the React compiler, which is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: matches.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
  })
  useEffect(() => {
    if (current !== -1) virtualizer.scrollToIndex(current, { align: 'auto' })
  }, [virtualizer, current])
  if (matches.length === 0) return null
  return (
    <ul
      ref={scroller}
      aria-label="Matches"
      className="relative h-[30%] max-h-60 min-h-24 shrink-0 overflow-auto border-t border-line bg-surface-0"
    >
      <li aria-hidden style={{ height: virtualizer.getTotalSize() }} />
      {virtualizer.getVirtualItems().map(({ index, start: top }) => {
        const match = matches[index]
        if (match === undefined) return null
        return (
          <li
            key={index}
            aria-setsize={matches.length}
            aria-posinset={index + 1}
            className="absolute inset-x-0"
            style={{ top, height: rowHeight }}
          >
            <button
              type="button"
              aria-current={index === current || undefined}
              onClick={() => onChoose(index)}
              className={classNames(
                'code flex h-full w-full items-center gap-3 overflow-hidden px-4 text-left whitespace-pre -outline-offset-2 hover:bg-surface-2',
                index === current && 'bg-surface-3',
              )}
            >
              {times !== 'none' && (
                <span className="figures shrink-0 text-text-muted">{timeText(match.time, times, start)}</span>
              )}
              <Excerpt match={match} />
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function Excerpt({ match: { excerpt, start, length } }: { match: LogMatch }) {
  const end = start + length
  return (
    <bdi className="min-w-0 truncate">
      {visibleText(excerpt.slice(0, start))}
      <mark className="rounded-inner bg-(--terminal-match) text-text">
        {visibleText(excerpt.slice(start, end))}
      </mark>
      {visibleText(excerpt.slice(end))}
    </bdi>
  )
}
