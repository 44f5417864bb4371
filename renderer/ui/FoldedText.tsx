// Text of unknown length: six lines of it, and the rest on demand.
import { useLayoutEffect, useRef, useState } from 'react'
import { classNames } from './class-names.ts'

export interface FoldedTextProps {
  /** As it is to be drawn. */
  text: string
  className?: string
}

export function FoldedText({ text, className }: FoldedTextProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [isLong, setIsLong] = useState(false)
  const element = useRef<HTMLElement>(null)

  // Only the drawn text knows its lines, and they change with the width.
  useLayoutEffect(() => {
    const { current } = element
    if (!current || isOpen) return undefined
    const measure = (): void => setIsLong(current.scrollHeight > current.clientHeight + 1)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [text, isOpen])

  return (
    <>
      <bdi ref={element} className={classNames('block', !isOpen && 'line-clamp-6', className)}>
        {text}
      </bdi>
      {isLong && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="-ml-1 rounded-inner px-1 font-sans text-small text-text-muted hover:text-text"
        >
          {isOpen ? 'Show less' : 'Show all'}
        </button>
      )}
    </>
  )
}
