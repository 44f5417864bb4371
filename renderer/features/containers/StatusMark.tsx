// A state as shape and colour; the word stands beside it. Drawn by hand, since ten pixels leave no room for icons.
import type { ReactElement } from 'react'
import type { ContainerStatus } from '../../../src-shared/model.ts'

const colors: Record<ContainerStatus, string> = {
  running: 'text-state-running',
  paused: 'text-state-paused',
  pausing: 'text-state-paused',
  created: 'text-state-created',
  creating: 'text-state-created',
  stopped: 'text-state-stopped',
  broken: 'text-state-broken',
}

const ring = { cx: 5, cy: 5, r: 3.25, fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 } as const
const bars = <path d="M1.5 1h2.5v8h-2.5zM6 1h2.5v8h-2.5z" fill="currentColor" />

const shapes: Record<ContainerStatus, ReactElement> = {
  running: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  paused: bars,
  pausing: bars,
  created: <circle {...ring} />,
  creating: <circle {...ring} strokeDasharray="1.9 1.5" />,
  stopped: <rect x="1.5" y="1.5" width="7" height="7" rx="0.5" fill="currentColor" />,
  broken: <path d="M5 .8 9.6 9.2H.4z" fill="currentColor" />,
}

export function StatusMark({ status, size = 10 }: { status: ContainerStatus; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 10 10"
      aria-hidden="true"
      className={`shrink-0 ${colors[status]}`}
    >
      {shapes[status]}
    </svg>
  )
}
