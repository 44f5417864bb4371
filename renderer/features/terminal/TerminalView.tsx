// One terminal: xterm's element, its menu, and what is said when its program has ended.
//
// How tests read a screen: the text on it is in the document, in the region with the name `Terminal <container> <n>`
// (n counts the terminals of that container from 1). xterm's DOM renderer keeps one element a row, so
//   await expect(page.getByRole('region', { name: 'Terminal web-1 1' })).toContainText('hello')
// reads what is visible, and `{ useInnerText: true }` keeps the rows apart. Keys go to the focused text box in it,
// named `Terminal input`. What has scrolled away is not in the document.
import { useCallback, useEffect, useRef, useState } from 'react'
import { useSettings } from '../../stores/settings.ts'
import { markBroken, setTitle, useTerminals } from '../../stores/terminals.ts'
import type { TerminalTab } from '../../stores/terminals.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import type { MenuAnchor } from '../../ui/Menu.tsx'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import { runChord } from './chords.ts'
import { createController } from './controller.ts'
import type { TerminalController } from './controller.ts'
import { EndBar } from './EndBar.tsx'
import { chordOf, isWindowZoom } from './keys.ts'
import { LinkNotice } from './LinkNotice.tsx'
import type { Link } from './LinkNotice.tsx'
import { TerminalMenu } from './TerminalMenu.tsx'
import { regionLabel } from './words.ts'

export interface TerminalViewProps {
  tab: TerminalTab
  isVisible: boolean
}

export function TerminalView({ tab, isVisible }: TerminalViewProps) {
  const { key } = tab
  const screen = useRef<HTMLDivElement>(null)
  const controller = useRef<TerminalController | null>(null)
  const [menuAnchor, setMenuAnchor] = useState<MenuAnchor | null>(null)
  const [link, setLink] = useState<Link | null>(null)
  const [failure, setFailure] = useState<ErrorInfo | null>(null)
  const dropLink = useCallback(() => setLink(null), [])
  const fontSize = useSettings((settings) => settings.terminalFontSize)
  const screenReader = useSettings((settings) => settings.terminalScreenReader)
  const connections = useTerminals((state) => state.connections)

  useEffect(() => {
    const element = screen.current
    if (!element) return undefined
    const made = createController(key, {
      element,
      fontSize: useSettings.getState().terminalFontSize,
      screenReader: useSettings.getState().terminalScreenReader,
      onKey: (event) => {
        const chord = chordOf(event)
        if (isWindowZoom(event)) event.preventDefault()
        if (chord === null) return false
        event.preventDefault()
        if (event.type === 'keydown') runChord(chord, key)
        return true
      },
      onTitle: (title) => setTitle(key, title),
      onLink: (address) => setLink({ address, state: 'copied' }),
      onLinkHover: (address) => setLink((shown) => hovered(shown, address)),
      onMenu: setMenuAnchor,
      onBroken: (error) => markBroken(key, error),
      onFailure: (error) => setFailure(toErrorInfo(error)),
    })
    controller.current = made
    return () => {
      controller.current = null
      made.dispose()
    }
  }, [key])

  useEffect(() => controller.current?.follow(tab, connections), [tab, connections])
  useEffect(() => controller.current?.setVisible(isVisible), [isVisible])
  useEffect(() => controller.current?.setFontSize(fontSize), [fontSize])
  useEffect(() => controller.current?.setScreenReader(screenReader), [screenReader])

  return (
    <div
      role="tabpanel"
      id={`${key}-panel`}
      aria-labelledby={`${key}-tab`}
      hidden={!isVisible}
      className={isVisible ? 'absolute inset-0 flex flex-col' : undefined}
    >
      <section aria-label={regionLabel(tab)} className="relative min-h-0 flex-1">
        <div ref={screen} className="terminal-screen absolute inset-0 overflow-hidden" />
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
      {menuAnchor && <TerminalMenu anchor={menuAnchor} tabKey={key} onClose={() => setMenuAnchor(null)} />}
    </div>
  )
}

/** What a click has copied stays for its time; what the pointer is over comes and goes with it. */
function hovered(shown: Link | null, address: string | null): Link | null {
  if (shown?.state === 'copied') return shown
  return address === null ? null : { address, state: 'hovered' }
}
