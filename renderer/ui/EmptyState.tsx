// A page or a list that has nothing to show: one thing to look at, what it means, what to do now.
import type { ReactNode } from 'react'

export interface EmptyStateProps {
  icon: ReactNode
  title: string
  children: ReactNode
}

export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div className="grid min-h-0 flex-1 grid-rows-[minmax(16px,2fr)_auto_minmax(16px,3fr)] justify-items-center overflow-y-auto px-6">
      <section aria-label={title} className="row-start-2 flex w-full max-w-120 flex-col items-start gap-4">
        <div className="flex items-center gap-3">
          <span className="flex size-9 items-center justify-center rounded-control border border-line bg-surface-0 text-text-muted">
            {icon}
          </span>
          <h2 className="text-title">{title}</h2>
        </div>
        {children}
      </section>
    </div>
  )
}
