// The menu of a tab: its name and its place.
import { Menu } from '../../ui/Menu.tsx'
import type { MenuAnchor } from '../../ui/Menu.tsx'
import { PlaceItems } from './PlaceItems.tsx'
import { tabElementId } from './tab-elements.ts'

export interface TabMenuProps {
  tabKey: string
  anchor: MenuAnchor
  onClose: () => void
}

export function TabMenu({ tabKey, anchor, onClose }: TabMenuProps) {
  return (
    <Menu
      anchor={anchor}
      label="Terminal tab"
      onClose={onClose}
      returnFocusTo={document.getElementById(tabElementId(tabKey))}
    >
      <PlaceItems tabKey={tabKey} isTab />
    </Menu>
  )
}
