// Rotates a container's log without losing a byte, and removes the oldest files beyond the cap. conmon's own limit is
// no help in this: at it conmon throws away all that the file holds.
import { readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ControlFifo } from './control.ts'
import { ignoringMissing, RuncError, systemCode } from './errors.ts'
import { logFiles, nameLogFile } from './log-files.ts'
import { readStat } from './processes.ts'
import { waitUntil } from './wait.ts'

export interface LogLimits {
  /** Bytes of a file at which the log goes on in a new one. */
  maxBytes: number
  /** Files in all, the one being written included. */
  keepFiles: number
}

export const defaultLogLimits: LogLimits = { maxBytes: 20_000_000, keepFiles: 5 }

const limits = {
  /** conmon does it within a millisecond or two. */
  reopenMs: 1000,
  /** conmon ends itself when it cannot make the new file: with less room than this it keeps the old one. */
  roomBytes: 256 * 1024,
  roomFiles: 16,
} as const

/**
 * The limit that conmon is given: what bounds the log while no runtime is there to rotate it. Far enough above the cap
 * that a runtime which looks once a second is never late (conmon writes 31 MB/s at most, measured).
 */
export function monitorLogBytes({ maxBytes, keepFiles }: LogLimits): number {
  return Math.max(maxBytes * keepFiles, 128 * 1024 * 1024)
}

/**
 * Continues the log in a new file. False when that must wait: no room for one, or another process is at it. Rejects with
 * Stopped when conmon has ended: then nothing is written any more.
 */
export async function rotateLog(log: string, control: ControlFifo, cap: LogLimits): Promise<boolean> {
  const lock = `${log}.lock`
  if (!takeLock(lock)) return false
  try {
    // Under its lasting name it stays when the other one is taken away.
    if (!nameLogFile(log)) return false
    pruneLog(log, cap)
    if (!hasRoom(log)) return false
    const old = logFiles(log).at(-1)
    if (!old?.isLive || old.path === log) return false
    await reopen(log, control, old.inode)
    nameLogFile(log)
    pruneLog(log, cap)
    return true
  } finally {
    rmSync(lock, { force: true })
  }
}

/** conmon makes a new file and renames it over the old name; the old file keeps its lasting name. */
async function reopen(log: string, control: ControlFifo, oldInode: number): Promise<void> {
  const hasNew = (): boolean => logFiles(log).some((file) => file.isLive && file.inode !== oldInode)
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await control.reopenLog()
    if (await waitUntil(hasNew, { paths: [dirname(log)], timeoutMs: limits.reopenMs })) return
  }
  throw new RuncError('Timeout', `conmon did not open the log ${log} anew.`)
}

/** Removes the oldest files: all of which the newer ones hold as much as the cap without the file being written. */
export function pruneLog(log: string, { maxBytes, keepFiles }: LogLimits): void {
  let newer = 0
  for (const file of logFiles(log).toReversed()) {
    if (!file.isLive && newer >= maxBytes * (keepFiles - 1)) rmSync(file.path, { force: true })
    else newer += file.size
  }
}

function hasRoom(log: string): boolean {
  const { bavail, bsize, ffree, files } = statfsSync(dirname(log))
  // Some file systems count no files at all.
  return bavail * bsize >= limits.roomBytes && (files === 0 || ffree >= limits.roomFiles)
}

/** One process at a time; a lock whose owner has ended counts for nothing. */
function takeLock(path: string): boolean {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 })
      return true
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') return false
      const owner = Number(ignoringMissing(() => readFileSync(path, 'utf8')) ?? '0')
      if (owner === process.pid || readStat(owner) !== null) return false
      rmSync(path, { force: true })
    }
  }
  return false
}
