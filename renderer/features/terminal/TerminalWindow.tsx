// The page as the window of one terminal: its screen and nothing around it. Closing the window gives it back to the dock.
import { lazy, Suspense, useEffect } from 'react'
import { useTerminals, startTerminals } from '../../stores/terminals.ts'
import { HintLayer } from '../../ui/HintLayer.tsx'
import { TerminalView } from './TerminalView.tsx'
import { tabLabel } from './words.ts'

const Toasts = lazy(async () => ({ default: (await import('../../app/Toasts.tsx')).Toasts }))

export function TerminalWindow() {
  const [tab] = useTerminals((state) => state.tabs)
  const connections = useTerminals((state) => state.connections)
  useEffect(startTerminals, [])
  const title = tab ? [tabLabel(tab), tab.title].filter(Boolean).join(' – ') : 'Terminal'
  useEffect(() => {
    document.title = title
  }, [title])

  return (
    <main data-terminal-dock className="flex h-full bg-surface-1">
      {tab && <TerminalView tab={tab} isVisible />}
      {!tab && connections > 0 && (
        <p className="m-auto px-4 text-center text-text-muted">This terminal has been closed.</p>
      )}
      <HintLayer />
      <Suspense>
        <Toasts />
      </Suspense>
    </main>
  )
}
