// Keeps the lines in sight where they are while others come and go before and behind them: at the end while that is
// followed, else where the reader is. Loads what is about to be scrolled to.
import type { Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { LogView, LogViewState } from './log-view.ts'

/** So near to an end in pixels the next page is asked for. */
const loadWithinPixels = 1500
/** As far as this from the end is still at it. */
const atEndPixels = 8
/** Fewer rows than a screen holds: more are looked for unasked. */
const enoughRows = 60

interface Scrolling {
  view: LogView
  state: LogViewState
  scroller: RefObject<HTMLDivElement | null>
  virtualizer: Virtualizer<HTMLDivElement, Element>
  isLive: boolean
}

/** Answers with what is to be told of each scroll. */
export function useLogScroll({ view, state, scroller, virtualizer, isLive }: Scrolling): () => void {
  const { rows, opening, target, isFollowing } = state
  const height = virtualizer.getTotalSize()
  const shown = useRef({ rows, opening: -1, starts: virtualizer.measurementsCache })
  const lastTop = useRef(0)
  /** Opened at its end, and not scrolled away from it: heights are known only once lines are drawn. */
  const isAtEnd = useRef(false)

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const before = shown.current
    const starts = virtualizer.measurementsCache
    shown.current = { rows, opening, starts }
    if (before.opening !== opening) {
      const index = typeof target === 'string' ? -1 : rows.findIndex(({ id }) => id === target.row)
      isAtEnd.current = target === 'end'
      if (index !== -1) virtualizer.scrollToIndex(index, { align: 'center' })
      else element.scrollTo({ top: target === 'start' ? 0 : height })
      noteOffset(virtualizer, element)
    } else if (isFollowing || isAtEnd.current) element.scrollTo({ top: height })
    else if (before.rows !== rows) element.scrollBy({ top: shiftOf(before, { rows, starts }) })
    lastTop.current = element.scrollTop
  }, [scroller, virtualizer, rows, opening, target, isFollowing, height])

  // With one output chosen pages may hold few lines, or none.
  useEffect(() => {
    if (rows.length >= enoughRows || state.isBusy || !state.isLoaded || state.error !== null) return
    if (state.before !== null) void view.loadBefore()
    else if (!state.isEnd && !state.isHeld) void view.loadBehind()
  }, [view, rows, state])

  return () => {
    const element = scroller.current
    if (element === null) return
    const { scrollTop, scrollHeight, clientHeight } = element
    const isUp = scrollTop < lastTop.current
    const left = scrollHeight - scrollTop - clientHeight
    lastTop.current = scrollTop
    if (isUp && left > atEndPixels) isAtEnd.current = false
    if (view.state().isFollowing) {
      if (isUp && left > atEndPixels) view.pause(false)
      return
    }
    if (scrollTop < loadWithinPixels && isUp) void view.loadBefore()
    if (isUp || left > loadWithinPixels) return
    const { isEnd, isHeld } = view.state()
    if (!isEnd) void view.loadBehind()
    else if (left <= atEndPixels && isLive && !isHeld) view.follow()
  }
}

/** It hears of a scroll with the next frame; until then it would take lines as if they lay above what is in sight. */
function noteOffset(virtualizer: Scrolling['virtualizer'], { scrollTop }: HTMLElement): void {
  virtualizer.scrollOffset = scrollTop
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = ({ start }, _delta, { scrollElement }) =>
    start < (scrollElement?.scrollTop ?? 0)
}

type Shown = Pick<LogViewState, 'rows'> & { starts: readonly { start: number }[] }

/** How far the rows that are in both have moved. */
function shiftOf(before: Shown, after: Shown): number {
  const first = before.rows[0]
  if (first === undefined) return 0
  const index = after.rows.findIndex(({ id }) => id === first.id)
  if (index !== -1) return after.starts[index]?.start ?? 0
  const kept = after.rows[0]
  const was = kept === undefined ? -1 : before.rows.findIndex(({ id }) => id === kept.id)
  return was === -1 ? 0 : -(before.starts[was]?.start ?? 0)
}
