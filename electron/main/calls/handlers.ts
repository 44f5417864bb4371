// What main does for the page: settings, versions, the engine's port, a picker, the clipboard, terminals elsewhere.
import { app, clipboard, dialog, type BrowserWindow, type WebContents } from 'electron'
import { basename, join } from 'node:path'
import { channels } from '../../../src-shared/channels.ts'
import type { EngineHost } from '../engines/host.ts'
import type { Marks } from '../marks.ts'
import type { SettingsStore } from '../settings.ts'
import type { Warnings } from '../warnings.ts'
import { writeWhole } from '../files.ts'
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
  /** Where to write a file; null when the question was dismissed. It asks before one is replaced. */
  async function pickTarget(name: string): Promise<string | null> {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title: 'Save',
      // A name alone: where it goes is the user's to say.
      defaultPath: join(app.getPath('downloads'), basename(name)),
      properties: ['showOverwriteConfirmation', 'showHiddenFiles', 'createDirectory', 'dontAddToRecent'],
    })
    return canceled || filePath === '' ? null : filePath
  }

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
    'dialog.saveText': async ({ suggestedName, text }) => {
      const path = await pickTarget(suggestedName)
      if (path === null) return null
      try {
        writeWhole(path, text, 0o644)
      } catch (error) {
        throw new CallError({ code: 'Internal', message: `It cannot be saved: ${String(error)}` })
      }
      return path
    },
    'dialog.pickFiles': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Upload files',
        buttonLabel: 'Upload',
        properties: ['openFile', 'multiSelections', 'showHiddenFiles', 'dontAddToRecent'],
      })
      return canceled ? [] : filePaths
    },
    'dialog.pickTarget': ({ name }) => pickTarget(name),
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
