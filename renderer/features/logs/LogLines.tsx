// The lines of a log, of which only those in sight exist: scrolled, followed, selected and copied.
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { useRef, useState } from 'react'
import type { ClipboardEvent, KeyboardEvent, MouseEvent } from 'react'
import type { LogMatch } from '../../../src-shared/logs-model.ts'
import { useLogOptions } from '../../stores/log-options.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { copyText } from '../../ui/clipboard.ts'
import { selectedText, textOf } from './copy-lines.ts'
import { LogEmpty } from './LogEmpty.tsx'
import { LogGap, LogLine } from './LogLine.tsx'
import { lineId } from './log-rows.ts'
import type { LogView, LogViewState } from './log-view.ts'
import { useLogScroll } from './use-log-scroll.ts'

/** The code face, with a little air. */
const lineHeight = 18
const gapHeight = 32
const overscan = 12

export interface LogLinesProps {
  view: LogView
  state: LogViewState
  /** When the container started, in milliseconds since 1970. */
  start: number | null
  isLive: boolean
  matches: ReadonlyMap<string, LogMatch>
  current: LogMatch | null
  onAllOutput: () => void
}

export function LogLines({ view, state, start, isLive, matches, current, onAllOutput }: LogLinesProps) {
  const { rows, isFollowing, isLoaded, isEnd } = state
  const { times, isWrapped, hasColours, output } = useLogOptions()
  const scroller = useRef<HTMLDivElement>(null)
  const { selected, ...selecting } = useLineSelection(state)

  // The rule is for the React compiler, which is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.id ?? index,
    estimateSize: (index) => (rows[index]?.skip ? gapHeight : lineHeight),
    overscan,
  })
  const onScroll = useLogScroll({ view, state, scroller, virtualizer, isLive })
  const items = virtualizer.getVirtualItems()
  const currentId = current === null ? null : lineId(current)

  function handleKey(event: KeyboardEvent): void {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey
    if (event.key === 'Home' && isPlain) view.openStart()
    else if (event.key === 'End' && isPlain) view.openEnd()
    else if (event.key === 'a' && event.ctrlKey) selecting.all()
    else if (event.key === 'Escape' && selected !== null) selecting.none()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  function handleCopy(event: ClipboardEvent): void {
    const text =
      selected === null ? selectedText(rows) : textOf(rows.slice(selected.first, selected.last + 1))
    if (text === null) return
    event.preventDefault()
    void copyText(text)
  }

  if (isLoaded && rows.length === 0) {
    return <LogEmpty state={state} output={output} isLive={isLive} onAllOutput={onAllOutput} />
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {/* Keys and presses are those of what is scrolled and selected in it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={scroller}
        role="log"
        aria-label="Log lines"
        // Read when one wants to, not as it comes.
        aria-live="off"
        aria-busy={state.isBusy}
        // Scrollable, so the keyboard must get at it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={handleKey}
        onCopy={handleCopy}
        onClick={selecting.click}
        className="code min-h-0 flex-1 overflow-auto bg-surface-1 leading-4.5 -outline-offset-2 [overflow-anchor:none]"
      >
        <div
          className="relative min-w-full"
          style={{ height: virtualizer.getTotalSize(), width: 'max-content' }}
        >
          <div className={classNames('invisible h-0', isWrapped && 'hidden')} aria-hidden>
            <Widest texts={isWrapped ? [] : items.map(({ index }) => rows[index]?.line?.text ?? '')} />
          </div>
          {items.map(({ index, key, start: top }) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <div
                key={key}
                data-index={index}
                ref={isWrapped ? virtualizer.measureElement : undefined}
                className={classNames('absolute left-0', isWrapped ? 'w-full' : 'min-w-full')}
                style={{ transform: `translateY(${top}px)` }}
              >
                {row.line ? (
                  <LogLine
                    line={row.line}
                    times={times}
                    start={start}
                    isWrapped={isWrapped}
                    hasColours={hasColours}
                    match={matches.get(row.id) ?? null}
                    isCurrent={row.id === currentId}
                    isSelected={selected !== null && index >= selected.first && index <= selected.last}
                  />
                ) : (
                  <LogGap skip={row.skip} onShow={() => view.openAt(row.skip.from)} />
                )}
              </div>
            )
          })}
        </div>
      </div>
      {isLoaded && !isFollowing && (isLive || !isEnd) && (
        <Button
          icon={<ArrowDown size={14} aria-hidden />}
          onClick={() => view.openEnd()}
          className="absolute! right-5 bottom-3 shadow-float"
        >
          {isLive ? 'Follow the end' : 'To the end'}
        </Button>
      )}
    </div>
  )
}

/** Makes the room for lines that are not wrapped: rows that lie over the list give it no width. */
function Widest({ texts }: { texts: readonly string[] }) {
  const longest = texts.reduce((widest, text) => Math.max(widest, text.length), 0)
  // Times and margins, in characters of the same face.
  return <div style={{ width: `${Math.min(longest, 20_000) + 36}ch` }} />
}

/** Lines by their index. One click marks where a selection begins, another with Shift where it ends. */
function useLineSelection({ rows, opening }: LogViewState) {
  const [anchor, setAnchor] = useState<string | null>(null)
  const [range, setRange] = useState<{ from: string; to: string; opening: number } | null>(null)
  const ends =
    range === null || range.opening !== opening
      ? []
      : [range.from, range.to].map((id) => rows.findIndex((row) => row.id === id))
  const isThere = ends.length === 2 && !ends.includes(-1)
  return {
    selected: isThere ? { first: Math.min(...ends), last: Math.max(...ends) } : null,
    all: (): void => {
      const [from, to] = [rows[0]?.id, rows.at(-1)?.id]
      if (from !== undefined && to !== undefined) setRange({ from, to, opening })
    },
    none: () => setRange(null),
    click: ({ target, shiftKey }: MouseEvent): void => {
      const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
      const id = row === null ? undefined : rows[Number(row.dataset['index'])]?.id
      if (id === undefined) return
      if (shiftKey && anchor !== null) {
        document.getSelection()?.removeAllRanges()
        setRange({ from: anchor, to: id, opening })
        return
      }
      setAnchor(id)
      setRange(null)
    },
  }
}
