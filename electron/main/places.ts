// Where main keeps its things: the XDG folders, root's own, or all of them under RUNC_DESKTOP_HOME. Pure, so that
// tests can ask for any user. Knows nothing of what the engine keeps beside them.
import { isAbsolute, join } from 'node:path'

export interface Places {
  /** Settings. */
  config: string
  /** What Chromium keeps; the single-instance lock lives here, so there is one instance per folder. */
  userData: string
  crashDumps: string
  log: string
}

const appFolder = 'runc-desktop'

/** `home` is the user's home directory, for when HOME does not say. */
export function findPlaces(environment: NodeJS.ProcessEnv, uid: number, home: string): Places {
  const { config, state } = baseFolders(environment, uid, home)
  return {
    config,
    userData: join(state, 'electron'),
    crashDumps: join(state, 'crashes'),
    log: join(state, 'logs', 'main.log'),
  }
}

function baseFolders(
  environment: NodeJS.ProcessEnv,
  uid: number,
  home: string,
): { config: string; state: string } {
  const all = absolute(environment.RUNC_DESKTOP_HOME)
  if (all !== null) return { config: join(all, 'config'), state: join(all, 'state') }
  if (uid === 0) return { config: join('/etc', appFolder), state: join('/var/lib', appFolder, 'state') }
  const userHome = absolute(environment.HOME) ?? home
  return {
    config: join(absolute(environment.XDG_CONFIG_HOME) ?? join(userHome, '.config'), appFolder),
    state: join(absolute(environment.XDG_STATE_HOME) ?? join(userHome, '.local/state'), appFolder),
  }
}

/** The XDG specification: a relative or empty path is to be ignored. */
function absolute(path: string | undefined): string | null {
  return path !== undefined && isAbsolute(path) ? path : null
}
