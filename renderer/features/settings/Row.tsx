// One setting: its name, a line about it, its control.
import { useId } from 'react'
import type { ReactNode } from 'react'

export interface RowProps {
  name: string
  help: string
  /** Gets the id of the name, for the control to be called by. */
  children: (labelledBy: string) => ReactNode
}

export function Row({ name, help, children }: RowProps) {
  const id = useId()
  return (
    <div className="flex items-center gap-4 border-b border-line px-3 py-2 last:border-b-0">
      <div className="flex min-w-0 flex-1 flex-col">
        <span id={id}>{name}</span>
        <span className="text-small text-text-muted">{help}</span>
      </div>
      {children(id)}
    </div>
  )
}
