// Where main keeps its things, in the folders of the app. Pure, so that tests can ask for any user. Knows nothing of
// what the engine keeps beside them.
import { join } from 'node:path'
import { findAppFolders } from '../../src-shared/xdg.ts'

export interface Places {
  /** Settings. */
  config: string
  /** What Chromium keeps; the single-instance lock lives here, so there is one instance per folder. */
  userData: string
  crashDumps: string
  log: string
}

/** `home` is the user's home directory, for when HOME does not say. */
export function findPlaces(environment: NodeJS.ProcessEnv, uid: number, home: string): Places {
  const { config, state } = findAppFolders(environment, uid, home)
  return {
    config,
    userData: join(state, 'electron'),
    crashDumps: join(state, 'crashes'),
    log: join(state, 'logs', 'main.log'),
  }
}
