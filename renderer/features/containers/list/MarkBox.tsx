// The small box that marks a row for an action on many: unseen until the pointer is near, or until something is marked.
import { Check, Minus } from 'lucide-react'
import type { MouseEvent } from 'react'
import { classNames } from '../../../ui/class-names.ts'

export interface MarkBoxProps {
  label: string
  isMarked: boolean
  isPartly?: boolean
  /** Nothing is marked: it only shows itself to the pointer. */
  isQuiet: boolean
  onPress: (event: MouseEvent) => void
}

export function MarkBox({ label, isMarked, isPartly = false, isQuiet, onPress }: MarkBoxProps) {
  const isFilled = isMarked || isPartly
  return (
    <button
      type="button"
      // Not an input: that would take the keys from the list, and cannot be drawn half ticked without a script.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="checkbox"
      aria-label={label}
      aria-checked={isPartly ? 'mixed' : isMarked}
      tabIndex={-1}
      onClick={onPress}
      // A wider aim than what is seen; the row's own press is not meant.
      className="flex size-6 items-center justify-center rounded-inner"
    >
      <span
        className={classNames(
          'flex size-3.5 items-center justify-center rounded-[3px] border',
          isFilled ? 'border-accent bg-accent text-on-accent' : 'border-line-control',
          isQuiet && !isFilled && 'opacity-0 group-hover:opacity-100 group-hover/head:opacity-100',
        )}
      >
        {isPartly ? (
          <Minus size={11} strokeWidth={3} aria-hidden />
        ) : (
          isMarked && <Check size={11} strokeWidth={3} aria-hidden />
        )}
      </span>
    </button>
  )
}
