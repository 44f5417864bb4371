// No page of ours goes anywhere: every way to another address, frame or window is closed.
import type { App, WebContents } from 'electron'

/** For every webContents that ever comes to be, whoever makes it. */
export function denyNavigation(app: App, note: (what: string) => void): void {
  app.on('web-contents-created', (_event, contents) => closeWays(contents, note))
}

function closeWays(contents: WebContents, note: (what: string) => void): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault()
    note(`navigation to ${event.url}`)
  })
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault()
    note(`navigation of a frame to ${event.url}`)
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
    note(`a redirect to ${event.url}`)
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    note('a webview')
  })
  contents.setWindowOpenHandler(({ url }) => {
    note(`a window on ${url}`)
    return { action: 'deny' }
  })
}
