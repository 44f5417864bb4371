// A long id or path on one line: cut in the middle when there is no room, whole on hover, to the ear and on copy.
import { classNames } from './class-names.ts'
import { hintAttributes } from './hint.ts'

/** Shorter texts fit wherever we show one; they stay one piece. */
const wholeUpTo = 20

export interface MiddleCutProps {
  text: string
  /** Characters that are always shown at the end. */
  tail?: number
  className?: string
  /** Off where the whole is shown beside it anyway. */
  hasHint?: boolean
}

export function MiddleCut({ text, tail = 10, className, hasHint = true }: MiddleCutProps) {
  if (text.length <= wholeUpTo) return <span className={classNames('truncate', className)}>{text}</span>
  const cut = text.length - tail
  return (
    <span
      className={classNames('relative flex min-w-0 overflow-hidden', className)}
      {...hintAttributes({ hint: hasHint ? text : null })}
    >
      {/* The beginning gives way first; where even the end has no room, its own beginning does. */}
      <span aria-hidden="true" className="min-w-[2ch] shrink-999 truncate whitespace-pre">
        {text.slice(0, cut)}
      </span>
      <span aria-hidden="true" className="flex min-w-0 justify-end overflow-hidden whitespace-pre">
        {text.slice(cut)}
      </span>
      <span className="spoken">{text}</span>
    </span>
  )
}
