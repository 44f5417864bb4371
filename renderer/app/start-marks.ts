// Tells main when the frame and when the list were painted: that ends the start, and is what the benchmarks measure.
import { useEffect, useRef } from 'react'
import { useEngineState } from '../engine/index.ts'
import { windowCall } from '../engine/window.ts'
import { useContainers } from '../stores/containers.ts'

/** A window that is not shown may not be given frames; the marks come all the same. */
const longestFrameMs = 250

/** Calls when what React has just rendered is on the screen. Returns how to call it off. */
export function afterPaint(callback: () => void): () => void {
  let isDone = false
  function finish(): void {
    if (isDone) return
    isDone = true
    clearTimeout(timer)
    callback()
  }
  const timer = setTimeout(finish, longestFrameMs)
  // The first frame callback comes before the paint, the second after it.
  requestAnimationFrame(() => requestAnimationFrame(finish))
  return () => {
    isDone = true
    clearTimeout(timer)
  }
}

function mark(name: 'shell' | 'list'): void {
  if (name === 'list') document.documentElement.dataset['appReady'] = ''
  // Main measures by it and shows the window; there is nothing to do here if it cannot.
  windowCall('app.mark', { name }).catch(() => {})
}

export function useStartMarks(): void {
  const hasList = useContainers(({ isLoaded, loadError }) => isLoaded || loadError !== null)
  const hasFailed = useEngineState(({ process }) => process.state === 'failed')
  const isListMarked = useRef(false)

  useEffect(() => afterPaint(() => mark('shell')), [])

  useEffect(() => {
    if (isListMarked.current || !(hasList || hasFailed)) return undefined
    return afterPaint(() => {
      isListMarked.current = true
      mark('list')
    })
  }, [hasList, hasFailed])
}
