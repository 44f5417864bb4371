// `npm start`: set-up, a build if there is something to build, and the app. Without a display it runs on a virtual one and
// leaves a picture of itself. Arguments after `--` go to the app.
import './common/requirements.mjs'
import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { runMain, say } from './common/output.mjs'
import { repository } from './common/paths.mjs'
import { resolveElectron } from './electron.mjs'
import { buildApp } from './run/build-app.mjs'
import { hasDisplay, startVirtualDisplay } from './run/display.mjs'
import { appEnvironment, launch, machineSwitches } from './run/launch.mjs'
import { setUp } from './setup.mjs'

const screenshot = join(repository, 'out', 'screenshot.png')

await runMain(async () => {
  await setUp({ purpose: 'start' })
  const [electron] = await Promise.all([resolveElectron(), buildApp()])
  if (process.getuid?.() === 0) say("Running as root: Chromium's sandbox has to be off (--no-sandbox).")
  const environment = appEnvironment()
  const display = hasDisplay() ? undefined : await startVirtualDisplay()
  if (display) {
    environment.DISPLAY = display.name
    environment.RUNC_DESKTOP_SCREENSHOT = screenshot
    mkdirSync(dirname(screenshot), { recursive: true })
    rmSync(screenshot, { force: true })
    say(
      `No display here: the app runs on a virtual one, and its screenshot is ${relative(process.cwd(), screenshot)}`,
    )
  }
  const isVirtual = display !== undefined
  try {
    const args = [...machineSwitches({ isVirtual }), repository, ...process.argv.slice(2)]
    return await launch({ program: electron.path, args, environment, isVirtual })
  } finally {
    display?.stop()
  }
})
