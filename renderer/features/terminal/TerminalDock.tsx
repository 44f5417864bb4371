// The dock at the bottom of the window: tabs, the screens that are shown, its height. It is there whatever page lies
// above; hidden it keeps its screens.
import { Fragment, useEffect, useRef } from 'react'
import { dockTabs, splitOf } from '../../stores/terminal-arrangement.ts'
import { startTerminals, useTerminals } from '../../stores/terminals.ts'
import { useSettings } from '../../stores/settings.ts'
import { classNames } from '../../ui/class-names.ts'
import { DockBar } from './DockBar.tsx'
import { DockSeparator } from './DockSeparator.tsx'
import { EmptyDock } from './EmptyDock.tsx'
import { PaneSeparator } from './PaneSeparator.tsx'
import { TerminalView } from './TerminalView.tsx'
import { useDockKeys } from './use-dock-keys.ts'

/** The least that stays of the page above, in pixels: its bar and two rows. */
const leastAbove = 120

export function TerminalDock() {
  const { tabs: all, activeKey, isOpen, isMaximised } = useTerminals()
  const height = useSettings((settings) => settings.dockHeight)
  const dock = useRef<HTMLElement>(null)
  useEffect(startTerminals, [])
  useDockKeys()

  const tabs = dockTabs(all)
  const panes = splitOf(all, activeKey).map(({ key }) => key)
  // In an order that never changes: an element that is moved loses the focus. Where each stands, its style says.
  const drawn = tabs.toSorted((one, other) => one.key.localeCompare(other.key, 'en', { numeric: true }))

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
      <div className="relative flex min-h-0 flex-1">
        {tabs.length === 0 && <EmptyDock />}
        {drawn.map((tab) => {
          const place = panes.indexOf(tab.key)
          return (
            <Fragment key={tab.key}>
              {place > 0 && <PaneSeparator tabKey={tab.key} order={place * 2 - 1} />}
              <TerminalView
                tab={tab}
                isVisible={isOpen && place !== -1}
                order={place * 2}
                isMarked={panes.length > 1 && tab.key === activeKey}
              />
            </Fragment>
          )
        })}
      </div>
    </section>
  )
}
