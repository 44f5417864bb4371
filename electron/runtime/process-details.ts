// Every process in a container with its details, read from its cgroup and /proc: what `runc ps` leaves to the host's ps,
// in one pass and for rootless containers too.
import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs'
import { uptime } from 'node:os'
import { memberCgroup, processesIn } from './cgroup.ts'
import type { CgroupMode } from './cgroup.ts'
import { isAlive, parseStat } from './processes.ts'
import type { ProcessDetails } from './process-types.ts'
import type { StateRecord } from './state-file.ts'

/** USER_HZ: the unit of times in /proc/PID/stat, 100 per second on every architecture that runc runs on. */
const ticksPerSecond = 100

/** More than the other two files ever have; a command line may be megabytes long, and is cut here. */
const buffer = Buffer.alloc(32 * 1024)

/** Taken once: computed anew it would wander by some ms, and every process would seem to have started at another time. */
const bootMs = Date.now() - uptime() * 1000

/**
 * In the order of their pids. Without a cgroup (rootless ones without delegation have none) it is those of init's pid
 * namespace, or of its mount namespace where the container shares the pids of the host.
 */
export function readProcesses(record: StateRecord, mode: CgroupMode): ProcessDetails[] {
  return pidsOf(record, mode)
    .toSorted((one, other) => one - other)
    .map((pid) => readDetails(pid, record.pid))
    .filter((details) => details !== null)
}

/** Null when it has ended, or is not ours to look at. */
export function readDetails(pid: number, initPid: number): ProcessDetails | null {
  try {
    const [stat, status, commandLine] = ['stat', 'status', 'cmdline'].map((name) =>
      readBeginning(`/proc/${pid}/${name}`),
    )
    return parseDetails({ stat, status, commandLine }, pid, initPid)
  } catch {
    // ENOENT, ESRCH: it ended between two of the reads. EACCES: /proc is mounted with hidepid.
    return null
  }
}

/** In one go into one buffer, which takes half as long as readFileSync: there may be thousands of them each second. */
export function readBeginning(path: string, most: number = buffer.length): string {
  const descriptor = openSync(path, 'r')
  try {
    return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, Math.min(most, buffer.length), 0))
  } finally {
    closeSync(descriptor)
  }
}

/** Texts of /proc/PID/{stat,status,cmdline}, read as latin1; null when they are not understood. */
export function parseDetails(
  texts: { stat: string | undefined; status: string | undefined; commandLine: string | undefined },
  pid: number,
  initPid: number,
): ProcessDetails | null {
  const line = texts.stat ?? ''
  const stat = parseStat(line)
  if (!stat) return null
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  const values = parseStatus(texts.status ?? '')
  const [realUid = 0, effectiveUid = 0] = numbers(values.get('Uid'))
  const [realGid = 0, effectiveGid = 0] = numbers(values.get('Gid'))
  const namespacePids = numbers(values.get('NSpid'))
  return {
    pid,
    containerPid: namespacePids.at(-1) ?? null,
    parentPid: stat.parent,
    isInit: pid === initPid,
    name: asUtf8(stat.command),
    commandLine: splitCommandLine(texts.commandLine ?? ''),
    state: stat.state,
    threads: numbers(values.get('Threads'))[0] ?? 1,
    realUid,
    effectiveUid,
    realGid,
    effectiveGid,
    startTime: stat.startTime,
    startedAt: new Date(bootMs + (stat.startTime * 1000) / ticksPerSecond).toISOString(),
    // “123 kB”; a process that has ended has no such line.
    residentBytes: (numbers(values.get('VmRSS'))[0] ?? 0) * 1024,
    // Fields 14 and 15 of the line; the first here is the third there.
    cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond,
    hasTerminal: stat.terminal !== 0,
  }
}

/** Whether a process is one of the container's: what `readProcesses` would list. */
export function isMember(record: StateRecord, mode: CgroupMode, pid: number): boolean {
  return pidsOf(record, mode).includes(pid)
}

function pidsOf(record: StateRecord, mode: CgroupMode): number[] {
  const directory = memberCgroup(record.cgroupPaths, mode)
  const inCgroup = directory === null ? [] : processesIn([directory])
  return inCgroup.length > 0 ? inCgroup : processesBeside(record)
}

function processesBeside(init: StateRecord): number[] {
  const namespace = init.hasPrivatePids ? 'pid' : 'mnt'
  const own = isAlive(init) ? readNamespace(init.pid, namespace) : null
  if (own === null) return []
  // It has none of its own: whoever shares it with us is no member for that.
  if (own === readNamespace(process.pid, namespace)) return [init.pid]
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => readNamespace(pid, namespace) === own)
}

/** What the kernel calls it, such as `mnt:[4026531841]`; null when it has ended or is not ours to look at. */
export function readNamespace(pid: number, name: 'pid' | 'mnt'): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/${name}`)
  } catch {
    // Ended, or another user's: not of this container in any case.
    return null
  }
}

function parseStatus(text: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const line of text.split('\n')) {
    const at = line.indexOf(':')
    if (at > 0) values.set(line.slice(0, at), line.slice(at + 1).trim())
  }
  return values
}

function numbers(text: string | undefined): number[] {
  return (text ?? '')
    .split(/\s+/)
    .filter((word) => /^\d+$/.test(word))
    .map(Number)
}

/** Arguments end with a zero byte each; a process that has written its own title may have left that out. */
function splitCommandLine(text: string): string[] {
  if (text === '') return []
  return asUtf8(text.endsWith('\0') ? text.slice(0, -1) : text).split('\0')
}

function asUtf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8')
}
