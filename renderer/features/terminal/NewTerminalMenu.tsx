// The menu of the plus: another shell in the container that is shown, or one in any other that runs.
import { SquareTerminal } from 'lucide-react'
import { refusal } from '../../../src-shared/actions.ts'
import { useContainers } from '../../stores/containers.ts'
import { useTerminals } from '../../stores/terminals.ts'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu.tsx'
import { openTerminal } from './actions.ts'

/** A menu is no list to scroll: whoever has more opens the terminal from the list of containers. */
const mostOthers = 12

export interface NewTerminalMenuProps {
  anchor: HTMLElement
  onClose: () => void
}

export function NewTerminalMenu({ anchor, onClose }: NewTerminalMenuProps) {
  const byId = useContainers((state) => state.byId)
  const current = useTerminals(
    ({ tabs, activeKey }) => tabs.find((tab) => tab.key === activeKey)?.containerId ?? null,
  )
  const others = [...byId.values()]
    .filter((container) => container.id !== current && refusal('terminal', container) === null)
    .map((container) => container.id)
    .toSorted((one, other) => one.localeCompare(other))
  const isEmpty = current === null && others.length === 0

  return (
    <Menu anchor={anchor} label="New terminal" onClose={onClose} returnFocusTo={null}>
      {current !== null && <ShellItem id={current} keys="Ctrl+Shift+T" />}
      {current !== null && others.length > 0 && <MenuLine />}
      {others.slice(0, mostOthers).map((id) => (
        <ShellItem key={id} id={id} />
      ))}
      {isEmpty && (
        <MenuItem
          icon={<SquareTerminal size={15} aria-hidden />}
          reason="No container is running."
          onSelect={onClose}
        >
          No container is running
        </MenuItem>
      )}
    </Menu>
  )
}

function ShellItem({ id, keys }: { id: string; keys?: string }) {
  return (
    <MenuItem
      icon={<SquareTerminal size={15} aria-hidden />}
      keys={keys}
      onSelect={() => void openTerminal(id)}
    >
      {`Shell in ${id}`}
    </MenuItem>
  )
}
