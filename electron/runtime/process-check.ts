// What a process spec may say, checked before runc sees it: runc ignores some faults silently, and tells others late.
import { RuncError } from './errors.ts'
import type { CapabilitySet, ProcessSpec, ResourceLimit } from './process-types.ts'

/** In the kernel's order, from 0 to 40; include/uapi/linux/capability.h. */
// prettier-ignore
const capabilityNames = new Set([
  'CHOWN', 'DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'SETPCAP',
  'LINUX_IMMUTABLE', 'NET_BIND_SERVICE', 'NET_BROADCAST', 'NET_ADMIN', 'NET_RAW', 'IPC_LOCK', 'IPC_OWNER',
  'SYS_MODULE', 'SYS_RAWIO', 'SYS_CHROOT', 'SYS_PTRACE', 'SYS_PACCT', 'SYS_ADMIN', 'SYS_BOOT', 'SYS_NICE',
  'SYS_RESOURCE', 'SYS_TIME', 'SYS_TTY_CONFIG', 'MKNOD', 'LEASE', 'AUDIT_WRITE', 'AUDIT_CONTROL', 'SETFCAP',
  'MAC_OVERRIDE', 'MAC_ADMIN', 'SYSLOG', 'WAKE_ALARM', 'BLOCK_SUSPEND', 'AUDIT_READ', 'PERFMON', 'BPF',
  'CHECKPOINT_RESTORE',
].map((name) => `CAP_${name}`))

const capabilitySets: ReadonlySet<string> = new Set<CapabilitySet>([
  'bounding',
  'effective',
  'inheritable',
  'permitted',
  'ambient',
])

/** As runc knows them; setrlimit(2). */
// prettier-ignore
const limitTypes = new Set([
  'AS', 'CORE', 'CPU', 'DATA', 'FSIZE', 'LOCKS', 'MEMLOCK', 'MSGQUEUE', 'NICE', 'NOFILE', 'NPROC', 'RSS', 'RTPRIO',
  'RTTIME', 'SIGPENDING', 'STACK',
].map((name) => `RLIMIT_${name}`))

const ranges = {
  /** uid_t and gid_t without the one that means “none”. */
  id: { least: 0, most: 2 ** 32 - 2 },
  umask: { least: 0, most: 0o777 },
  oomScoreAdj: { least: -1000, most: 1000 },
  /** The kernel's winsize has 16 bits. */
  characters: { least: 1, most: 2 ** 16 - 1 },
} as const

/** Throws InvalidArgument with a sentence that names the fault. */
export function checkProcessSpec(spec: ProcessSpec): void {
  checkProgram(spec)
  const { user, consoleSize, oomScoreAdj } = spec
  if (user) {
    checkNumber('The user id', user.uid, ranges.id)
    checkNumber('The group id', user.gid, ranges.id)
    for (const gid of user.additionalGids ?? []) checkNumber('An additional group id', gid, ranges.id)
    if (user.umask !== undefined) checkNumber('The umask', user.umask, ranges.umask)
  }
  for (const [set, names] of Object.entries(spec.capabilities ?? {})) checkCapabilities(set, names)
  checkLimits(spec.rlimits ?? [])
  if (consoleSize) checkSize(consoleSize.width, consoleSize.height)
  if (oomScoreAdj !== undefined) checkNumber('The OOM score adjustment', oomScoreAdj, ranges.oomScoreAdj)
  if (spec.apparmorProfile !== undefined) checkText('The AppArmor profile', spec.apparmorProfile)
  if (spec.selinuxLabel !== undefined) checkText('The SELinux label', spec.selinuxLabel)
}

/** Throws InvalidArgument when no terminal can have that size. */
export function checkSize(columns: number, rows: number): void {
  checkNumber('The width of a terminal', columns, ranges.characters)
  checkNumber('The height of a terminal', rows, ranges.characters)
}

function checkProgram({ args, env, cwd }: ProcessSpec): void {
  if (args.length === 0 || args[0] === '') throw invalid('No program was named.')
  for (const argument of args) checkText('An argument', argument)
  for (const entry of env ?? []) {
    checkText('An environment entry', entry)
    if (!/^[^=]+=/.test(entry)) {
      throw invalid(`“${entry}” is not an environment entry; it has to be NAME=value.`)
    }
  }
  if (cwd === undefined) return
  checkText('The working directory', cwd)
  if (!cwd.startsWith('/')) {
    throw invalid(`The working directory has to be an absolute path in the container; “${cwd}” is not.`)
  }
}

function checkCapabilities(set: string, names: readonly string[]): void {
  if (!capabilitySets.has(set)) {
    throw invalid(`“${set}” is not a set of capabilities; there are ${[...capabilitySets].join(', ')}.`)
  }
  for (const name of names) {
    if (capabilityNames.has(name)) continue
    const meant = `CAP_${name.toUpperCase().replace(/^CAP_/, '')}`
    const hint = capabilityNames.has(meant) ? ` It is written ${meant}.` : ''
    throw invalid(`“${name}” is not a capability.${hint}`)
  }
}

function checkLimits(limits: readonly ResourceLimit[]): void {
  const seen = new Set<string>()
  for (const { type, soft, hard } of limits) {
    if (!limitTypes.has(type)) {
      const meant = `RLIMIT_${type.toUpperCase().replace(/^RLIMIT_/, '')}`
      const hint = limitTypes.has(meant) ? ` It is written ${meant}.` : ''
      throw invalid(`“${type}” is not a resource limit.${hint}`)
    }
    if (seen.has(type)) throw invalid(`${type} is limited twice.`)
    seen.add(type)
    for (const value of [soft, hard]) {
      if (value !== 'unlimited') checkNumber(type, value, { least: 0, most: Number.MAX_SAFE_INTEGER })
    }
    if (asNumber(soft) > asNumber(hard)) {
      throw invalid(`The soft limit of ${type}, ${soft}, is above the hard one, ${hard}.`)
    }
  }
}

function asNumber(value: number | 'unlimited'): number {
  return value === 'unlimited' ? Infinity : value
}

function checkNumber(what: string, value: number, { least, most }: { least: number; most: number }): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw invalid(`${what} has to be a whole number from ${least} to ${most}; ${value} is not.`)
}

function checkText(what: string, text: string): void {
  if (text.includes('\0')) throw invalid(`${what} has a zero byte in it: ${JSON.stringify(text)}.`)
}

function invalid(message: string): RuncError {
  return new RuncError('InvalidArgument', message)
}
