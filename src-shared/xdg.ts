// Where an app of ours keeps its things: the XDG folders, root's own, or all of them under RUNC_DESKTOP_HOME. One
// answer for main and the engine, which are to agree. Pure; paths as text, since the page's side has no path module.
export const appFolder = 'runc-desktop'

export interface AppFolders {
  /** Settings. */
  config: string
  /** Bundles and the like. */
  data: string
  /** What has to outlive a restart and nobody would copy to another machine. */
  state: string
}

export type Environment = Readonly<Record<string, string | undefined>>

/** `home` is the user's home directory, for when HOME does not say. */
export function findAppFolders(environment: Environment, uid: number, home: string): AppFolders {
  const all = absolutePath(environment['RUNC_DESKTOP_HOME'])
  if (all !== null) return { config: `${all}/config`, data: `${all}/data`, state: `${all}/state` }
  if (uid === 0) {
    const data = `/var/lib/${appFolder}`
    return { config: `/etc/${appFolder}`, data, state: `${data}/state` }
  }
  const userHome = absolutePath(environment['HOME']) ?? home
  const folder = (variable: string, usual: string): string =>
    `${absolutePath(environment[variable]) ?? `${userHome}/${usual}`}/${appFolder}`
  return {
    config: folder('XDG_CONFIG_HOME', '.config'),
    data: folder('XDG_DATA_HOME', '.local/share'),
    state: folder('XDG_STATE_HOME', '.local/state'),
  }
}

/** The XDG specification: a relative or empty path is to be ignored. Ours go by the same rule; `/` ends are cut. */
export function absolutePath(path: string | undefined): string | null {
  return path?.startsWith('/') ? path.replace(/\/+$/, '') || '/' : null
}
