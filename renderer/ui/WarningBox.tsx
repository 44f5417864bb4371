// What is to be known before one goes on, set off from the rest.
import type { ReactNode } from 'react'

export function WarningBox({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-col gap-2 rounded-control border border-warning-line bg-warning-surface px-3 py-2">
      {children}
    </div>
  )
}
