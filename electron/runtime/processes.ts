// Processes as /proc tells of them: alive or not, by pid and start time, so that a reused pid is never taken for the
// process that had it before.
import { closeSync, openSync, readFileSync, readSync, readdirSync, readlinkSync } from 'node:fs'

/** A process that cannot be confused with a later one of the same pid. */
export interface ProcessIdentity {
  pid: number
  /** Clock ticks since boot: field 22 of /proc/PID/stat. */
  startTime: number
}

export interface ProcessStat {
  command: string
  /** `R`, `S`, `D`, `T`, `Z` (ended, not yet waited for), `X` … */
  state: string
  parent: number
  session: number
  /** Device number of the controlling terminal, 0 for none. */
  terminal: number
  startTime: number
}

/** PF_EXITING of the kernel's include/linux/sched.h. */
const exiting = 0x4
/** SIGKILL, 9, in a mask of signals. */
const killMask = 1n << 8n

/** One page is more than the line ever has; reading into one buffer halves the cost of readFileSync. */
const buffer = Buffer.alloc(4096)

/** Of those after the command. */
const startTimeField = 19

/** Parses a line of /proc/PID/stat. The command may hold blanks and parentheses, so fields count from the last `)`. */
export function parseStat(line: string): ProcessStat | null {
  const open = line.indexOf('(')
  const close = line.lastIndexOf(')')
  if (open < 0 || close < open) return null
  // No more than is needed of the fifty: half of the cost of parsing is in the others.
  const fields = line.slice(close + 2).split(' ', startTimeField + 1)
  const [state, parent, , session, terminal] = fields
  const startTime = Number(fields[startTimeField])
  if (state === undefined || !Number.isSafeInteger(startTime)) return null
  return {
    command: line.slice(open + 1, close),
    state,
    parent: Number(parent),
    session: Number(session),
    terminal: Number(terminal),
    startTime,
  }
}

/** Null when there is no such process. `readKept` tells what a file held open says, or null. */
export function readStat(
  pid: number,
  readKept: (path: string) => string | null = () => null,
): ProcessStat | null {
  const path = `/proc/${pid}/stat`
  const kept = readKept(path)
  if (kept !== null) return parseStat(kept)
  let descriptor: number
  try {
    descriptor = openSync(path, 'r')
  } catch {
    // ENOENT: it has ended. Anything else (hidepid) leaves us as ignorant of it.
    return null
  }
  try {
    return parseStat(buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0)))
  } catch {
    // ESRCH: it ended between opening and reading.
    return null
  } finally {
    closeSync(descriptor)
  }
}

/** libcontainer's rule: a zombie has ended, whoever has yet to wait for it. */
export function hasEnded(stat: ProcessStat | null, startTime: number): boolean {
  return stat === null || stat.startTime !== startTime || stat.state === 'Z' || stat.state === 'X'
}

export function isAlive(identity: ProcessIdentity): boolean {
  return !hasEnded(readStat(identity.pid), identity.startTime)
}

/**
 * Whether a process that has not ended yet is about to: a KILL waits for it, or the kernel is taking it apart. The first
 * process of a pid namespace takes all others along before it has ended itself.
 */
export function isDying(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const flags = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[6])
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    const pending = [...status.matchAll(/^(?:Sig|Shd)Pnd:\s*([0-9a-f]+)$/gm)].map(([, mask]) =>
      BigInt(`0x${mask}`),
    )
    return (flags & exiting) !== 0 || pending.some((mask) => (mask & killMask) !== 0n)
  } catch {
    return true // It has ended while it was looked at.
  }
}

export function identify(pid: number): ProcessIdentity | null {
  const stat = readStat(pid)
  return stat && !hasEnded(stat, stat.startTime) ? { pid, startTime: stat.startTime } : null
}

export function isSameProcess(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.startTime === other.startTime
}

/** Sends a signal to exactly that process; false when it has ended. */
export function sendSignal(identity: ProcessIdentity, signal: NodeJS.Signals | number): boolean {
  if (!isAlive(identity)) return false
  try {
    process.kill(identity.pid, signal)
    return true
  } catch {
    // ESRCH: it ended just now. EPERM cannot be: it is of our own making, or we are root.
    return false
  }
}

/** Living processes whose working directory lies in a directory of ours: conmon and the runc that it started. */
export function processesWorkingIn(directory: string): ProcessIdentity[] {
  const found: ProcessIdentity[] = []
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    let workingDirectory: string
    try {
      workingDirectory = readlinkSync(`/proc/${name}/cwd`)
    } catch {
      // Ended, a kernel thread, or another user's: not ours in any case.
      continue
    }
    if (workingDirectory !== directory && !workingDirectory.startsWith(`${directory}/`)) continue
    const identity = identify(Number(name))
    if (identity) found.push(identity)
  }
  return found
}

/** Living processes that some have started and not yet waited for. */
export function childrenOf(parents: ReadonlySet<number>): ProcessIdentity[] {
  return livingProcesses((stat) => parents.has(stat.parent))
}

/** Living processes of the session that a process leads, itself included: what a program has started, but no daemons. */
export function membersOfSession(leader: number): ProcessIdentity[] {
  return livingProcesses((stat) => stat.session === leader)
}

/** Whether all that a process has started has ended, and something of it has not been waited for. */
export function hasOnlyDeadChildren(parent: number): boolean {
  const children = processStats().filter(([, stat]) => stat.parent === parent)
  return children.length > 0 && children.every(([, stat]) => hasEnded(stat, stat.startTime))
}

function livingProcesses(isWanted: (stat: ProcessStat) => boolean): ProcessIdentity[] {
  return processStats()
    .filter(([, stat]) => !hasEnded(stat, stat.startTime) && isWanted(stat))
    .map(([pid, { startTime }]) => ({ pid, startTime }))
}

function processStats(): [number, ProcessStat][] {
  return readdirSync('/proc').flatMap((name): [number, ProcessStat][] => {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : null
    return stat === null ? [] : [[Number(name), stat]]
  })
}
