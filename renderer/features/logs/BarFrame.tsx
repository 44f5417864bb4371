// The frame of a bar below the tools of a log: Escape closes it, and nothing typed in it is for the page.
import { X } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { IconButton } from '../../ui/Button.tsx'

export interface BarFrameProps {
  label: string
  onClose: () => void
  children: ReactNode
}

export function BarFrame({ label, onClose, children }: BarFrameProps) {
  function handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    event.preventDefault()
    onClose()
  }
  return (
    // Keys are those of the controls within it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-label={label}
      onKeyDown={handleKey}
      className="flex min-h-10 shrink-0 items-center gap-2 border-b border-line bg-surface-0 py-1 pr-3 pl-4"
    >
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">{children}</div>
      <IconButton size="row" label="Close" keys="Esc" icon={<X size={15} aria-hidden />} onClick={onClose} />
    </section>
  )
}
