// The app inside a runtime that came without one: loads the app in the folder named on the command line, as Electron's
// own does. It awaits that app's main module, because Electron holds its `ready` event until this one is evaluated.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app as publicApp } from 'electron'

/**
 * What Electron keeps for its own default app, beside its public face.
 * @typedef {{ setVersion: (version: string) => void, setAppPath: (path: string) => void, setDesktopName: (name: string) => void }} Setters
 */
const app = /** @type {typeof publicApp & Setters} */ (publicApp)

// Chromium's and Node's own switches come before the app's path, and carry their values after `=`.
const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'))

if (process.argv.includes('--version') || process.argv.includes('-v')) {
  process.stdout.write(`v${process.versions.electron}\n`)
  process.exit(0)
}
if (given === undefined) {
  process.stderr.write('This Electron loads an app: give it the app’s folder.\n')
  process.exit(1)
}

const target = resolve(given)
const folder = existsSync(target) && statSync(target).isDirectory() ? target : dirname(target)
const description = join(folder, 'package.json')
const { name, productName, version, desktopName } = existsSync(description)
  ? JSON.parse(readFileSync(description, 'utf8'))
  : {}

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
if (productName ?? name) app.setName(productName ?? name)
if (version) app.setVersion(version)
if (desktopName) app.setDesktopName(desktopName)
app.setAppPath(folder)

try {
  await import(pathToFileURL(createRequire(import.meta.url).resolve(target)).href)
} catch (error) {
  process.stderr.write(
    `The app at ${target} could not be loaded.\n${error instanceof Error ? error.stack : String(error)}\n`,
  )
  process.exit(1)
}
