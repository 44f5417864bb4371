// What holds for a container's first process now, from proc(5).
import { open, readFile, readlink } from 'node:fs/promises'
import type { ConfigInForce } from '../../../src-shared/config-contract.ts'
import { capabilityNames } from './capability-names.ts'
import type { KnownProcess } from './namespaces.ts'
import { readNamespaces } from './namespaces.ts'

/** The names in /proc/<pid>/limits by those of config.json. */
const limitNames: readonly [type: string, name: string][] = [
  ['RLIMIT_CPU', 'Max cpu time'],
  ['RLIMIT_FSIZE', 'Max file size'],
  ['RLIMIT_DATA', 'Max data size'],
  ['RLIMIT_STACK', 'Max stack size'],
  ['RLIMIT_CORE', 'Max core file size'],
  ['RLIMIT_RSS', 'Max resident set'],
  ['RLIMIT_NPROC', 'Max processes'],
  ['RLIMIT_NOFILE', 'Max open files'],
  ['RLIMIT_MEMLOCK', 'Max locked memory'],
  ['RLIMIT_AS', 'Max address space'],
  ['RLIMIT_LOCKS', 'Max file locks'],
  ['RLIMIT_SIGPENDING', 'Max pending signals'],
  ['RLIMIT_MSGQUEUE', 'Max msgqueue size'],
  ['RLIMIT_NICE', 'Max nice priority'],
  ['RLIMIT_RTPRIO', 'Max realtime priority'],
  ['RLIMIT_RTTIME', 'Max realtime timeout'],
]

const longestCommand = 8192
/** Of cmdline, which a program may make as long as it likes. The kernel bounds the other files. */
const commandBytes = 32 * 1024

export async function readInForce(
  pid: number,
  cgroupPaths: Record<string, string>,
  known: readonly KnownProcess[],
): Promise<ConfigInForce> {
  const [status, limits, oom, apparmor, command, cwd, namespaces] = await Promise.all([
    read(pid, 'status'),
    read(pid, 'limits'),
    read(pid, 'oom_score_adj'),
    read(pid, 'attr/current'),
    readCommand(pid),
    readlink(`/proc/${pid}/cwd`).catch(() => null), // not ours to look at
    readNamespaces(pid, known),
  ])
  const field = (name: string): string | null =>
    status === null ? null : (new RegExp(`^${name}:\\s*(\\S+)$`, 'm').exec(status)?.[1] ?? null)
  const figure = (value: string | null): number | null => (value === null ? null : Number(value))
  const set = (name: string): string[] => capabilityNames(field(name) ?? '0')
  const noNewPrivileges = field('NoNewPrivs')
  return {
    pid,
    args: argumentsOf(command ?? ''),
    user: status === null ? null : `${firstOf(status, 'Uid')}:${firstOf(status, 'Gid')}`,
    cwd,
    namespaces,
    capabilities:
      status === null
        ? null
        : {
            bounding: set('CapBnd'),
            permitted: set('CapPrm'),
            effective: set('CapEff'),
            inheritable: set('CapInh'),
            ambient: set('CapAmb'),
          },
    seccompMode: figure(field('Seccomp')),
    noNewPrivileges: noNewPrivileges === null ? null : noNewPrivileges === '1',
    apparmorProfile: apparmor === null ? null : apparmor.replaceAll(/[\n\0]/g, '') || null,
    oomScoreAdj: oom === null ? null : Number(oom),
    rlimits: parseLimits(limits ?? ''),
    cgroups: Object.entries(cgroupPaths).map(([name, path]) => ({ name, path })),
  }
}

export function parseLimits(text: string): ConfigInForce['rlimits'] {
  return limitNames.flatMap(([type, name]) => {
    const line = text.split('\n').find((one) => one.startsWith(`${name} `))
    const [soft, hard] = line?.slice(name.length).trim().split(/\s+/) ?? []
    return soft === undefined || hard === undefined ? [] : [{ type, soft, hard }]
  })
}

/** A program may write what it likes there, and as much. */
function argumentsOf(text: string): string[] {
  return text
    .slice(0, longestCommand)
    .replace(/\0$/, '')
    .split('\0')
    .filter((argument, index) => index > 0 || argument !== '')
}

function firstOf(status: string, name: string): string {
  return new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? '?'
}

/** Null when it has ended, or is not ours to look at. */
async function read(pid: number, name: string): Promise<string | null> {
  return readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => null)
}

async function readCommand(pid: number): Promise<string | null> {
  const file = await open(`/proc/${pid}/cmdline`, 'r').catch(() => null)
  if (file === null) return null // as above
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(commandBytes), 0, commandBytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch {
    return null // it has ended since
  } finally {
    await file.close()
  }
}
