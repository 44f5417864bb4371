// What the app remembers between starts. Main keeps the file; here is the copy that the page draws by.
import { create } from 'zustand'
import { defaultSettings } from '../../src-shared/default-settings.ts'
import type { Settings } from '../../src-shared/window-contract.ts'
import { windowCall } from '../engine/window.ts'
import { toErrorInfo } from '../ui/error-text.ts'
import { notifyFailure } from './notices.ts'

export type ChangeableSettings = Partial<Omit<Settings, 'windowBounds'>>

export const useSettings = create<Settings>(() => defaultSettings)

/** Reads them; what cannot be read leaves the defaults. */
export async function loadSettings(): Promise<void> {
  useSettings.setState(await windowCall('settings.get', {}))
}

/** Takes over what other windows change, for the life of the page. */
export function followSettings(): void {
  window.runcDesktop.onSettings((settings) => useSettings.setState(settings))
}

/** Changes at once what is seen, then has main keep it. */
export async function changeSettings(changes: ChangeableSettings): Promise<void> {
  useSettings.setState(changes)
  try {
    await windowCall('settings.set', changes)
  } catch (error) {
    notifyFailure('The setting holds only until the app is closed', toErrorInfo(error))
  }
}
