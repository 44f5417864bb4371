// Where things lie: the repository, and the user's cache that outlives any clone of it.
import { homedir, tmpdir, userInfo } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository folder. */
export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/**
 * The user's cache folder for this project. An empty or relative XDG_CACHE_HOME is to be ignored, says the XDG
 * specification; so is an empty HOME, as cron and some CI runners leave it.
 */
export function cacheFolder() {
  const configured = process.env.XDG_CACHE_HOME ?? ''
  return join(isAbsolute(configured) ? configured : join(homeFolder(), '.cache'), 'runc-desktop')
}

function homeFolder() {
  if (process.env.HOME && isAbsolute(process.env.HOME)) return process.env.HOME
  const home = userInfo().homedir || homedir()
  return isAbsolute(home) ? home : tmpdir()
}
