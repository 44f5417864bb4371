// The running application: window first, the engine beside it, the page's calls between them, and an orderly end.
import { join } from 'node:path'
import { app, ipcMain, session, type BrowserWindow, type WebContents } from 'electron'
import { channels } from '../../src-shared/channels.ts'
import { createHandlers } from './calls/handlers.ts'
import { serveCalls } from './calls/registry.ts'
import type { Options } from './command-line.ts'
import { createEngineHost, type EngineHost } from './engines/host.ts'
import type { Log } from './log.ts'
import type { Marks } from './marks.ts'
import type { Places } from './places.ts'
import { denyPermissions } from './security/permissions.ts'
import { cancelRemoteRequests } from './security/requests.ts'
import { servePage } from './security/scheme.ts'
import { isTrustedEvent } from './security/sender.ts'
import { openSettings } from './settings.ts'
import type { Warnings } from './warnings.ts'
import { applyTheme } from './window/appearance.ts'
import { askBeforeClosing } from './window/closing.ts'
import { addKeys } from './window/keys.ts'
import { recoverPage } from './window/recovery.ts'
import { createTerminalWindows } from './window/terminal-windows.ts'
import { keepScreenshot, type Screenshots } from './window/screenshot.ts'
import { createWindow } from './window/window.ts'

export interface Parts {
  options: Options
  marks: Marks
  warnings: Warnings
  places: Places
  log: Log
}

/** Where the bundles lie, beside this one. */
const pageRoot = join(import.meta.dirname, '../renderer')
const preload = join(import.meta.dirname, '../preload/index.cjs')

export function runApplication(parts: Parts): void {
  const { log } = parts
  keepRunning(log)
  void openWhenReady(parts)
}

async function openWhenReady(parts: Parts): Promise<void> {
  try {
    await app.whenReady()
    open(parts)
  } catch (error) {
    const sentence = `The app could not start: ${describe(error)}`
    parts.log.write('error', sentence)
    process.stderr.write(`${sentence}\n`)
    app.exit(1)
  }
}

function open({ options, marks, warnings, places, log }: Parts): void {
  marks.mark('ready')
  const note = (what: string): void => log.write('warn', `Denied: ${what}`)
  servePage(session.defaultSession, pageRoot, options.devServer)
  denyPermissions(session.defaultSession, note)
  cancelRemoteRequests(session.defaultSession, options.devServer, note)

  const settings = openSettings(places.config, warnings.add)
  applyTheme(settings.get().theme)
  const page = {
    preload,
    isDevelopment: !app.isPackaged,
    onProblem: (error: unknown) => log.write('error', `Window: ${describe(error)}`),
  }
  const window = createWindow({
    ...page,
    settings,
    onShown: () => marks.mark('shown'),
  })
  marks.mark('windowCreated')

  const terminalWindows = createTerminalWindows({
    ...page,
    onChange(list) {
      for (const contents of pages()) contents.send(channels.terminalWindows, list)
      watchWhileSeen()
    },
    onOpened(opened) {
      addKeys(opened, !app.isPackaged, () => window.close())
      followSight(opened)
    },
    note: (sentence) => log.write('warn', sentence),
  })
  const pages = (): WebContents[] =>
    [window, ...terminalWindows.windows()].flatMap((one) => livingContents(one) ?? [])

  let screenshots: Screenshots | null = null
  const engine = createEngineHost({
    log,
    pages,
    onRunning: () => marks.mark('engineReady'),
    onContainersChanged: () => screenshots?.changed(),
  })
  function onListDrawn(): void {
    addKeys(window, !app.isPackaged, () => window.close())
    if (options.screenshotFile !== null) {
      screenshots = keepScreenshot({
        window,
        file: options.screenshotFile,
        onFirst: (path) => process.stdout.write(`A screenshot of the window is kept in ${path}\n`),
        onProblem: (error) => log.write('warn', `No screenshot could be taken: ${describe(error)}`),
      })
      screenshots.changed()
    }
    log.write('info', `Runc Desktop ${app.getVersion()}, Electron ${process.versions.electron}.`)
    if (process.getuid?.() === 0) log.write('warn', 'Running as root: a user’s own containers need no root.')
  }
  serveCalls(ipcMain, {
    handlers: createHandlers({
      window,
      terminalWindows,
      settings,
      warnings,
      engine,
      marks,
      pages,
      onListDrawn,
    }),
    isTrusted: (event) => isTrustedEvent(event, pages()),
    checkResults: !app.isPackaged,
    note: (what) => log.write('warn', what),
  })
  engine.start()
  marks.mark('engineForked')

  recoverPage(window, log, warnings)
  function watchWhileSeen(): void {
    engine.setWatched([window, ...terminalWindows.windows()].some(isSeen))
  }
  function followSight(one: BrowserWindow): void {
    one.on('show', watchWhileSeen)
    one.on('restore', watchWhileSeen)
    one.on('hide', watchWhileSeen)
    one.on('minimize', watchWhileSeen)
  }
  followSight(window)
  askBeforeClosing(window, {
    sessions: async () => engine.client().call('terminals.list', {}),
    onProblem: (error) => log.write('error', `Nobody could be asked: ${describe(error)}`),
  })
  // The main window is the app: what hangs on it goes with it.
  window.once('closed', () => terminalWindows.closeAll())
  app.on('second-instance', () => bringToFront(window))
  endInOrder(engine)
}

function isSeen(window: BrowserWindow): boolean {
  return !window.isDestroyed() && window.isVisible() && !window.isMinimized()
}

function livingContents(window: BrowserWindow): WebContents | null {
  return window.isDestroyed() || window.webContents.isDestroyed() ? null : window.webContents
}

function bringToFront(window: BrowserWindow): void {
  if (window.isDestroyed()) {
    // The window is closed and the engine about to end: whoever starts the app now gets a new one right after.
    app.relaunch()
    return
  }
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** The window closes at once; the process follows when the engine has ended its terminals. Containers go on. */
function endInOrder(engine: EngineHost): void {
  let hasEnded = false
  async function end(): Promise<void> {
    await engine.stop()
    hasEnded = true
    // Not within `will-quit` itself, where a stop with nothing to end would ask again: Electron ignores that.
    setImmediate(() => app.quit())
  }
  app.on('will-quit', (event) => {
    if (hasEnded) return
    event.preventDefault()
    void end()
  })
}

/** A fault in one handler must not take the window down, nor open Electron's own dialog about it. */
function keepRunning(log: Log): void {
  process.once('exit', () => log.flush())
  process.on('uncaughtException', (error) => log.write('error', `Uncaught: ${describe(error)}`))
  process.on('unhandledRejection', (reason) => log.write('error', `Unhandled: ${describe(reason)}`))
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason !== 'clean-exit')
      log.write('warn', `${name ?? type} is gone: ${reason}, exit code ${exitCode}.`)
  })
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
