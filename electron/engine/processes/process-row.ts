// A process as it travels: what the runtime tells, bounded, and with the users of the container.
import type { ProcessRow } from '../../../src-shared/processes-model.ts'
import type { ProcessDetails } from '../../runtime/index.ts'
import type { UserNames } from './user-names.ts'

/** Characters of a command line in all: enough to know it by, and a thousand of them are not a flood. */
const longestCommandLine = 4096

export function toRow(
  details: ProcessDetails,
  users: UserNames,
  stranger: ProcessRow['stranger'],
): ProcessRow {
  const { pid, startTime, containerPid, parentPid, isInit, name, state, threads, cpuMs, startedAt } = details
  return {
    pid,
    startTime,
    containerPid,
    parentPid,
    isInit,
    stranger,
    name,
    commandLine: shortenedLine(details.commandLine),
    state,
    threads,
    hostUid: details.effectiveUid,
    ...users.of(details.effectiveUid),
    // The names are those of this container.
    ...(stranger === null ? {} : { user: null }),
    // The kernel has no such line for what has no memory any more.
    residentBytes: state === 'Z' || state === 'X' ? null : details.residentBytes,
    cpuMs,
    startedAt,
  }
}

export function shortenedLine(commandLine: readonly string[]): string[] {
  const shown: string[] = []
  let left = longestCommandLine
  for (const argument of commandLine) {
    if (left <= 0) break
    shown.push(argument.length > left ? `${argument.slice(0, left - 1)}…` : argument)
    left -= argument.length + 1
  }
  return shown
}
