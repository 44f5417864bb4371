// What the Ctrl+Shift chords do inside a terminal.
import { changeSettings, useSettings } from '../../stores/settings.ts'
import { notifyFailure } from '../../stores/notices.ts'
import { windowCall } from '../../engine/window.ts'
import { copyText } from '../../ui/clipboard.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { closeTerminal, openAnother, stepPane, stepTab, toggleDock } from './actions.ts'
import { controllerOf } from './controller.ts'
import { focusTab } from './tab-elements.ts'
import { splitTerminal, toggleOwnWindow } from './places.ts'
import { fontSizes } from './font.ts'
import type { Chord } from './keys.ts'

/** What a chord does that belongs to one screen and its surroundings. */
export interface ScreenChords {
  openSearch(): void
  openMenu(): void
}

export function runChord(chord: Chord, tabKey: string, screen: ScreenChords): void {
  switch (chord) {
    case 'copy':
      return copySelection(tabKey)
    case 'paste':
      return paste(tabKey)
    case 'close':
      void closeTerminal(tabKey)
      return
    case 'new':
      void openAnother()
      return
    case 'previous':
      return stepTab(-1)
    case 'next':
      return stepTab(1)
    case 'toggleDock':
      return toggleDock()
    case 'larger':
      return zoom(useSettings.getState().terminalFontSize + 1)
    case 'smaller':
      return zoom(useSettings.getState().terminalFontSize - 1)
    case 'normalSize':
      return zoom(fontSizes.normal)
    case 'search':
      return screen.openSearch()
    case 'menu':
      return screen.openMenu()
    case 'clear':
      return controllerOf(tabKey)?.view?.clear()
    case 'top':
    case 'bottom':
      return controllerOf(tabKey)?.view?.scroll(chord)
    case 'split':
      void splitTerminal(tabKey)
      return
    case 'ownWindow':
      void toggleOwnWindow(tabKey)
      return
    case 'tabs':
      return focusTab(tabKey)
    case 'paneLeft':
      return stepPane(tabKey, -1)
    case 'paneRight':
      return stepPane(tabKey, 1)
  }
}

/** What is selected goes to the clipboard; nothing selected leaves it as it is. */
export function copySelection(tabKey: string): void {
  copySelected(controllerOf(tabKey)?.view?.selection() ?? '')
}

/** The same for a selection that is known. */
export function copySelected(text: string): void {
  if (text === '') return
  copyText(text).catch((error: unknown) => notifyFailure('The selection was not copied', toErrorInfo(error)))
}

/** Main pastes into what has the focus, as a real event, so that xterm brackets it and mends line ends. */
export function paste(tabKey: string): void {
  controllerOf(tabKey)?.focus()
  windowCall('clipboard.paste', {}).catch((error: unknown) =>
    notifyFailure('The clipboard was not pasted', toErrorInfo(error)),
  )
}

function zoom(size: number): void {
  const terminalFontSize = Math.min(Math.max(size, fontSizes.smallest), fontSizes.largest)
  void changeSettings({ terminalFontSize })
}
