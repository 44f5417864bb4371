// The settings as they are before anybody changed one. Apart from their schema, so that the page has them without zod.
import type { Settings } from './window-contract.ts'

/** What holds for every field that the file lacks or has wrong: a broken file costs nothing but itself. */
export const defaultSettings: Settings = {
  theme: 'system',
  sidebarCollapsed: false,
  dockHeight: 280,
  terminalFontSize: 13,
  terminalScreenReader: false,
  terminalScrollback: 5000,
  terminalFontFamily: '',
  terminalTheme: 'app',
  terminalCopyOnSelect: false,
  terminalPasteWarning: true,
  terminalClipboardWrite: false,
  containerList: { columns: [], sortKey: 'name', isDescending: false, group: null },
  windowBounds: null,
}
