// What a broken file of ours made the app do, said once by main and all along by the engine; kept here until read.
import { create } from 'zustand'
import { windowCall } from '../engine/window.ts'

export interface WarningsState {
  /** Main's, which it tells once. */
  ofWindow: readonly string[]
  /** Dismissed by the user, in this window. */
  dismissed: ReadonlySet<string>
}

export const useWarnings = create<WarningsState>(() => ({ ofWindow: [], dismissed: new Set() }))

export async function loadWarnings(): Promise<void> {
  try {
    const ofWindow = await windowCall('app.warnings', {})
    if (ofWindow.length > 0) useWarnings.setState({ ofWindow })
  } catch {
    // They stand in main's log as well.
  }
}

export function dismissWarnings(texts: readonly string[]): void {
  useWarnings.setState(({ dismissed }) => ({ dismissed: new Set([...dismissed, ...texts]) }))
}
