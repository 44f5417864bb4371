// Keeps what one looks at where it is: rows that come or go above the first one in sight do not push it, and a filter that
// is cleared gives back the place that one had before it.
import { useLayoutEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { Virtualizer } from '@tanstack/react-virtual'
import { listPlace, useContainerList } from '../../../stores/container-list.ts'
import { lineOf } from '../../../stores/list-rows.ts'
import { heights } from '../columns.ts'

type ListVirtualizer = Virtualizer<HTMLDivElement, Element>

/** The first row in sight and where it began, in pixels. */
interface Anchor {
  key: string
  start: number
}

export function usePlace(scroller: RefObject<HTMLDivElement | null>, virtualizer: ListVirtualizer): void {
  const order = useContainerList((state) => state.order)
  const groups = useContainerList((state) => state.groups)
  const filter = useContainerList((state) => state.filter)
  const anchor = useRef<Anchor | null>(null)

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const { isRearranged } = useContainerList.getState()
    const index = anchor.current === null || isRearranged ? -1 : order.indexOf(anchor.current.key)
    // At the top what is new is to be seen.
    if (index !== -1 && anchor.current !== null && element.scrollTop > heights.row) {
      const before = anchor.current.start
      const start = virtualizer.measurementsCache[lineOf(index, groups)]?.start ?? before
      if (start !== before) element.scrollBy({ top: start - before, behavior: 'instant' })
    }
  }, [order, groups, scroller, virtualizer])

  useLayoutEffect(() => {
    if (filter !== '' || listPlace.beforeFilter === null || !scroller.current) return
    scroller.current.scrollTo({ top: listPlace.beforeFilter, behavior: 'instant' })
    listPlace.beforeFilter = null
  }, [filter, scroller])

  // After each drawing, and so after each scroll: which row is the first now.
  useLayoutEffect(() => {
    const top = virtualizer.scrollOffset ?? 0
    const first = virtualizer.getVirtualItems().find(({ end }) => end - heights.head > top)
    anchor.current = typeof first?.key === 'string' ? { key: first.key, start: first.start } : null
  })
}
