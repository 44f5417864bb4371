// Files that are dropped on a directory go into it; the window's own answer to a drop is a new container.
import { useRef, useState } from 'react'
import type { DragEvent, ReactNode } from 'react'
import { notify } from '../../stores/notices.ts'

export interface UploadTargetProps {
  /** Why nothing can go there. */
  reason: string | null
  onDrop: (paths: string[]) => void
  children: ReactNode
}

export function UploadTarget({ reason, onDrop, children }: UploadTargetProps) {
  const [isOver, setIsOver] = useState(false)
  /** Entering a child leaves its parent: only the balance tells when the pointer has left. */
  const depth = useRef(0)

  function take(event: DragEvent, step: -1 | 0 | 1): void {
    if (!event.dataTransfer.types.includes('Files')) return
    event.stopPropagation()
    depth.current = Math.max(0, depth.current + step)
    setIsOver(depth.current > 0)
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- The Upload button does the same.
    <div
      className="relative flex min-h-0 flex-1 flex-col"
      onDragEnter={(event) => take(event, 1)}
      onDragLeave={(event) => take(event, -1)}
      onDragOver={(event) => {
        take(event, 0)
        event.preventDefault()
        event.dataTransfer.dropEffect = reason === null ? 'copy' : 'none'
      }}
      onDrop={(event) => {
        event.preventDefault()
        event.stopPropagation()
        depth.current = 0
        setIsOver(false)
        if (reason !== null) return notify('Nothing can be uploaded here', reason)
        // What is dragged out of another page has no path.
        const paths = [...event.dataTransfer.files].map((file) => window.runcDesktop.pathOf(file))
        onDrop(paths.filter((path) => path !== ''))
      }}
    >
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-2 z-10 grid animate-appear place-items-center rounded-control border border-focus bg-backdrop">
          <p className="rounded-control border border-line bg-surface-float px-4 py-2 shadow-float">
            {reason ?? 'Drop to upload here'}
          </p>
        </div>
      )}
    </div>
  )
}
