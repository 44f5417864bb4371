// What of the app's settings a screen is drawn by.
import type { Settings } from '../../../src-shared/window-contract.ts'
import type { ViewSettings } from './xterm-view.ts'

export function viewSettings(settings: Settings): ViewSettings {
  return {
    fontSize: settings.terminalFontSize,
    fontFamily: settings.terminalFontFamily,
    theme: settings.terminalTheme,
    screenReader: settings.terminalScreenReader,
    scrollback: settings.terminalScrollback,
    copyOnSelect: settings.terminalCopyOnSelect,
  }
}
