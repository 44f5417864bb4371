// One terminal: xterm's element, its menu and search, and what is said when its program has ended.
//
// How tests read a screen: the text on it is in the document, in the region with the name `Terminal <container> <n>`
// (n counts the terminals of that container from 1). xterm's DOM renderer keeps one element a row, so
//   await expect(page.getByRole('region', { name: 'Terminal web-1 1' })).toContainText('hello')
// reads what is visible, and `{ useInnerText: true }` keeps the rows apart. Keys go to the focused text box in it,
// named `Terminal input`. What has scrolled away is not in the document.
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { notify } from '../../stores/notices.ts'
import { useSettings } from '../../stores/settings.ts'
import { activateTab, markBroken, setTitle, useTerminals } from '../../stores/terminals.ts'
import type { TerminalTab } from '../../stores/terminals.ts'
import { copyText } from '../../ui/clipboard.ts'
import { classNames } from '../../ui/class-names.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import type { MenuAnchor } from '../../ui/Menu.tsx'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import { copySelected, runChord } from './chords.ts'
import { controllerOf, createController } from './controller.ts'
import { EndBar } from './EndBar.tsx'
import { interruptProgram } from './actions.ts'
import { chordOf, isWindowZoom } from './keys.ts'
import { LinkNotice } from './LinkNotice.tsx'
import type { Link } from './LinkNotice.tsx'
import type { PasteQuestion } from './paste-text.ts'
import { SearchBar } from './SearchBar.tsx'
import { panelElementId, tabElementId } from './tab-elements.ts'
import { TerminalMenu } from './TerminalMenu.tsx'
import { useName } from './use-name.ts'
import { viewSettings } from './view-settings.ts'
import { programName, regionLabel } from './words.ts'

const PasteDialog = lazy(async () => ({ default: (await import('./PasteDialog.tsx')).PasteDialog }))

export interface TerminalViewProps {
  tab: TerminalTab
  isVisible: boolean
  /** Where it stands among what is visible, and whether it is the one of several that has the keys. */
  order?: number
  isMarked?: boolean
}

export function TerminalView({ tab, isVisible, order = 0, isMarked = false }: TerminalViewProps) {
  const { key } = tab
  const name = useName(tab.containerKey)
  const screen = useRef<HTMLDivElement>(null)
  const [menuAnchor, setMenuAnchor] = useState<MenuAnchor | null>(null)
  const [searchFor, setSearchFor] = useState<string | null>(null)
  const [question, setQuestion] = useState<PasteQuestion | null>(null)
  const [link, setLink] = useState<Link | null>(null)
  const [failure, setFailure] = useState<ErrorInfo | null>(null)
  const dropLink = useCallback(() => setLink(null), [])
  const settings = useSettings(useShallow(viewSettings))
  const connections = useTerminals((state) => state.connections)

  const openSearch = useCallback(() => {
    const selected = controllerOf(key)?.view?.selection() ?? ''
    setSearchFor(selected.includes('\n') ? '' : selected)
  }, [key])

  useEffect(() => {
    const element = screen.current
    if (!element) return undefined
    const chords = {
      openSearch,
      openMenu: () =>
        setMenuAnchor({
          x: element.getBoundingClientRect().left + 12,
          y: element.getBoundingClientRect().top + 12,
        }),
    }
    const made = createController(key, {
      element,
      settings: viewSettings(useSettings.getState()),
      mayCopy: () =>
        useSettings.getState().terminalClipboardWrite && document.hasFocus() && element.checkVisibility(),
      asksBeforePaste: () => useSettings.getState().terminalPasteWarning,
      onCopy: (text) => void copyForProgram(text),
      onSelect: copySelected,
      onPasteQuestion: setQuestion,
      onKey: (event) => {
        const chord = chordOf(event)
        if (isWindowZoom(event)) event.preventDefault()
        if (chord === null) return false
        event.preventDefault()
        if (event.type === 'keydown') runChord(chord, key, chords)
        return true
      },
      onTitle: (title) => setTitle(key, title),
      onLink: (address) => setLink({ address, state: 'copied' }),
      onLinkHover: (address) => setLink((shown) => hovered(shown, address)),
      onMenu: setMenuAnchor,
      onBroken: (error) => markBroken(key, error),
      onInterrupt: () => void interruptProgram(key),
      onFailure: (error) => setFailure(toErrorInfo(error)),
    })
    // The pane in which something is done is the one that is meant by keys and menus.
    const activate = (): void => activateTab(key)
    element.addEventListener('focusin', activate)
    return () => {
      element.removeEventListener('focusin', activate)
      made.dispose()
    }
  }, [key, openSearch])

  useEffect(() => controllerOf(key)?.follow(tab, connections), [key, tab, connections])
  useEffect(() => controllerOf(key)?.setVisible(isVisible), [key, isVisible])
  useEffect(() => controllerOf(key)?.apply(settings), [key, settings])

  function closeSearch(): void {
    setSearchFor(null)
    controllerOf(key)?.focus()
  }

  const search = controllerOf(key)?.view?.search
  return (
    <div
      role="tabpanel"
      id={panelElementId(key)}
      aria-labelledby={tabElementId(key)}
      hidden={!isVisible}
      style={{ order, flexGrow: tab.weight, flexBasis: 0 }}
      className={isVisible ? 'relative flex min-w-0 flex-col' : undefined}
    >
      <section
        aria-label={regionLabel(tab, name)}
        className={classNames(
          'relative min-h-0 flex-1',
          isMarked &&
            'after:pointer-events-none after:absolute after:inset-x-0 after:top-0 after:h-0.5 after:bg-focus',
        )}
      >
        <div ref={screen} className="terminal-screen absolute inset-0 overflow-hidden" />
        {searchFor !== null && search && (
          <SearchBar search={search} initial={searchFor} onClose={closeSearch} />
        )}
        {link && <LinkNotice link={link} onDone={dropLink} />}
      </section>
      {failure && (
        <ErrorNotice
          title="The terminal could not be drawn"
          error={failure}
          className="m-2 max-h-1/2 overflow-auto"
        />
      )}
      <EndBar tab={tab} />
      {menuAnchor && (
        <TerminalMenu
          anchor={menuAnchor}
          tabKey={key}
          onSearch={openSearch}
          onClose={() => setMenuAnchor(null)}
        />
      )}
      {question && (
        <Suspense>
          <PasteDialog
            question={question}
            program={programName(tab.args)}
            onPaste={() => controllerOf(key)?.paste(question.text)}
            onClose={() => {
              setQuestion(null)
              controllerOf(key)?.focus()
            }}
          />
        </Suspense>
      )}
    </div>
  )
}

/** What a click has copied stays for its time; what the pointer is over comes and goes with it. */
function hovered(shown: Link | null, address: string | null): Link | null {
  if (shown?.state === 'copied') return shown
  return address === null ? null : { address, state: 'hovered' }
}

/** Said, for it was not the user who copied. */
async function copyForProgram(text: string): Promise<void> {
  try {
    await copyText(text)
    notify('A program in a terminal copied text', text.slice(0, 80))
  } catch {
    // The program is not told either.
  }
}
