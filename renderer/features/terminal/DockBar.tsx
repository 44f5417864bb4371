// The bar of the dock: the tabs, a new one, and what is done with the dock itself.
import { ChevronDown, Maximize2, Minimize2, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTerminals } from '../../stores/terminals.ts'
import { IconButton } from '../../ui/Button.tsx'
import { toggleDock, toggleMaximised } from './actions.ts'
import { NewTerminalMenu } from './NewTerminalMenu.tsx'
import { TabStrip } from './TabStrip.tsx'

export function DockBar() {
  const isMaximised = useTerminals((state) => state.isMaximised)
  const [menuAnchor, setMenuAnchor] = useState<HTMLElement | null>(null)
  return (
    <div className="flex h-8 shrink-0 items-center gap-0.5 border-b border-line bg-surface-0 pr-1">
      <TabStrip />
      <IconButton
        size="row"
        label="New terminal"
        keys="Ctrl+Shift+T"
        aria-haspopup="menu"
        aria-expanded={menuAnchor !== null}
        icon={<Plus size={15} aria-hidden />}
        onClick={(event) => setMenuAnchor(event.currentTarget)}
      />
      {menuAnchor && <NewTerminalMenu anchor={menuAnchor} onClose={() => setMenuAnchor(null)} />}
      <span className="flex-1" />
      <IconButton
        size="row"
        label={isMaximised ? 'Restore terminals' : 'Maximise terminals'}
        icon={isMaximised ? <Minimize2 size={14} aria-hidden /> : <Maximize2 size={14} aria-hidden />}
        onClick={({ detail }) => toggleMaximised(detail > 0)}
      />
      <IconButton
        size="row"
        label="Hide terminals"
        keys="Ctrl+J"
        icon={<ChevronDown size={16} aria-hidden />}
        onClick={toggleDock}
      />
    </div>
  )
}
