// The app with its start held until Playwright has attached: a window that opens while it attaches can be missed, and
// then the launch never ends. Playwright calls the global below when it is ready; the app is what it is otherwise.
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const ready = app.whenReady()
const attached = new Promise((resolve) => {
  Object.assign(globalThis, { __playwright_run: resolve })
})
app.whenReady = async () => {
  await attached
  await ready
}
await import(pathToFileURL(process.env.RUNC_DESKTOP_HELD_APP ?? '').href)
