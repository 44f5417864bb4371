// The files of one container's log. conmon writes `ctr.log`; each such file gets a second, lasting name from us,
// `ctr.log.1`, `ctr.log.2` …, rising: so no reader ever meets a file under another name than before, and what conmon
// replaces at its own limit is not lost with it.
import { linkSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ignoringMissing, systemCode } from './errors.ts'

export interface LogFile {
  path: string
  inode: number
  /** Bytes. */
  size: number
  /** Rises with every file; that of a file without a lasting name is above all others. */
  number: number
  /** conmon writes to it. */
  isLive: boolean
}

/** All files of a log, the oldest first. */
export function logFiles(log: string): LogFile[] {
  const directory = dirname(log)
  const prefix = `${basename(log)}.`
  const live = statSync(log, { throwIfNoEntry: false })
  const files: LogFile[] = []
  for (const name of ignoringMissing(() => readdirSync(directory)) ?? []) {
    const number = name.startsWith(prefix) ? name.slice(prefix.length) : ''
    if (!/^[1-9]\d{0,14}$/.test(number)) continue
    const path = join(directory, name)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat?.isFile()) continue
    const isLive = stat.ino === live?.ino
    files.push({ path, inode: stat.ino, size: stat.size, number: Number(number), isLive })
  }
  files.sort((one, other) => one.number - other.number)
  if (live && !files.some((file) => file.isLive)) {
    const number = (files.at(-1)?.number ?? 0) + 1
    files.push({ path: log, inode: live.ino, size: live.size, number, isLive: true })
  }
  return files
}

/** Gives the file that conmon writes to its lasting name; true when it has one now. */
export function nameLogFile(log: string): boolean {
  const live = logFiles(log).at(-1)
  if (!live?.isLive) return false
  if (live.path !== log) return true
  try {
    linkSync(log, `${log}.${live.number}`)
    return true
  } catch (error) {
    // Replaced or named by another process of ours between the look and now; or a full disk, or one without links.
    if (systemCode(error) === null) throw error
    return false
  }
}
