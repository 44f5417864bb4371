// Dragging a tab along the strip: where it would land is shown, and it moves when it is let go.
import { useRef, useState } from 'react'
import type { PointerEvent } from 'react'
import { moveTabTo } from './places.ts'

/** Less is a click of an unsteady hand. */
const startsAfterPixels = 6

export interface TabDrag {
  /** The gap before which place the tab would land, from 0; null while nothing is dragged. */
  gap: number | null
  handlers: {
    onPointerDown(event: PointerEvent<HTMLElement>): void
    onPointerMove(event: PointerEvent<HTMLElement>): void
    onPointerUp(event: PointerEvent<HTMLElement>): void
    onPointerCancel(): void
  }
}

/** For the tab list; its tabs say which they are with `data-tab-key`. */
export function useTabDrag(): TabDrag {
  const drag = useRef<{ key: string; fromX: number } | null>(null)
  const [gap, setGap] = useState<number | null>(null)

  function end(): void {
    drag.current = null
    setGap(null)
  }

  return {
    gap,
    handlers: {
      onPointerDown(event) {
        const key = tabAt(event)?.dataset['tabKey']
        if (event.button === 0 && key !== undefined) drag.current = { key, fromX: event.clientX }
      },
      onPointerMove(event) {
        if (drag.current === null) return
        if (gap === null && Math.abs(event.clientX - drag.current.fromX) < startsAfterPixels) return
        // Not before: a captured click would be the list's, not the tab's.
        if (gap === null) event.currentTarget.setPointerCapture(event.pointerId)
        setGap(gapAt(event.currentTarget, event.clientX))
      },
      onPointerUp(event) {
        if (drag.current !== null && gap !== null) {
          const { key } = drag.current
          const from = tabsOf(event.currentTarget).findIndex((tab) => tab.dataset['tabKey'] === key)
          moveTabTo(key, gap > from ? gap - 1 : gap)
        }
        end()
      },
      onPointerCancel: end,
    },
  }
}

function tabsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[data-tab-key]')]
}

function tabAt({ target }: PointerEvent): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-tab-key]') : null
}

function gapAt(list: HTMLElement, x: number): number {
  const tabs = tabsOf(list)
  const index = tabs.findIndex((tab) => {
    const { left, width } = tab.getBoundingClientRect()
    return x < left + width / 2
  })
  return index === -1 ? tabs.length : index
}
