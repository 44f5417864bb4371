// Installs what the system lacks where we may, and says exactly what to ask for where we may not.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BuildError, say } from '../common/output.mjs'
import { cacheFolder } from '../common/paths.mjs'
import { run } from '../common/process.mjs'
import { choosePackages, findElevation, findInstaller } from './installer.mjs'
import { forgetLibraries } from './libraries.mjs'
import { findMissing } from './needs.mjs'

/** @typedef {import('./needs.mjs').Need} Need */
/** @typedef {import('./needs.mjs').Purpose} Purpose */
/** @typedef {import('./installer.mjs').Installer} Installer */

/** @param {Purpose} purpose */
export async function setUpSystem(purpose) {
  const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
  const missing = findMissing(purpose, hasDisplay)
  // What was tried once and could not be had, or was removed by the user since, is not tried at each start again.
  const optional = missing.filter((need) => need.degree === 'may' && !wasTried(need))
  const required = missing.filter((need) => need.degree !== 'may')
  if (required.length === 0 && optional.length === 0) return

  const installer = findInstaller()
  const elevation =
    installer && (required.length > 0 || process.getuid?.() === 0) ? await findElevation() : undefined
  if (!installer || !elevation) return refuse(purpose, installer, required)

  const failure = await install(installer, elevation, required, optional)
  remember(optional)
  forgetLibraries()
  const still = findMissing(purpose, hasDisplay)
  const withoutOptional = still.filter((need) => optional.includes(need))
  if (withoutOptional.length > 0)
    say(`Not available here: ${list(withoutOptional)} (optional; what needs it stays off).`)
  const stillRequired = still.filter((need) => need.degree !== 'may')
  if (stillRequired.length > 0 && failure) say(failure)
  await refuse(purpose, installer, stillRequired)
}

/**
 * One call for everything, so that the package manager works once; when that fails, again with fresh lists, and at last
 * without what is optional.
 * @param {Installer} installer
 * @param {{ prefix: string[], asks: boolean }} elevation
 * @param {Need[]} required
 * @param {Need[]} optional
 * @returns {Promise<string>} what the last try printed, if it failed
 */
async function install(installer, elevation, required, optional) {
  const all = [...required, ...optional]
  let choice = await choosePackages(installer, all)
  let isFresh = false
  /** @param {string[]} command */
  const runElevated = (command) => {
    const [program = '', ...args] = [
      ...elevation.prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'LC_ALL=C',
      ...command,
    ]
    return run(program, args, { show: elevation.asks })
  }
  const refresh = async () => {
    if (!installer.refresh || isFresh) return
    isFresh = true
    say(`Refreshing the package lists (${installer.label} update) …`)
    await runElevated(installer.refresh) // a failure shows in the installation that follows
    choice = await choosePackages(installer, all)
  }
  if (choice.unknown.length > 0) await refresh()
  if (choice.packages.length === 0) return ''
  say(`Installing ${choice.packages.join(', ')} (${installer.label}) …`)
  let result = await runElevated(installer.install(choice.packages))
  if (!result.ok && !isFresh) {
    await refresh()
    result = await runElevated(installer.install(choice.packages))
  }
  if (!result.ok && optional.length > 0 && required.length > 0) {
    choice = await choosePackages(installer, required)
    result = await runElevated(installer.install(choice.packages))
  }
  return result.ok ? '' : result.output.trim()
}

/**
 * Says what to ask for, and gives up when the command cannot do without.
 * @param {Purpose} purpose
 * @param {Installer | undefined} installer
 * @param {Need[]} required
 */
async function refuse(purpose, installer, required) {
  if (required.length === 0) return
  const packages = installer ? (await choosePackages(installer, required)).packages : []
  const how =
    installer && packages.length > 0
      ? `Install with: ${process.getuid?.() === 0 ? '' : 'sudo '}${installer.label} ${installer.manager === 'pacman' ? '-S' : 'install'} ${packages.join(' ')}`
      : `Install with your package manager (Debian names): ${debianNames(required)}`
  const isFatal = purpose !== 'start' || required.some((need) => need.degree === 'must')
  if (isFatal) throw new BuildError(`Missing on this machine: ${list(required)}.\n${how}`)
  say(`Missing on this machine: ${list(required)}. The app will open and say what does not work.\n${how}`)
}

/** @param {readonly Need[]} missing */
function debianNames(missing) {
  return missing
    .flatMap((need) => need.packages.apt.map((alternatives) => alternatives.at(-1) ?? ''))
    .join(' ')
}

/** @param {readonly Need[]} missing */
function list(missing) {
  return missing.map((need) => need.name).join(', ')
}

/** @param {Need} need */
function wasTried(need) {
  return existsSync(triedPath()) && readFileSync(triedPath(), 'utf8').split('\n').includes(need.name)
}

/** @param {readonly Need[]} optional */
function remember(optional) {
  if (optional.length === 0) return
  const before = existsSync(triedPath()) ? readFileSync(triedPath(), 'utf8') : ''
  mkdirSync(dirname(triedPath()), { recursive: true })
  writeFileSync(triedPath(), before + optional.map((need) => `${need.name}\n`).join(''))
}

/** Deleting this file makes set-up try the optional packages again. */
function triedPath() {
  return join(cacheFolder(), 'optional-packages-tried')
}
