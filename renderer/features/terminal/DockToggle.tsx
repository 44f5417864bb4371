// The control that shows and hides the dock from outside it: and how many terminals there are.
import { SquareTerminal } from 'lucide-react'
import { dockTabs } from '../../stores/terminal-arrangement.ts'
import { useTerminals } from '../../stores/terminals.ts'
import { classNames } from '../../ui/class-names.ts'
import { hintAttributes } from '../../ui/hint.ts'

async function toggle(): Promise<void> {
  const { toggleDock } = await import('./actions.ts')
  toggleDock()
}

export function DockToggle() {
  const count = useTerminals((state) => dockTabs(state.tabs).length)
  const isOpen = useTerminals((state) => state.isOpen)
  return (
    <button
      type="button"
      aria-pressed={isOpen}
      {...hintAttributes({ hint: isOpen ? 'Hide terminals' : 'Show terminals', keys: 'Ctrl+J' })}
      onClick={() => void toggle()}
      className={classNames(
        'figures flex h-5 shrink-0 items-center gap-1.5 rounded-inner px-1.5 text-small hover:bg-surface-3 hover:text-text',
        isOpen ? 'text-text' : 'text-text-muted',
      )}
    >
      <SquareTerminal size={13} aria-hidden />
      {count === 0 ? 'Terminals' : `Terminals ${count}`}
    </button>
  )
}
