// The dock at the bottom of the window: tabs, the screen of the one that is shown, its height. It is there whatever
// page lies above; hidden it keeps its screens.
import { useEffect, useRef } from 'react'
import { startTerminals, useTerminals } from '../../stores/terminals.ts'
import { useSettings } from '../../stores/settings.ts'
import { classNames } from '../../ui/class-names.ts'
import { DockBar } from './DockBar.tsx'
import { DockSeparator } from './DockSeparator.tsx'
import { EmptyDock } from './EmptyDock.tsx'
import { TerminalView } from './TerminalView.tsx'
import { useDockKeys } from './use-dock-keys.ts'

/** The least that stays of the page above, in pixels: its bar and two rows. */
const leastAbove = 120

export function TerminalDock() {
  const { tabs, activeKey, isOpen, isMaximised } = useTerminals()
  const height = useSettings((settings) => settings.dockHeight)
  const dock = useRef<HTMLElement>(null)
  useEffect(startTerminals, [])
  useDockKeys()

  return (
    <section
      ref={dock}
      aria-label="Terminals"
      data-terminal-dock
      hidden={!isOpen}
      style={isMaximised ? { height: '100%' } : { height, maxHeight: `calc(100% - ${leastAbove}px)` }}
      className={classNames(
        'relative min-h-20 flex-col border-t border-line bg-surface-1',
        isOpen && 'flex',
        isMaximised ? 'flex-none' : 'shrink-0',
      )}
    >
      {!isMaximised && <DockSeparator dock={dock} leastAbove={leastAbove} />}
      <DockBar />
      <div className="relative min-h-0 flex-1">
        {tabs.length === 0 && <EmptyDock />}
        {tabs.map((tab) => (
          <TerminalView key={tab.key} tab={tab} isVisible={isOpen && tab.key === activeKey} />
        ))}
      </div>
    </section>
  )
}
