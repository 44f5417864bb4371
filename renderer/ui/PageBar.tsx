// The bar at the top of each page: its title, what narrows it down, its first action.
import type { ReactNode } from 'react'

export interface PageBarProps {
  title: string
  children?: ReactNode
}

export function PageBar({ title, children }: PageBarProps) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line pr-3 pl-4">
      <h1 className="text-title">{title}</h1>
      {children}
    </header>
  )
}
