// The menu of the right button inside a terminal.
import { ClipboardPaste, Copy, Ear, Eraser, RotateCcw, Search, TextSelect } from 'lucide-react'
import { changeSettings, useSettings } from '../../stores/settings.ts'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu.tsx'
import type { MenuAnchor } from '../../ui/Menu.tsx'
import { copySelection, paste } from './chords.ts'
import { controllerOf } from './controller.ts'
import { PlaceItems } from './PlaceItems.tsx'

export interface TerminalMenuProps {
  anchor: MenuAnchor
  tabKey: string
  onSearch: () => void
  onClose: () => void
}

export function TerminalMenu({ anchor, tabKey, onSearch, onClose }: TerminalMenuProps) {
  const screenReader = useSettings((settings) => settings.terminalScreenReader)
  const view = controllerOf(tabKey)?.view
  if (!view) return null
  return (
    <Menu anchor={anchor} label="Terminal" onClose={onClose} returnFocusTo={view.textBox}>
      <MenuItem
        icon={<Copy size={15} aria-hidden />}
        keys="Ctrl+Shift+C"
        reason={view.selection() === '' ? 'Nothing is selected.' : null}
        onSelect={() => copySelection(tabKey)}
      >
        Copy
      </MenuItem>
      <MenuItem
        icon={<ClipboardPaste size={15} aria-hidden />}
        keys="Ctrl+Shift+V"
        onSelect={() => paste(tabKey)}
      >
        Paste
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<TextSelect size={15} aria-hidden />} onSelect={() => view.selectAll()}>
        Select all
      </MenuItem>
      <MenuItem icon={<Search size={15} aria-hidden />} keys="Ctrl+Shift+F" onSelect={onSearch}>
        Search
      </MenuItem>
      <MenuItem icon={<Eraser size={15} aria-hidden />} keys="Ctrl+Shift+K" onSelect={() => view.clear()}>
        Clear
      </MenuItem>
      <MenuItem icon={<RotateCcw size={15} aria-hidden />} onSelect={() => view.reset()}>
        Reset
      </MenuItem>
      <MenuLine />
      <PlaceItems tabKey={tabKey} isTab={false} />
      <MenuLine />
      <MenuItem
        icon={<Ear size={15} aria-hidden />}
        onSelect={() => void changeSettings({ terminalScreenReader: !screenReader })}
      >
        {screenReader ? 'Turn screen reader support off' : 'Turn screen reader support on'}
      </MenuItem>
    </Menu>
  )
}
