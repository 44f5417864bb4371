// One process of a container closely: what /proc/PID has beside what is listed of all. What it reads belongs to the process
// and is bounded: there may be a million open files, and an environment of megabytes.
import { closeSync, constants, openSync, opendirSync, readFileSync, readlinkSync, readSync } from 'node:fs'
import type { CgroupMode } from './cgroup.ts'
import { systemCode } from './errors.ts'
import { isMember, readBeginning, readDetails } from './process-details.ts'
import { readStat } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'
import type { OpenFile, ProcessEnvironment, ProcessInspection, ProcessLimit } from './process-types.ts'
import type { StateRecord } from './state-file.ts'

const mostOpenFiles = 1000
/** Beyond these they are only counted to here. */
const mostCounted = 100_000
const mostEnvironmentBytes = 256 * 1024
/** Position and flags stand first in fdinfo. */
const informationBytes = 4096
/** Their fdinfo lists all that they watch, which the kernel writes whole however little is read. */
const watching = /^anon_inode:(\[eventpoll\]|\[fanotify\]|inotify)$/

/** Null when it has ended or is not of this container. */
export function inspect(
  record: StateRecord,
  mode: CgroupMode,
  identity: ProcessIdentity,
): ProcessInspection | null {
  const { pid } = identity
  if (!isThere(record, mode, identity)) return null
  const details = readDetails(pid, record.pid)
  if (details === null) return null
  const files = readOpenFiles(pid)
  const limits = ifVisible(() => parseLimits(readFileSync(`/proc/${pid}/limits`, 'utf8')))
  const status = ifVisible(() => parseStatusLines(readFileSync(`/proc/${pid}/status`, 'utf8')))
  const link = (name: string): string | null => ifVisible(() => readlinkSync(`/proc/${pid}/${name}`))
  const found: ProcessInspection = {
    details,
    cwd: link('cwd'),
    executable: link('exe'),
    root: link('root'),
    openFiles: files?.files ?? null,
    openFilesOmitted: files?.omitted ?? 0,
    limits,
    status: status ?? [],
  }
  // All of it is of this process only if it is still there.
  return hasPid(identity) ? found : null
}

/** Null when it has ended or is not of this container. Throws what keeps it from being read, such as EACCES. */
export function readEnvironment(
  record: StateRecord,
  mode: CgroupMode,
  identity: ProcessIdentity,
): ProcessEnvironment | null {
  if (!isThere(record, mode, identity)) return null
  const bytes = Buffer.alloc(mostEnvironmentBytes)
  let length = 0
  const descriptor = openSync(`/proc/${identity.pid}/environ`, 'r')
  try {
    // The kernel gives it page by page.
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(descriptor, bytes, length, bytes.length - length, length)
    }
  } finally {
    closeSync(descriptor)
  }
  if (!hasPid(identity)) return null
  const text = bytes.toString('utf8', 0, length)
  const entries = text.split('\0').filter((entry) => entry !== '')
  return { entries, isCut: length === bytes.length }
}

/** Lines such as `Max open files            1024                 1048576              files`. */
export function parseLimits(text: string): ProcessLimit[] {
  return text.split('\n').flatMap((line) => {
    const found = /^Max (.+?) {2,}(\S+) +(\S+) *(\S*)\s*$/.exec(line)
    if (!found) return []
    const [, name = '', soft, hard, unit = ''] = found
    return [{ name, soft: limitOf(soft), hard: limitOf(hard), unit }]
  })
}

function limitOf(text: string | undefined): number | null {
  return text === undefined || text === 'unlimited' ? null : Number(text)
}

function parseStatusLines(text: string): { name: string; value: string }[] {
  return text.split('\n').flatMap((line) => {
    const at = line.indexOf(':')
    return at > 0
      ? [
          {
            name: line.slice(0, at),
            value: line
              .slice(at + 1)
              .trim()
              .replaceAll('\t', ' '),
          },
        ]
      : []
  })
}

function readOpenFiles(pid: number): { files: OpenFile[]; omitted: number } | null {
  return ifVisible(() => {
    const directory = opendirSync(`/proc/${pid}/fd`)
    const descriptors: number[] = []
    let count = 0
    try {
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
        count += 1
        if (descriptors.length < mostOpenFiles) descriptors.push(Number(entry.name))
        if (count >= mostCounted) break
      }
    } finally {
      directory.closeSync()
    }
    const files = descriptors
      .toSorted((one, other) => one - other)
      .flatMap((descriptor) => readOpenFile(pid, descriptor) ?? [])
    return { files, omitted: count - descriptors.length }
  })
}

/** Null when it was closed meanwhile. */
function readOpenFile(pid: number, descriptor: number): OpenFile | null {
  const target = ifVisible(() => readlinkSync(`/proc/${pid}/fd/${descriptor}`))
  if (target === null) return null
  const information = watching.test(target)
    ? ''
    : (ifVisible(() => readBeginning(`/proc/${pid}/fdinfo/${descriptor}`, informationBytes)) ?? '')
  const flagsText = /^flags:\s*([0-7]+)$/m.exec(information)?.[1]
  const flags = flagsText === undefined ? null : Number.parseInt(flagsText, 8)
  const position = /^pos:\s*(\d+)$/m.exec(information)?.[1]
  return {
    descriptor,
    target,
    type: typeOf(target, flags ?? 0),
    access: flags === null ? null : accessOf(flags),
    position: position === undefined ? null : Number(position),
  }
}

/** By its link and flags alone: asking a file system that does not answer would hold everybody up. */
function typeOf(target: string, flags: number): OpenFile['type'] {
  if (target.startsWith('socket:')) return 'socket'
  if (target.startsWith('pipe:')) return 'pipe'
  if (!target.startsWith('/') || target.startsWith('/memfd:')) return 'other'
  if ((flags & constants.O_DIRECTORY) !== 0) return 'directory'
  return target.startsWith('/dev/') ? 'device' : 'file'
}

/** O_RDONLY, O_WRONLY, O_RDWR; 3 stands for neither. */
function accessOf(flags: number): OpenFile['access'] {
  return (['read', 'write', 'both', null] as const)[flags & 3] ?? null
}

function isThere(record: StateRecord, mode: CgroupMode, identity: ProcessIdentity): boolean {
  return hasPid(identity) && isMember(record, mode, identity.pid)
}

/** A zombie still has its pid. */
function hasPid({ pid, startTime }: ProcessIdentity): boolean {
  return readStat(pid)?.startTime === startTime
}

/** Null for what has ended meanwhile (ENOENT, ESRCH) or is not ours to look at (EACCES, EPERM). */
function ifVisible<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(systemCode(error) ?? '')) return null
    throw error
  }
}
