// What main does for the page: settings, versions, the engine's port, a picker, the clipboard, terminals elsewhere.
import { join } from 'node:path'
import { app, clipboard, dialog, type BrowserWindow, type WebContents } from 'electron'
import { channels } from '../../../src-shared/channels.ts'
import type { EngineHost } from '../engines/host.ts'
import type { Marks } from '../marks.ts'
import type { SettingsStore } from '../settings.ts'
import type { Warnings } from '../warnings.ts'
import { openOutside } from '../outside/open-outside.ts'
import { applyTheme } from '../window/appearance.ts'
import type { TerminalWindows } from '../window/terminal-windows.ts'
import { CallError, type Handlers } from './registry.ts'

export interface HandlerOptions {
  window: BrowserWindow
  terminalWindows: TerminalWindows
  settings: SettingsStore
  warnings: Warnings
  engine: EngineHost
  marks: Marks
  /** Of all windows. */
  pages: () => readonly WebContents[]
  /** The page has drawn the list for the first time. */
  onListDrawn: () => void
}

export function createHandlers({
  window,
  terminalWindows,
  settings,
  warnings,
  engine,
  marks,
  pages,
  onListDrawn,
}: HandlerOptions): Handlers {
  return {
    'settings.get': () => settings.get(),
    'settings.set': (changes, caller) => {
      try {
        return settings.set(withoutUndefined(changes))
      } catch (error) {
        throw new CallError({ code: 'Internal', message: `The settings cannot be saved: ${String(error)}` })
      } finally {
        if (changes.theme !== undefined) applyTheme(changes.theme)
        for (const page of pages()) if (page !== caller) page.send(channels.settings, settings.get())
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
    'engine.connect': (_args, caller) => {
      engine.connectPage(caller)
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
    'dialog.pickSaveFile': async ({ suggestedName }) => {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: 'Save the log',
        buttonLabel: 'Save',
        // A name, never a path: the page has no say in where the dialog begins.
        defaultPath: join(app.getPath('home'), suggestedName.replaceAll(/[/\0]/g, '_')),
        properties: ['showHiddenFiles', 'createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
      })
      return canceled || filePath === '' ? null : filePath
    },
    'clipboard.paste': (_args, caller) => {
      caller.paste()
      return {}
    },
    'clipboard.write': async ({ text }) => {
      // A promise in newer versions of Electron only.
      await clipboard.writeText(text)
      return {}
    },
    'terminalWindows.list': () => terminalWindows.list(),
    'terminalWindows.open': ({ session }) => {
      terminalWindows.open(session)
      return {}
    },
    'terminalWindows.replace': ({ session }, caller) => {
      terminalWindows.replace(caller, session)
      return {}
    },
    'terminalWindows.close': (_args, caller) => {
      terminalWindows.close(caller)
      return {}
    },
    'terminals.openOutside': (target) => openOutside(engine.client(), target, process.env),
  }
}

/** A field that is there but undefined means the same as one that is not. */
function withoutUndefined<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]: Exclude<Fields[Key], undefined> } {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present) as never
}
