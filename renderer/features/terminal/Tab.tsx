// One tab of the dock, the button that closes it, and the field in which it is renamed.
import { LoaderCircle, Square, SquareChevronRight, TriangleAlert, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { KeyboardEvent, MouseEvent } from 'react'
import { dockTabs } from '../../stores/terminal-arrangement.ts'
import { stepFrom } from '../../stores/terminal-tabs.ts'
import { activateTab, useTerminals } from '../../stores/terminals.ts'
import type { TerminalTab } from '../../stores/terminals.ts'
import { classNames } from '../../ui/class-names.ts'
import { fieldLook } from '../../ui/Field.tsx'
import { hintAttributes } from '../../ui/hint.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { closeTerminal, showTab } from './actions.ts'
import { controllerOf } from './controller.ts'
import { moveTab, renameTerminal } from './places.ts'
import { beginRenaming, endRenaming } from './renaming.ts'
import { focusTab, panelElementId, tabElementId } from './tab-elements.ts'
import { useName } from './use-name.ts'
import { hasProgram, programName, tabLabel, tabParts, tabState } from './words.ts'
import type { TabMark } from './words.ts'

const marks = {
  opening: <LoaderCircle size={13} aria-hidden className="text-text-muted" />,
  running: <SquareChevronRight size={13} aria-hidden className="text-state-running" />,
  ended: <Square size={11} aria-hidden className="text-state-stopped" />,
  failed: <TriangleAlert size={13} aria-hidden className="text-danger" />,
} as const satisfies Record<TabMark, unknown>

export interface PlacedTabProps {
  tab: TerminalTab
  column: number
  isActive: boolean
}

export interface TabProps extends PlacedTabProps {
  /** It is shown beside the active one. */
  isShown: boolean
  onPoint: (key: string) => void
  onMenu: (key: string, place: { x: number; y: number }) => void
}

export function Tab({ tab, column, isActive, isShown, onPoint, onMenu }: TabProps) {
  const { mark, word } = tabState(tab)
  const { whose, which } = tabParts(tab, useName(tab.containerKey))
  const button = useRef<HTMLButtonElement>(null)

  // Also when the strip appears or gets narrower, and when tabs to its left come, go or change their width.
  useEffect(() => {
    const { current } = button
    const strip = current?.parentElement?.parentElement
    if (!isActive || !current || !strip) return undefined
    const observer = new ResizeObserver(() => current.scrollIntoView({ block: 'nearest', inline: 'nearest' }))
    observer.observe(strip)
    observer.observe(current)
    return () => observer.disconnect()
    // The place is not read here, but one that changed may lie out of sight.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [isActive, column])

  function openMenu(event: MouseEvent): void {
    event.preventDefault()
    const box = event.currentTarget.getBoundingClientRect()
    // From the keyboard there is no place.
    const isPlaced = event.clientX !== 0 || event.clientY !== 0
    onMenu(tab.key, isPlaced ? { x: event.clientX, y: event.clientY } : { x: box.left, y: box.bottom })
  }

  return (
    <button
      ref={button}
      type="button"
      role="tab"
      id={tabElementId(tab.key)}
      data-tab-key={tab.key}
      aria-controls={panelElementId(tab.key)}
      aria-selected={isActive}
      aria-keyshortcuts="F2 Delete Control+Shift+ArrowLeft Control+Shift+ArrowRight"
      tabIndex={isActive ? 0 : -1}
      style={{ gridColumn: column, gridRow: 1 }}
      {...hintAttributes({ hint: tab.title ?? tab.session?.args.join(' ') })}
      // Middle button: no autoscroll, no paste of the selection.
      onMouseDown={(event) => event.button === 1 && event.preventDefault()}
      onAuxClick={(event) => {
        if (event.button !== 1) return
        event.preventDefault()
        void closeTerminal(tab.key)
      }}
      onPointerEnter={() => onPoint(tab.key)}
      onClick={() => showTab(tab.key)}
      onDoubleClick={() => beginRenaming(tab.key)}
      onContextMenu={openMenu}
      onKeyDown={(event) => handleKey(event, tab.key)}
      className={classNames(
        'flex h-full min-w-0 items-center gap-1.5 pr-7 pl-2.5 text-small focus-visible:-outline-offset-2',
        // Tabs that are shown side by side are not parted.
        tab.isBeside ? 'border-l border-l-transparent' : 'border-l border-line first:border-l-transparent',
        isActive && 'bg-surface-1 text-text inset-shadow-[0_1.5px_var(--accent-text)]',
        !isActive &&
          isShown &&
          'bg-surface-1 text-text-muted inset-shadow-[0_1.5px_var(--line-control)] hover:text-text',
        !isActive && !isShown && 'text-text-muted hover:bg-surface-2 hover:text-text',
      )}
    >
      {/* Whose it is gives way before which one it is. */}
      <span className="flex min-w-0">
        <bdi className="min-w-[3ch] shrink-999 truncate whitespace-pre">{visibleText(whose)}</bdi>
        <bdi className="min-w-0 truncate whitespace-pre">{visibleText(which)}</bdi>
      </span>
      <span
        className={classNames(
          'flex shrink-0 items-center gap-1 text-caption',
          mark === 'failed' ? 'text-danger' : 'text-text-muted',
        )}
      >
        {marks[mark]}
        {word}
      </span>
    </button>
  )
}

/** Left and right select (with Ctrl+Shift move), Home and End too, Enter goes into the screen, F2 renames, Delete closes. */
function handleKey(event: KeyboardEvent, key: string): void {
  if (event.altKey || event.metaKey || event.ctrlKey !== event.shiftKey) return
  const tabs = dockTabs(useTerminals.getState().tabs)
  const target: Partial<Record<string, string | null | undefined>> = {
    ArrowLeft: stepFrom(tabs, key, -1),
    ArrowRight: stepFrom(tabs, key, 1),
    Home: tabs[0]?.key,
    End: tabs.at(-1)?.key,
  }
  const next = target[event.key]
  if (event.ctrlKey) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    moveTab(key, event.key === 'ArrowLeft' ? -1 : 1)
    // Its element was moved, which takes the focus from it.
    requestAnimationFrame(() => focusTab(key))
  } else if (next) {
    activateTab(next)
    focusTab(next)
  } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
    controllerOf(key)?.focus()
  } else if (event.key === 'F2') {
    beginRenaming(key)
  } else if (event.key === 'Delete') {
    void closeTerminal(key)
  } else {
    return
  }
  event.preventDefault()
  event.stopPropagation()
}

export function CloseTabButton({ tab, column, isActive, isShown }: PlacedTabProps & { isShown: boolean }) {
  const label = tabLabel(tab, useName(tab.containerKey))
  return (
    <button
      type="button"
      aria-label={`Close terminal ${label}`}
      tabIndex={isActive ? 0 : -1}
      style={{ gridColumn: column, gridRow: 1 }}
      {...hintAttributes({
        hint: hasProgram(tab) ? `Close: ends ${programName(tab.args)}` : 'Close',
        keys: isActive ? 'Ctrl+Shift+W' : undefined,
      })}
      onClick={() => void closeTerminal(tab.key)}
      className={classNames(
        'mr-1 flex size-5 items-center justify-center self-center justify-self-end rounded-inner text-text-muted hover:bg-surface-3 hover:text-text focus-visible:opacity-100',
        !isShown && 'opacity-0',
      )}
    >
      <X size={13} aria-hidden />
    </button>
  )
}

/** Over the tab: Enter and leaving it keep the name, Esc does not, an empty one takes it away. */
export function TabNameField({ tab, column }: { tab: TerminalTab; column: number }) {
  const field = useRef<HTMLInputElement>(null)
  const label = tabLabel(tab, useName(tab.containerKey))
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
    field.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [])

  function end(isKept: boolean): void {
    if (isKept && field.current && field.current.value !== label) {
      void renameTerminal(tab.key, field.current.value)
    }
    endRenaming()
  }

  return (
    <input
      ref={field}
      type="text"
      aria-label={`Name of terminal ${label}`}
      defaultValue={label}
      maxLength={80}
      autoComplete="off"
      spellCheck={false}
      style={{ gridColumn: column, gridRow: 1 }}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        end(event.key === 'Enter')
        requestAnimationFrame(() => focusTab(tab.key))
      }}
      className={classNames(fieldLook, 'z-10 m-0.5 min-w-0 text-small')}
    />
  )
}
