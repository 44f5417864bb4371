// The menu items about where a terminal is and what it is called; in the menu of its tab and in that of its screen.
import {
  AppWindow,
  ArrowLeft,
  ArrowRight,
  Columns2,
  Copy,
  PanelBottom,
  PenLine,
  Square,
  SquareArrowOutUpRight,
  SquareSplitHorizontal,
  X,
} from 'lucide-react'
import { dockTabs, splitOf } from '../../stores/terminal-arrangement.ts'
import { openedFor } from '../../stores/terminal-windows.ts'
import { useTerminals } from '../../stores/terminals.ts'
import { MenuItem, MenuLine } from '../../ui/Menu.tsx'
import { closeTerminal } from './actions.ts'
import {
  copyTerminalCommand,
  moveTab,
  openOutside,
  showAlone,
  showBeside,
  splitTerminal,
  toggleOwnWindow,
} from './places.ts'
import { beginRenaming } from './renaming.ts'

const noSession = 'Nothing runs in it.'

export function PlaceItems({ tabKey, isTab }: { tabKey: string; isTab: boolean }) {
  const { tabs } = useTerminals()
  const docked = dockTabs(tabs)
  const place = docked.findIndex(({ key }) => key === tabKey)
  const tab = docked[place]
  if (!tab) return null
  const isInDock = openedFor === null
  const reason = tab.session === null ? noSession : null
  const isSplit = splitOf(tabs, tabKey).length > 1
  return (
    <>
      {isTab && (
        <MenuItem icon={<PenLine size={15} aria-hidden />} keys="F2" onSelect={() => beginRenaming(tabKey)}>
          Rename
        </MenuItem>
      )}
      {isInDock && (
        <MenuItem
          icon={<SquareSplitHorizontal size={15} aria-hidden />}
          keys="Ctrl+Shift+D"
          onSelect={() => void splitTerminal(tabKey)}
        >
          Split: another shell beside it
        </MenuItem>
      )}
      {isInDock && place > 0 && !tab.isBeside && (
        <MenuItem icon={<Columns2 size={15} aria-hidden />} onSelect={() => showBeside(tabKey)}>
          Show beside the one to the left
        </MenuItem>
      )}
      {isInDock && isSplit && (
        <MenuItem icon={<Square size={15} aria-hidden />} onSelect={() => showAlone(tabKey)}>
          Show alone
        </MenuItem>
      )}
      <MenuItem
        icon={isInDock ? <AppWindow size={15} aria-hidden /> : <PanelBottom size={15} aria-hidden />}
        keys="Ctrl+Shift+O"
        reason={reason}
        onSelect={() => void toggleOwnWindow(tabKey)}
      >
        {isInDock ? 'Move to its own window' : 'Move back to the dock'}
      </MenuItem>
      {isTab && docked.length > 1 && <MenuLine />}
      {isTab && place > 0 && (
        <MenuItem
          icon={<ArrowLeft size={15} aria-hidden />}
          keys="Ctrl+Shift+←"
          onSelect={() => moveTab(tabKey, -1)}
        >
          Move left
        </MenuItem>
      )}
      {isTab && place < docked.length - 1 && (
        <MenuItem
          icon={<ArrowRight size={15} aria-hidden />}
          keys="Ctrl+Shift+→"
          onSelect={() => moveTab(tabKey, 1)}
        >
          Move right
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem
        icon={<SquareArrowOutUpRight size={15} aria-hidden />}
        reason={reason}
        onSelect={() => void openOutside(tabKey)}
      >
        Run it in your own terminal
      </MenuItem>
      <MenuItem
        icon={<Copy size={15} aria-hidden />}
        reason={reason}
        onSelect={() => void copyTerminalCommand(tabKey)}
      >
        Copy command
      </MenuItem>
      <MenuLine />
      <MenuItem
        icon={<X size={15} aria-hidden />}
        keys="Ctrl+Shift+W"
        onSelect={() => void closeTerminal(tabKey)}
      >
        Close
      </MenuItem>
    </>
  )
}
