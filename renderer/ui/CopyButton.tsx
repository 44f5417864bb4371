// Copies a text and says so in its own place for a moment.
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './Button.tsx'
import { copyText } from './clipboard.ts'

/** Long enough to be seen, short enough to copy again. */
const confirmForMs = 1400

type Outcome = 'copied' | 'failed' | null

const labels = { copied: 'Copied', failed: 'Copying failed' } as const

export interface CopyButtonProps {
  /** What is copied; a function when it takes work to say. */
  text: string | (() => string)
  /** The accessible name, such as “Copy command”. */
  label: string
  /** Off in rows of which one at a time takes part in the order of Tab. */
  isReachable?: boolean
  className?: string
}

export function CopyButton({ text, label, isReachable = true, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>(null)

  useEffect(() => {
    if (outcome === null) return undefined
    const timer = setTimeout(setOutcome, confirmForMs, null)
    return () => clearTimeout(timer)
  }, [outcome])

  return (
    <IconButton
      size="row"
      tabIndex={isReachable ? 0 : -1}
      label={outcome === null ? label : labels[outcome]}
      icon={outcome === 'copied' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      className={className}
      onClick={(event) => {
        event.stopPropagation()
        copyText(typeof text === 'string' ? text : text()).then(
          () => setOutcome('copied'),
          () => setOutcome('failed'),
        )
      }}
    />
  )
}
