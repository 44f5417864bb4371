// `npm run dev`: the app with hot reload, in the resolved Electron. Arguments go to electron-vite.
import './common/requirements.mjs'
import { join } from 'node:path'
import { runMain } from './common/output.mjs'
import { repository } from './common/paths.mjs'
import { resolveElectron } from './electron.mjs'
import { hasDisplay, startVirtualDisplay } from './run/display.mjs'
import { appEnvironment, launch } from './run/launch.mjs'
import { setUp } from './setup.mjs'

await runMain(async () => {
  await setUp({ purpose: 'start' })
  const electron = await resolveElectron()
  const environment = appEnvironment()
  environment.ELECTRON_EXEC_PATH = electron.path
  environment.RUNC_DESKTOP_CHECK_RESULTS = '1' // what the engine answers is held against the contract
  if (process.getuid?.() === 0) environment.NO_SANDBOX = '1' // electron-vite's own way to add --no-sandbox
  const display = hasDisplay() ? undefined : await startVirtualDisplay()
  if (display) environment.DISPLAY = display.name
  try {
    const script = join(repository, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const args = [script, 'dev', '--config', 'build/electron.vite.config.ts', ...process.argv.slice(2)]
    return await launch({ program: process.execPath, args, environment, isVirtual: display !== undefined })
  } finally {
    display?.stop()
  }
})
