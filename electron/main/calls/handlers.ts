// What main does for the page: settings, versions, the engine's port, a picker and the clipboard.
import { app, clipboard, dialog, type BrowserWindow } from 'electron'
import type { EngineHost } from '../engines/host.ts'
import type { Marks } from '../marks.ts'
import type { SettingsStore } from '../settings.ts'
import type { Warnings } from '../warnings.ts'
import { applyTheme } from '../window/appearance.ts'
import { CallError, type Handlers } from './registry.ts'

export interface HandlerOptions {
  window: BrowserWindow
  settings: SettingsStore
  warnings: Warnings
  engine: EngineHost
  marks: Marks
  /** The page has drawn the list for the first time. */
  onListDrawn: () => void
}

export function createHandlers({
  window,
  settings,
  warnings,
  engine,
  marks,
  onListDrawn,
}: HandlerOptions): Handlers {
  return {
    'settings.get': () => settings.get(),
    'settings.set': (changes) => {
      try {
        return settings.set(withoutUndefined(changes))
      } catch (error) {
        throw new CallError({ code: 'Internal', message: `The settings cannot be saved: ${String(error)}` })
      } finally {
        if (changes.theme !== undefined) applyTheme(changes.theme)
      }
    },
    'app.warnings': () => warnings.take(),
    'app.versions': () => ({
      app: app.getVersion(),
      electron: process.versions.electron,
      chrome: process.versions.chrome,
      node: process.versions.node,
    }),
    'app.mark': ({ name }) => {
      const isFirst = !marks.has(name)
      marks.mark(name)
      if (name === 'list' && isFirst) onListDrawn()
      return {}
    },
    'engine.state': () => engine.state(),
    'engine.connect': () => {
      engine.connectPage(window.webContents)
      return {}
    },
    'engine.restart': () => {
      engine.restart()
      return {}
    },
    'dialog.pickBundle': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Open a bundle',
        buttonLabel: 'Open',
        properties: ['openDirectory', 'showHiddenFiles', 'dontAddToRecent'],
      })
      return canceled ? null : (filePaths[0] ?? null)
    },
    'clipboard.paste': () => {
      window.webContents.paste()
      return {}
    },
    'clipboard.write': async ({ text }) => {
      // A promise in newer versions of Electron only.
      await clipboard.writeText(text)
      return {}
    },
  }
}

/** A field that is there but undefined means the same as one that is not. */
function withoutUndefined<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]: Exclude<Fields[Key], undefined> } {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present) as never
}
