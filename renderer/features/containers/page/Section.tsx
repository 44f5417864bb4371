// A titled part of a page, parted from its neighbours by space and a hairline.
import { useId } from 'react'
import type { ReactNode } from 'react'
import { classNames } from '../../../ui/class-names.ts'

export interface SectionProps {
  title: string
  /** Beside the title. */
  aside?: ReactNode
  children: ReactNode
  className?: string
}

export function Section({ title, aside, children, className }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={classNames('flex min-w-0 flex-col gap-2 px-4 py-3', className)}>
      <div className="flex h-6 items-center gap-2">
        <h2 id={id} className="min-w-0 flex-1">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
