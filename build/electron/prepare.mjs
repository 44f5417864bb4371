// Turns the runtime files of another app's package back into a stock Electron folder: its own name, its default fuses,
// and a default app that loads a folder given on the command line.
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { executableIn } from './places.mjs'

const defaultApp = fileURLToPath(new URL('default-app', import.meta.url))

/** The other app's start-up snapshot of the browser process: with its fuse off it is dead weight. */
const foreignSnapshot = 'browser_v8_context_snapshot.bin'

/**
 * Whether a file of the package belongs to the runtime rather than to the app in it.
 * @param {string} name
 */
export function isRuntimeFile(name) {
  return !name.startsWith('resources/') && name !== foreignSnapshot
}

/**
 * @param {string} dist
 * @param {{ executable: string, version: string }} release
 */
export async function prepareRuntime(dist, { executable, version }) {
  const [{ FuseV1Options, FuseVersion, flipFuses }, { createPackage }] = await Promise.all([
    import('@electron/fuses'),
    import('@electron/asar'),
  ])
  renameSync(join(dist, executable), executableIn(dist))
  await flipFuses(executableIn(dist), {
    version: FuseVersion.V1,
    // What Electron itself is built with. Playwright needs the inspect arguments, electron-vite the options variable.
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableCookieEncryption]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: true,
  })
  writeFileSync(join(dist, 'version'), version)
  // An archive by this name is what packaging tools expect to find and remove.
  await createPackage(defaultApp, join(dist, 'resources', 'default_app.asar'))
}
