// The border between two terminals side by side: drag it, move it with the arrow keys, double-click for equal halves.
import { useRef } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { evened, resized, splitOf } from '../../stores/terminal-arrangement.ts'
import { arrange, useTerminals } from '../../stores/terminals.ts'
import { panelElementId } from './tab-elements.ts'

/** Shares of the width of both, for a press of a key. */
const steps = { usual: 0.03, large: 0.12 } as const

export interface PaneSeparatorProps {
  /** The pane to its right. */
  tabKey: string
  order: number
}

export function PaneSeparator({ tabKey, order }: PaneSeparatorProps) {
  const share = useTerminals(({ tabs }) => shareOfLeft(tabs, tabKey))
  const drag = useRef<{ lastX: number; bothPixels: number } | null>(null)

  function move(by: number): void {
    arrange((tabs) => resized(tabs, tabKey, by))
  }

  function handleKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const step = event.shiftKey ? steps.large : steps.usual
    if (event.key === 'ArrowLeft') move(-step)
    else if (event.key === 'ArrowRight') move(step)
    else if (event.key === 'Home') move(-1)
    else if (event.key === 'End') move(1)
    else if (event.key === 'Enter') arrange((tabs) => evened(tabs, tabKey))
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  function beginDrag(event: PointerEvent): void {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { lastX: event.clientX, bothPixels: widthOfBoth(tabKey) }
  }

  function follow(event: PointerEvent): void {
    if (drag.current === null || drag.current.bothPixels === 0) return
    move((event.clientX - drag.current.lastX) / drag.current.bothPixels)
    drag.current.lastX = event.clientX
  }

  function endDrag(): void {
    drag.current = null
  }

  return (
    <div
      // A separator that can be moved is a widget; `hr` is not one.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="separator"
      aria-label="Width of the terminals"
      aria-orientation="vertical"
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={10}
      aria-valuemax={90}
      tabIndex={0}
      style={{ order }}
      onKeyDown={handleKey}
      onPointerDown={beginDrag}
      onPointerMove={follow}
      onPointerUp={endDrag}
      onPointerCancel={endDrag}
      onDoubleClick={() => arrange((tabs) => evened(tabs, tabKey))}
      className="relative z-10 w-px shrink-0 cursor-col-resize touch-none bg-line before:absolute before:inset-y-0 before:-left-1 before:w-2.25 after:absolute after:inset-y-0 after:-left-px after:w-0.75 hover:after:bg-accent focus-visible:outline-none focus-visible:after:bg-focus active:after:bg-accent"
    />
  )
}

function shareOfLeft(tabs: Parameters<typeof splitOf>[0], key: string): number {
  const split = splitOf(tabs, key)
  const index = split.findIndex((tab) => tab.key === key)
  const [left, right] = [split[index - 1]?.weight ?? 1, split[index]?.weight ?? 1]
  return left / (left + right)
}

function widthOfBoth(key: string): number {
  const split = splitOf(useTerminals.getState().tabs, key)
  const index = split.findIndex((tab) => tab.key === key)
  return split
    .slice(Math.max(index - 1, 0), index + 1)
    .map((tab) => document.getElementById(panelElementId(tab.key))?.clientWidth ?? 0)
    .reduce((sum, width) => sum + width, 0)
}
