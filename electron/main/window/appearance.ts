// The theme, and the colour that a window has before its page has drawn.
import { nativeTheme, type BrowserWindow } from 'electron'
import type { Theme } from '../../../src-shared/window-contract.ts'
import { backgrounds } from './backgrounds.ts'

/** Before the first window: Chromium hands it to the page as `prefers-color-scheme`, native dialogs follow. */
export function applyTheme(theme: Theme): void {
  nativeTheme.themeSource = theme
}

export function currentBackground(): string {
  return nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light
}

/** Also when the system changes between day and night. */
export function followTheme(window: BrowserWindow): void {
  const follow = (): void => {
    if (!window.isDestroyed()) window.setBackgroundColor(currentBackground())
  }
  nativeTheme.on('updated', follow)
  window.once('closed', () => nativeTheme.off('updated', follow))
}
