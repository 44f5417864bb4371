// A long id or path on one line: cut in the middle when there is no room, whole on hover, to the ear and on copy.
import { classNames } from './class-names.ts'
import { hintAttributes } from './hint.ts'
import { visibleText } from './visible-text.ts'

/** Shorter texts fit wherever we show one; they stay one piece. */
const wholeUpTo = 20

/** In a monospace face no part of a character is left over, so that there is no gap after the “…”. */
const wholeCharacters = 'round(down, 100%, 1ch)'

export interface MiddleCutProps {
  text: string
  /** Characters that are always shown at the end. */
  tail?: number
  className?: string
  /** Off where the whole is shown beside it anyway. */
  hasHint?: boolean
}

export function MiddleCut({ text: raw, tail = 10, className, hasHint = true }: MiddleCutProps) {
  const text = visibleText(raw)
  if (text.length <= wholeUpTo) return <bdi className={classNames('truncate', className)}>{text}</bdi>
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
