// `npm run pictures`: set-up, a build, and pictures of every screen in both themes into docs/ (and of other sizes into
// out/pictures, to be judged and thrown away).
import './common/requirements.mjs'
import { runMain } from './common/output.mjs'
import { resolveElectron } from './electron.mjs'
import { buildApp } from './run/build-app.mjs'
import { startVirtualDisplay } from './run/display.mjs'
import { setUp } from './setup.mjs'
import { takePictures } from './test/runners.mjs'

await runMain(async () => {
  await setUp({ purpose: 'test' })
  const [electron] = await Promise.all([resolveElectron(), buildApp()])
  const display = await startVirtualDisplay()
  try {
    return await takePictures(
      { DISPLAY: display.name, RUNC_DESKTOP_ELECTRON: electron.path },
      process.argv.slice(2),
    )
  } finally {
    display.stop()
  }
})
