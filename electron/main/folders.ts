// Tells Electron where to keep its things, before it makes any of them elsewhere.
import { mkdirSync, mkdtempSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { App } from 'electron'
import { findPlaces, type Places } from './places.ts'

/**
 * When the state folder cannot be made (a read-only or full disk), a temporary one takes its place: the window is
 * worth more than what would be remembered.
 */
export function assignFolders(app: App, warn: (sentence: string) => void): Places {
  const uid = process.getuid?.() ?? -1
  const wanted = findPlaces(process.env, uid, homedir())
  const places = makeFolders(wanted, warn)
  app.setPath('userData', places.userData)
  app.setPath('sessionData', places.userData)
  app.setPath('crashDumps', places.crashDumps)
  app.setPath('logs', dirname(places.log))
  return places
}

function makeFolders(wanted: Places, warn: (sentence: string) => void): Places {
  try {
    make(wanted)
    return wanted
  } catch (error) {
    const base = mkdtempSync(join(tmpdir(), 'runc-desktop-'))
    warn(`Nothing can be kept in ${dirname(wanted.userData)} (${String(error)}); ${base} is used this time.`)
    const places = { ...findPlaces({ RUNC_DESKTOP_HOME: base }, -1, base), config: wanted.config }
    make(places)
    return places
  }
}

function make({ userData, crashDumps, log }: Places): void {
  for (const folder of [userData, crashDumps, dirname(log)])
    mkdirSync(folder, { recursive: true, mode: 0o700 })
}
