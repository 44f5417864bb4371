// A display of our own when nobody gave us one, so that `playwright test` also runs by itself.
import { startVirtualDisplay } from '../../../build/run/display.mjs'

// oxlint-disable-next-line import/no-default-export -- Playwright calls a module's default.
export default async function globalSetup(): Promise<(() => void) | undefined> {
  if (process.env.DISPLAY) return undefined
  const display = await startVirtualDisplay()
  process.env.DISPLAY = display.name
  return display.stop
}
