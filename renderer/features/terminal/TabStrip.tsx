// The tabs of the dock. A tab list may hold tabs only, so the close buttons lie beside it in the document and over the
// tabs on the screen: both share the columns of one grid.
import { LoaderCircle, Square, SquareChevronRight, TriangleAlert, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useTerminals } from '../../stores/terminals.ts'
import type { TerminalTab } from '../../stores/terminals.ts'
import { classNames } from '../../ui/class-names.ts'
import { hintAttributes } from '../../ui/hint.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { closeTerminal, showTab } from './actions.ts'
import { controllerOf } from './controller.ts'
import { activateTab } from '../../stores/terminals.ts'
import { stepFrom } from '../../stores/terminal-tabs.ts'
import { hasProgram, programName, tabLabel, tabProgram, tabState } from './words.ts'
import type { TabMark } from './words.ts'

const marks = {
  opening: <LoaderCircle size={13} aria-hidden className="text-text-muted" />,
  running: <SquareChevronRight size={13} aria-hidden className="text-state-running" />,
  ended: <Square size={11} aria-hidden className="text-state-stopped" />,
  failed: <TriangleAlert size={13} aria-hidden className="text-danger" />,
} as const satisfies Record<TabMark, unknown>

export function TabStrip() {
  const { tabs, activeKey } = useTerminals()
  const [pointedKey, setPointedKey] = useState<string | null>(null)
  return (
    <div
      onPointerLeave={() => setPointedKey(null)}
      className="grid h-full min-w-0 auto-cols-[minmax(12rem,18rem)] grid-flow-col overflow-x-auto overflow-y-hidden [scrollbar-width:none]"
    >
      <div role="tablist" aria-label="Terminals" className="contents">
        {tabs.map((tab, index) => (
          <Tab
            key={tab.key}
            tab={tab}
            column={index + 1}
            isActive={tab.key === activeKey}
            onPoint={setPointedKey}
          />
        ))}
      </div>
      {tabs.map((tab, index) => (
        <CloseButton
          key={tab.key}
          tab={tab}
          column={index + 1}
          isActive={tab.key === activeKey}
          isShown={tab.key === activeKey || tab.key === pointedKey}
        />
      ))}
    </div>
  )
}

interface PlacedTabProps {
  tab: TerminalTab
  column: number
  isActive: boolean
}

function Tab({ tab, column, isActive, onPoint }: PlacedTabProps & { onPoint: (key: string) => void }) {
  const { mark, word } = tabState(tab)
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

  return (
    <button
      ref={button}
      type="button"
      role="tab"
      id={`${tab.key}-tab`}
      aria-controls={`${tab.key}-panel`}
      aria-selected={isActive}
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
      onKeyDown={(event) => handleKey(event, tab.key)}
      className={classNames(
        'peer flex h-full min-w-0 items-center gap-1.5 border-r border-line pr-7 pl-2.5 text-small focus-visible:-outline-offset-2',
        isActive
          ? 'bg-surface-1 text-text inset-shadow-[0_1.5px_var(--accent-text)]'
          : 'text-text-muted hover:bg-surface-2 hover:text-text',
      )}
    >
      {/* Whose it is gives way before which one it is. */}
      <span className="flex min-w-0">
        <bdi className="min-w-[3ch] shrink-999 truncate whitespace-pre">{visibleText(tab.containerId)}</bdi>
        <bdi className="min-w-0 truncate whitespace-pre">{visibleText(tabProgram(tab))}</bdi>
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

/** Left and right select, Home and End too, Enter goes into the screen, Delete closes. */
function handleKey(event: KeyboardEvent, key: string): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return
  const { tabs } = useTerminals.getState()
  const target: Partial<Record<string, string | null | undefined>> = {
    ArrowLeft: stepFrom(tabs, key, -1),
    ArrowRight: stepFrom(tabs, key, 1),
    Home: tabs[0]?.key,
    End: tabs.at(-1)?.key,
  }
  const next = target[event.key]
  if (next) {
    activateTab(next)
    document.getElementById(`${next}-tab`)?.focus()
  } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
    controllerOf(key)?.focus()
  } else if (event.key === 'Delete') {
    void closeTerminal(key)
  } else {
    return
  }
  event.preventDefault()
  event.stopPropagation()
}

function CloseButton({ tab, column, isActive, isShown }: PlacedTabProps & { isShown: boolean }) {
  return (
    <button
      type="button"
      aria-label={`Close terminal ${tabLabel(tab)}`}
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
