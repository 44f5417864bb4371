// inotify through fs.watch: one path, one callback, and errors that say what to do about them.
import { watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { systemCode } from './errors.ts'

export interface PathWatch {
  path: string
  close(): void
}

/** The kernel grants no more watches. What is read stays right; its message says what to do. */
export class WatchLimit extends Error {
  override readonly name = 'WatchLimit'
}

/**
 * Null when the path does not exist or is not ours to watch; whoever reads it will be told. Throws WatchLimit when the
 * kernel grants no more watches, and the system's own error for anything else.
 */
export function watchPath(path: string, onChange: (name: string | null) => void): PathWatch | null {
  let watcher: FSWatcher
  try {
    watcher = watch(path, { persistent: false }, (_event, name) => onChange(name))
  } catch (error) {
    const code = systemCode(error)
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(code ?? '')) return null
    const limit = limitOf(code)
    if (limit === null) throw error
    const message = `Changes show up to a second late: the kernel’s limit ${limit} is used up. Raise it with “sysctl ${limit}=…”.`
    throw new WatchLimit(message, { cause: error })
  }
  // What is watched is gone: whoever needs to know has another watch on its parent, and the slow reconcile.
  watcher.on('error', () => watcher.close())
  return { path, close: () => watcher.close() }
}

function limitOf(code: string | null): string | null {
  if (code === 'ENOSPC') return 'fs.inotify.max_user_watches'
  if (code === 'EMFILE') return 'fs.inotify.max_user_instances'
  return null
}
