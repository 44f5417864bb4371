// When the kernel made this process, in milliseconds since the epoch. Not Electron's `getCreationTime`: that counts from
// the boot time in /proc/stat, which is in whole seconds, and is off by up to one.
import { readFileSync } from 'node:fs'

/** The unit of times in /proc/PID/stat (USER_HZ), the same on every architecture. */
const tickMs = 10

/** Of /proc/PID/stat, counted from the field behind the name, which may itself hold spaces and brackets. */
const startTimeField = 19

/** `stat` and `uptime` are what /proc/self/stat and /proc/uptime say at the time `now`. */
export function launchTime(stat: string, uptime: string, now: number): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const sinceBootMs = Number.parseFloat(uptime) * 1000
  return now - (sinceBootMs - Number(fields[startTimeField]) * tickMs)
}

export function ownLaunchTime(): number {
  return launchTime(readFileSync('/proc/self/stat', 'utf8'), readFileSync('/proc/uptime', 'utf8'), Date.now())
}
