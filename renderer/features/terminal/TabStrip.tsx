// The tabs of the dock. A tab list may hold tabs only, so the close buttons lie beside it in the document and over the
// tabs on the screen: both share the columns of one grid.
import { useState } from 'react'
import { dockTabs, splitOf } from '../../stores/terminal-arrangement.ts'
import { useTerminals } from '../../stores/terminals.ts'
import type { MenuAnchor } from '../../ui/Menu.tsx'
import { useRenaming } from './renaming.ts'
import { CloseTabButton, Tab, TabNameField } from './Tab.tsx'
import { useTabDrag } from './tab-drag.ts'
import { TabMenu } from './TabMenu.tsx'

export function TabStrip() {
  const { tabs: all, activeKey } = useTerminals()
  const renamingKey = useRenaming(({ key }) => key)
  const [pointedKey, setPointedKey] = useState<string | null>(null)
  const [menu, setMenu] = useState<{ key: string; anchor: MenuAnchor } | null>(null)
  const { gap, handlers } = useTabDrag()
  const tabs = dockTabs(all)
  const shown = new Set(splitOf(all, activeKey).map(({ key }) => key))
  return (
    <>
      <div
        onPointerLeave={() => setPointedKey(null)}
        className="grid h-full min-w-0 auto-cols-[minmax(9rem,18rem)] grid-flow-col overflow-x-auto overflow-y-hidden [scrollbar-width:none]"
      >
        <div role="tablist" aria-label="Terminals" className="contents" {...handlers}>
          {tabs.map((tab, index) => (
            <Tab
              key={tab.key}
              tab={tab}
              column={index + 1}
              isActive={tab.key === activeKey}
              isShown={shown.has(tab.key)}
              onPoint={setPointedKey}
              onMenu={(key, anchor) => setMenu({ key, anchor })}
            />
          ))}
        </div>
        {tabs.map((tab, index) => (
          <CloseTabButton
            key={tab.key}
            tab={tab}
            column={index + 1}
            isActive={tab.key === activeKey}
            isShown={tab.key === activeKey || tab.key === pointedKey}
          />
        ))}
        {tabs.map(
          (tab, index) =>
            tab.key === renamingKey && <TabNameField key={tab.key} tab={tab} column={index + 1} />,
        )}
        {gap !== null && (
          <span
            aria-hidden
            style={{ gridColumn: Math.min(gap + 1, tabs.length), gridRow: 1 }}
            className={`pointer-events-none z-10 h-full w-0.5 bg-accent ${gap === tabs.length ? 'justify-self-end' : ''}`}
          />
        )}
      </div>
      {menu && <TabMenu tabKey={menu.key} anchor={menu.anchor} onClose={() => setMenu(null)} />}
    </>
  )
}
