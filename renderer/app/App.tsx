// The frame: sidebar, page, terminals, status line. What the first paint does not need comes in chunks after it.
import { lazy, Suspense, useEffect, useState } from 'react'
import { ContainersPage } from '../features/containers/ContainersPage.tsx'
import { isPageCovered, useTerminals } from '../stores/terminals.ts'
import { useView } from '../stores/view.ts'
import { loadWarnings } from '../stores/warnings.ts'
import type { Page } from '../stores/view.ts'
import { Boundary } from './Boundary.tsx'
import { DropTarget } from './DropTarget.tsx'
import { EngineBanner } from './EngineBanner.tsx'
import { GoneFailures } from './GoneFailures.tsx'
import { Sidebar } from './Sidebar.tsx'
import { afterPaint, useStartMarks } from './start-marks.ts'
import { StatusLine } from './StatusLine.tsx'
import { WarningsBanner } from './WarningsBanner.tsx'

const ContainerPage = lazy(async () => ({
  default: (await import('../features/containers/page/ContainerPage.tsx')).ContainerPage,
}))
const ActivityPage = lazy(async () => ({
  default: (await import('../features/activity/ActivityPage.tsx')).ActivityPage,
}))
const SettingsPage = lazy(async () => ({
  default: (await import('../features/settings/SettingsPage.tsx')).SettingsPage,
}))
const TerminalDock = lazy(async () => ({
  default: (await import('../features/terminal/TerminalDock.tsx')).TerminalDock,
}))
const Overlays = lazy(async () => ({ default: (await import('./Overlays.tsx')).Overlays }))

function CurrentPage({ page }: { page: Page }) {
  if (page.name === 'container') return <ContainerPage key={page.key} containerKey={page.key} />
  return { containers: <ContainersPage />, activity: <ActivityPage />, settings: <SettingsPage /> }[page.name]
}

export function App() {
  const page = useView((state) => state.page)
  const isCovered = useTerminals(isPageCovered)
  const [isPainted, setIsPainted] = useState(false)
  useEffect(
    () =>
      afterPaint(() => {
        setIsPainted(true)
        void loadWarnings()
      }),
    [],
  )
  useStartMarks()

  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <div className="flex min-w-0 flex-1 flex-col">
          <main inert={isCovered} className="flex min-h-0 flex-1 flex-col bg-surface-1">
            <EngineBanner />
            <WarningsBanner />
            <GoneFailures />
            <Boundary key={page.name}>
              <Suspense fallback={<div className="flex-1" />}>
                <CurrentPage page={page} />
              </Suspense>
            </Boundary>
          </main>
          {isPainted && (
            <Boundary>
              <Suspense>
                <TerminalDock />
              </Suspense>
            </Boundary>
          )}
        </div>
      </div>
      <StatusLine />
      <DropTarget />
      {isPainted && (
        <Suspense>
          <Overlays />
        </Suspense>
      )}
    </div>
  )
}
