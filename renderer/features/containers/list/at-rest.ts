// What of a row is drawn only once the list is at rest: what is unseen until the pointer comes, and yet costs a third of the
// row. While rows come by the dozen, at the list's first sight and under a turning wheel, they come without it.
import { startTransition, useEffect, useState } from 'react'

/** Longer than between two frames or two turns of a wheel, shorter than a hand takes to a row. */
const restAfterMs = 120

const waiting = new Set<() => void>()
let timer: ReturnType<typeof setTimeout> | undefined

function complete(): void {
  timer = undefined
  const all = [...waiting]
  waiting.clear()
  // One drawing for all, which gives way to whatever is pressed meanwhile.
  startTransition(() => {
    for (const draw of all) draw()
  })
}

function rest(): void {
  clearTimeout(timer)
  timer = waiting.size > 0 ? setTimeout(complete, restAfterMs) : undefined
}

/** The list has moved: rests anew. */
export function noteMotion(): void {
  if (waiting.size > 0) rest()
}

/** False for a row that has just come; true, and it stays so, once the list has been at rest with it. */
export function useRested(): boolean {
  const [hasRested, setRested] = useState(false)
  useEffect(() => {
    if (hasRested) return undefined
    const draw = (): void => setRested(true)
    waiting.add(draw)
    rest()
    return () => {
      waiting.delete(draw)
    }
  }, [hasRested])
  return hasRested
}
