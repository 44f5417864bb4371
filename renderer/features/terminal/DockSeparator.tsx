// The upper edge of the dock: drag it, move it with the arrow keys, double-click for the usual height.
import { useRef } from 'react'
import type { KeyboardEvent, PointerEvent, RefObject } from 'react'
import { defaultSettings } from '../../../src-shared/default-settings.ts'
import { changeSettings, useSettings } from '../../stores/settings.ts'

const heights = {
  /** The bar and a few lines; the settings take no less than 80. */
  least: 96,
  step: 16,
  bigStep: 96,
} as const

export interface DockSeparatorProps {
  dock: RefObject<HTMLElement | null>
  /** Pixels that stay of what lies above. */
  leastAbove: number
}

export function DockSeparator({ dock, leastAbove }: DockSeparatorProps) {
  const height = useSettings((settings) => settings.dockHeight)
  const drag = useRef<{ fromY: number; fromHeight: number } | null>(null)

  function most(): number {
    const room = dock.current?.parentElement?.clientHeight ?? window.innerHeight
    return Math.max(heights.least, room - leastAbove)
  }

  /** The height as it is drawn: a small window shows less than what is set. */
  function drawn(): number {
    return Math.round(dock.current?.getBoundingClientRect().height ?? height)
  }

  function limited(wanted: number): number {
    return Math.round(Math.min(Math.max(wanted, heights.least), most()))
  }

  function set(wanted: number): void {
    void changeSettings({ dockHeight: limited(wanted) })
  }

  function handleKey(event: KeyboardEvent): void {
    const step = event.shiftKey ? heights.bigStep : heights.step
    const wanted: Partial<Record<string, number>> = {
      ArrowUp: drawn() + step,
      ArrowDown: drawn() - step,
      Home: most(),
      End: heights.least,
      Enter: defaultSettings.dockHeight,
    }
    const next = wanted[event.key]
    if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    set(next)
  }

  function beginDrag(event: PointerEvent): void {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { fromY: event.clientY, fromHeight: drawn() }
  }

  function follow(event: PointerEvent): void {
    if (drag.current === null) return
    const { fromY, fromHeight } = drag.current
    // Drawn at once; kept when the pointer is let go.
    useSettings.setState({ dockHeight: limited(fromHeight + fromY - event.clientY) })
  }

  function endDrag(): void {
    if (drag.current === null) return
    drag.current = null
    set(useSettings.getState().dockHeight)
  }

  return (
    <div
      // A separator that can be moved is a widget; `hr` is not one.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="separator"
      aria-label="Height of the terminals"
      aria-orientation="horizontal"
      aria-valuenow={height}
      aria-valuemin={heights.least}
      tabIndex={0}
      onKeyDown={handleKey}
      onPointerDown={beginDrag}
      onPointerMove={follow}
      onPointerUp={endDrag}
      onPointerCancel={endDrag}
      onDoubleClick={() => set(defaultSettings.dockHeight)}
      className="absolute inset-x-0 -top-1 z-10 h-2 cursor-row-resize touch-none after:absolute after:inset-x-0 after:top-0.5 after:h-0.5 after:transition-colors hover:after:bg-accent focus-visible:outline-none focus-visible:after:bg-focus active:after:bg-accent"
    />
  )
}
