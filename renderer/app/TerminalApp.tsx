// The page as the window of one terminal, fetched only there.
import { lazy, Suspense } from 'react'
import { Boundary } from './Boundary.tsx'

const TerminalWindow = lazy(async () => ({
  default: (await import('../features/terminal/TerminalWindow.tsx')).TerminalWindow,
}))

export function TerminalApp() {
  return (
    <Boundary>
      <Suspense>
        <TerminalWindow />
      </Suspense>
    </Boundary>
  )
}
