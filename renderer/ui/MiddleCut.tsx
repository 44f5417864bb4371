// An id or path on one line, whose end is always seen: where there is no room a long one is cut in its middle, a short one
// at its beginning. Whole on hover, to the ear and on copy.
import { classNames } from './class-names.ts'
import { hintAttributes } from './hint.ts'
import { visibleText } from './visible-text.ts'

/** Two pieces of a shorter name would say no more than its end; and most are so short that one is enough for a row. */
const nameInOnePiece = 20
/** Less is no piece of its own: it is given as much room. */
const leastHead = 2

/** In a monospace face no part of a character is left over, so that there is no gap after the “…”. */
const wholeCharacters = 'round(down, 100%, 1ch)'

export interface MiddleCutProps {
  text: string
  /** Characters that are always shown at the end. */
  tail?: number
  /** Stands below others, with which it is to begin. */
  isPath?: boolean
  className?: string
  /** Off where the whole is shown beside it anyway. */
  hasHint?: boolean
}

export function MiddleCut({
  text: raw,
  tail = 10,
  isPath = false,
  className,
  hasHint = true,
}: MiddleCutProps) {
  const text = visibleText(raw)
  if (text.length < (isPath ? tail + leastHead : nameInOnePiece + 1)) {
    return (
      <span
        // Written to the left, so that it is the beginning that gives way to the “…”.
        dir="rtl"
        className={classNames('block truncate text-left', className)}
        style={{ maxWidth: wholeCharacters }}
        {...hintAttributes({ hint: hasHint ? text : null, isOnlyWhenCut: true })}
      >
        <bdi>{text}</bdi>
      </span>
    )
  }
  const cut = text.length - tail
  return (
    <span
      className={classNames('relative flex min-w-0 overflow-hidden', className)}
      style={{ maxWidth: wholeCharacters }}
      {...hintAttributes({ hint: hasHint ? text : null })}
    >
      {/* The beginning gives way first; where even the end has no room, its own beginning does. */}
      <bdi aria-hidden="true" className="min-w-[2ch] shrink-999 truncate whitespace-pre">
        {text.slice(0, cut)}
      </bdi>
      <bdi aria-hidden="true" className="flex min-w-0 justify-end overflow-hidden whitespace-pre">
        {text.slice(cut)}
      </bdi>
      <span className="spoken">{text}</span>
    </span>
  )
}
