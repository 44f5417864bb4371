// Grey bars where text will be, shown only when it takes long enough to be noticed.
import { useEffect, useState } from 'react'
import { classNames } from './class-names.ts'

/** What is there sooner needs no place-holder; one that flashes is worse than none. */
const showAfterMs = 150

/** True once the wait has become noticeable. */
export function useIsSlow(isWaiting: boolean): boolean {
  const [isSlow, setIsSlow] = useState(false)
  useEffect(() => {
    if (!isWaiting) return undefined
    const timer = setTimeout(setIsSlow, showAfterMs, true)
    return () => {
      clearTimeout(timer)
      setIsSlow(false)
    }
  }, [isWaiting])
  return isWaiting && isSlow
}

export function SkeletonBar({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames('block h-2 animate-skeleton rounded-full bg-surface-3', className)}
    />
  )
}
