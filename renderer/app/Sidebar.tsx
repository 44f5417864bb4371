// Where one can go, and which engine is at work for whom. Collapses to icons.
import { Activity, Box, PanelLeftClose, PanelLeftOpen, Settings } from 'lucide-react'
import type { ReactNode } from 'react'
import { useContainers } from '../stores/containers.ts'
import { changeSettings, useSettings } from '../stores/settings.ts'
import { goTo, useView } from '../stores/view.ts'
import type { Page } from '../stores/view.ts'
import { IconButton } from '../ui/Button.tsx'
import { classNames } from '../ui/class-names.ts'
import { hintAttributes } from '../ui/hint.ts'
import { EngineBadge } from './EngineBadge.tsx'

export function Sidebar() {
  const isNarrow = useSettings((settings) => settings.sidebarCollapsed)
  const count = useContainers(({ byKey, isLoaded }) => (isLoaded ? byKey.size : null))
  return (
    <div
      className={classNames(
        'flex shrink-0 flex-col border-r border-line bg-surface-0 p-2',
        isNarrow ? 'w-12' : 'w-48',
      )}
    >
      <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col gap-0.5">
        <Entry
          page="containers"
          name="Containers"
          keys="g c"
          icon={<Box size={16} aria-hidden />}
          aside={count}
        />
        <Entry page="activity" name="Activity" keys="g a" icon={<Activity size={16} aria-hidden />} />
        <span className="flex-1" />
        <Entry page="settings" name="Settings" keys="," icon={<Settings size={16} aria-hidden />} />
      </nav>
      <div
        className={classNames(
          'mt-2 flex items-center gap-1 border-t border-line pt-2',
          isNarrow && 'flex-col-reverse',
        )}
      >
        <EngineBadge isNarrow={isNarrow} />
        <IconButton
          label={isNarrow ? 'Widen sidebar' : 'Narrow sidebar'}
          icon={isNarrow ? <PanelLeftOpen size={16} aria-hidden /> : <PanelLeftClose size={16} aria-hidden />}
          onClick={() => void changeSettings({ sidebarCollapsed: !isNarrow })}
        />
      </div>
    </div>
  )
}

interface EntryProps {
  page: Exclude<Page['name'], 'container'>
  name: string
  keys: string
  icon: ReactNode
  aside?: ReactNode
}

function Entry({ page, name, keys, icon, aside }: EntryProps) {
  const isNarrow = useSettings((settings) => settings.sidebarCollapsed)
  const current = useView((state) => state.page.name)
  const isCurrent = current === page || (current === 'container' && page === 'containers')
  return (
    <div className="relative flex shrink-0 flex-col">
      <button
        type="button"
        aria-current={isCurrent ? 'page' : undefined}
        aria-label={isNarrow ? name : undefined}
        {...hintAttributes({ hint: name, keys })}
        onClick={() => goTo({ name: page })}
        className={classNames(
          'flex h-8 items-center gap-2.5 rounded-control px-2 transition-colors',
          isCurrent ? 'bg-surface-3 text-text' : 'text-text-muted hover:bg-surface-2 hover:text-text',
        )}
      >
        <span className="flex shrink-0">{icon}</span>
        {!isNarrow && <span className="flex-1 truncate text-left">{name}</span>}
      </button>
      {/* Beside the button, so that it is called by its name alone; the status line says the figure in words. */}
      {!isNarrow && aside !== undefined && (
        <span
          aria-hidden="true"
          className="figures pointer-events-none absolute inset-y-0 right-2 flex items-center text-small text-text-muted"
        >
          {aside}
        </span>
      )}
    </div>
  )
}
