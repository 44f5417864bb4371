// The menu of the plus: another shell in the container that is shown, or one in any other that runs.
import { Link2, SquareArrowOutUpRight, SquareTerminal } from 'lucide-react'
import { splitKey } from '../../../src-shared/container-key.ts'
import { refusal } from '../../../src-shared/actions.ts'
import { useContainers } from '../../stores/containers.ts'
import { useTerminals } from '../../stores/terminals.ts'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu.tsx'
import { attachTerminal, openTerminal } from './actions.ts'
import { openShellOutside } from './places.ts'

/** A menu is no list to scroll: whoever has more opens the terminal from the list of containers. */
const mostOthers = 12

export interface NewTerminalMenuProps {
  anchor: HTMLElement
  onClose: () => void
}

export function NewTerminalMenu({ anchor, onClose }: NewTerminalMenuProps) {
  const byKey = useContainers((state) => state.byKey)
  const current = useTerminals(
    ({ tabs, activeKey }) => tabs.find((tab) => tab.key === activeKey)?.containerKey ?? null,
  )
  const others = [...byKey.values()]
    .filter((container) => container.key !== current && refusal('terminal', container) === null)
    .map((container) => container.key)
    .toSorted((one, other) => splitKey(one).id.localeCompare(splitKey(other).id))
  const isEmpty = current === null && others.length === 0

  return (
    <Menu anchor={anchor} label="New terminal" onClose={onClose} returnFocusTo={null}>
      {current !== null && <ShellItem containerKey={current} keys="Ctrl+Shift+T" />}
      {current !== null && (
        <MenuItem
          icon={<SquareArrowOutUpRight size={15} aria-hidden />}
          onSelect={() => void openShellOutside(current)}
        >
          Shell in your own terminal
        </MenuItem>
      )}
      {current !== null && (
        <MenuItem icon={<Link2 size={15} aria-hidden />} onSelect={() => void attachTerminal(current)}>
          {`The own program of ${splitKey(current).id}`}
        </MenuItem>
      )}
      {current !== null && others.length > 0 && <MenuLine />}
      {others.slice(0, mostOthers).map((key) => (
        <ShellItem key={key} containerKey={key} />
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

function ShellItem({ containerKey, keys }: { containerKey: string; keys?: string }) {
  return (
    <MenuItem
      icon={<SquareTerminal size={15} aria-hidden />}
      keys={keys}
      onSelect={() => void openTerminal(containerKey)}
    >
      {`Shell in ${splitKey(containerKey).id}`}
    </MenuItem>
  )
}
