// Draws the hint of whatever the pointer rests on or the keyboard has reached: one popup for the whole window, so
// that ten thousand buttons cost nothing.
import { Tooltip } from '@base-ui/react/tooltip'
import { useEffect, useRef, useState } from 'react'
import { Keys } from './Keys.tsx'
import { visibleText } from './visible-text.ts'

const times = {
  /** Long enough not to flicker while the pointer crosses a toolbar. */
  openAfterMs: 450,
  /** Once one was shown, its neighbours answer at once for this long. */
  warmForMs: 400,
  /** While one is shown: whether what it belongs to is still there. */
  lookEveryMs: 250,
} as const

interface Shown {
  anchor: Element
  text: string
  keys: string | null
}

function hintOf(target: EventTarget | null): Shown | null {
  const anchor = target instanceof Element ? target.closest('[data-hint]') : null
  const text = anchor?.getAttribute('data-hint')
  if (anchor?.hasAttribute('data-hint-when-cut') && anchor.scrollWidth <= anchor.clientWidth) return null
  return anchor && text ? { anchor, text, keys: anchor.getAttribute('data-hint-keys') } : null
}

export function HintLayer() {
  const [shown, setShown] = useState<Shown | null>(null)
  const closedAt = useRef(0)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let current: Element | null = null

    function hide(): void {
      clearTimeout(timer)
      if (current) closedAt.current = Date.now()
      current = null
      setShown(null)
    }

    function offer(target: EventTarget | null, isImmediate: boolean): void {
      const next = hintOf(target)
      if (next?.anchor === current) return
      hide()
      if (!next) return
      const isWarm = isImmediate || Date.now() - closedAt.current < times.warmForMs
      const open = (): void => {
        current = next.anchor
        // It may have gone, or say something else by now.
        setShown(next.anchor.isConnected ? hintOf(next.anchor) : null)
      }
      if (isWarm) open()
      else timer = setTimeout(open, times.openAfterMs)
    }

    const listeners = new AbortController()
    const { signal } = listeners
    document.addEventListener('pointerover', (event) => offer(event.target, false), { signal })
    document.addEventListener('pointerdown', hide, { signal })
    document.addEventListener('keydown', hide, { signal })
    document.addEventListener('scroll', hide, { signal, capture: true })
    document.addEventListener(
      'focusin',
      (event) => {
        if (event.target instanceof Element && event.target.matches(':focus-visible'))
          offer(event.target, true)
      },
      { signal },
    )
    document.documentElement.addEventListener('pointerleave', hide, { signal })
    return () => {
      clearTimeout(timer)
      listeners.abort()
    }
  }, [])

  // A row may go, or a button change its mind, under a pointer that rests.
  useEffect(() => {
    if (!shown) return undefined
    const timer = setInterval(() => {
      if (!shown.anchor.isConnected || hintOf(shown.anchor)?.text !== shown.text) setShown(null)
    }, times.lookEveryMs)
    return () => clearInterval(timer)
  }, [shown])

  return (
    <Tooltip.Root open={shown !== null} disableHoverablePopup>
      <Tooltip.Portal>
        <Tooltip.Positioner
          anchor={shown?.anchor ?? null}
          sideOffset={6}
          collisionPadding={8}
          className="z-50"
        >
          <Tooltip.Popup className="flex max-w-100 items-center gap-2 rounded-control border border-line bg-surface-float px-2 py-1 text-small break-words text-text shadow-float">
            <bdi className="line-clamp-[14] min-w-0 [overflow-wrap:anywhere]">
              {shown && visibleText(shown.text)}
            </bdi>
            {shown?.keys && <Keys keys={shown.keys} />}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
