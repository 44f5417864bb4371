// What few need, folded away behind a line that says what it is.
import { ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { classNames } from './class-names.ts'

export function Fold({ title, children }: { title: string; children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <div className="flex flex-col gap-3">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="-ml-1 flex items-center gap-1 self-start rounded-inner px-1 text-text-muted hover:text-text"
      >
        <ChevronRight
          size={14}
          aria-hidden
          className={classNames('transition-transform', isOpen && 'rotate-90')}
        />
        {title}
      </button>
      {isOpen && children}
    </div>
  )
}
