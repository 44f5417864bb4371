// What happens when the page's process dies or hangs: it is loaded again once by itself, then the user is asked.
// Containers and shells are the engine's and do not notice.
import { app, dialog, type BrowserWindow } from 'electron'
import type { Log } from '../log.ts'
import type { Warnings } from '../warnings.ts'

/** Two crashes within this time are not a coincidence. */
const sameCrashMs = 60_000

export function recoverPage(window: BrowserWindow, log: Log, warnings: Warnings): void {
  let lastCrash = Number.NEGATIVE_INFINITY

  async function ask(reason: string): Promise<void> {
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: 'The window’s page keeps failing.',
      detail: `It ended again (${reason}). Containers and shells are not affected.`,
      buttons: ['Load again', 'Quit'],
      defaultId: 0,
    })
    if (response === 0) window.webContents.reload()
    else app.quit()
  }

  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.write('error', `The page's process is gone: ${reason}, exit code ${exitCode}.`)
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const isRepeated = Date.now() - lastCrash < sameCrashMs
    lastCrash = Date.now()
    if (isRepeated) {
      ask(reason).catch((error: unknown) => log.write('error', `Nobody could be asked: ${String(error)}`))
      return
    }
    warnings.add(`The window’s page ended unexpectedly (${reason}) and was loaded again.`)
    window.webContents.once('did-finish-load', () => log.write('info', 'The page is loaded again.'))
    window.webContents.reload()
  })
  window.webContents.on('preload-error', (_event, path, error) =>
    log.write('error', `${path}: ${error.stack}`),
  )
  window.on('unresponsive', () => log.write('warn', 'The page does not respond.'))
  window.on('responsive', () => log.write('info', 'The page responds again.'))
}
