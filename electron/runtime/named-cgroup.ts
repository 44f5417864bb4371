// The cgroup that a config.json names (`linux.cgroupsPath`), found where runc would find or make it, and who is in it.
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { memberHierarchy, processesIn, readFreezer } from './cgroup.ts'
import type { CgroupMode } from './cgroup.ts'
import type { RuntimeContext } from './context.ts'
import { unlessForeseen } from './errors.ts'
import { listed } from '../../src-shared/listed.ts'
import type { NamedCgroup } from './types.ts'

/** Null where there are no cgroups, and for a name that systemd would not take. */
export function findNamedCgroup(context: RuntimeContext, cgroupsPath: string): NamedCgroup | null {
  const { mode } = context
  const place = (hierarchy: string): string | null => {
    const inside = context.isSystemd ? systemdPath(cgroupsPath) : pathIn(hierarchy, cgroupsPath, mode)
    return inside === null ? null : join('/sys/fs/cgroup', hierarchy, inside)
  }
  const directory = mode === 'none' ? null : place(mode === 'v2' ? '' : memberHierarchy)
  const freezer = place(mode === 'v2' ? '' : 'freezer')
  if (directory === null || freezer === null) return null
  const isFrozen = readFreezer(freezer, mode) === 'frozen'
  let isInUse = false
  // One that is not ours to look into counts as empty; runc will say what is wrong with it.
  unlessForeseen(() => {
    isInUse = processesIn([directory]).length > 0
  })
  const refuses = context.capabilities().has('create: refuses a cgroup in use')
  return { directory, isFrozen, isRefused: isFrozen || (isInUse && refuses) }
}

/**
 * Why runc made no container in that cgroup, with the names of those of this root that live in it; null for words that are
 * about something else.
 */
export function cgroupRefusal(
  context: RuntimeContext,
  words: string,
  cgroupsPath: string | null,
): string | null {
  const [, found] = /container's cgroup (unexpectedly frozen|is not empty)/.exec(words) ?? []
  if (found === undefined || cgroupsPath === null) return null
  const directory = findNamedCgroup(context, cgroupsPath)?.directory
  const ids = context.reader
    .list()
    .filter(({ cgroup, pid }) => cgroup !== null && cgroup === directory && pid !== null)
    .map(({ id }) => id)
  const who = listed(ids)
  if (found === 'is not empty') {
    const inside = ids.length === 0 ? 'has processes in it' : `is that of ${who}`
    return `its cgroup ${cgroupsPath} ${inside}, and this runc makes no container in a cgroup that is in use`
  }
  if (ids.length === 0) return `its cgroup ${cgroupsPath} is frozen`
  const [verb, which] = ids.length === 1 ? ['is', 'it'] : ['are', 'them']
  return `its cgroup ${cgroupsPath} is frozen, for ${who} ${verb} paused in it; resume ${which} first`
}

/**
 * libcontainer's rules: an absolute name counts from the mount; a relative one from runc's own cgroup, which is ours, and
 * on v2 from the one above that, since only a cgroup without processes can have others below it.
 */
export function pathIn(
  hierarchy: string,
  cgroupsPath: string,
  mode: CgroupMode,
  ownCgroups: string = readFileSync('/proc/self/cgroup', 'utf8'),
): string {
  // Clean, as state.json has it: no slash at its end, and no `..` that leads out.
  const clean = resolve('/', cgroupsPath)
  if (cgroupsPath.startsWith('/')) return clean
  const own = ownPath(ownCgroups, mode === 'v2' ? '' : hierarchy)
  return join(mode === 'v2' ? dirname(own) : own, clean)
}

/** From `4:cpu,cpuacct:/a/b`, or `0::/a/b` for the unified hierarchy. */
function ownPath(ownCgroups: string, hierarchy: string): string {
  for (const line of ownCgroups.split('\n')) {
    const [, controllers = '', path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    if (line !== '' && controllers.split(',').includes(hierarchy)) return path
  }
  return '/'
}

/** `a-b.slice:prefix:name` is `/a.slice/a-b.slice/prefix-name.scope`; null for what is no such name. */
export function systemdPath(cgroupsPath: string): string | null {
  const parts = cgroupsPath.split(':')
  if (parts.length !== 3) return null
  const [slice = '', prefix = '', name = ''] = parts
  const unit = name.endsWith('.slice') ? name : `${prefix}-${name}.scope`
  const words = (slice === '' ? 'system.slice' : slice).replace(/\.slice$/, '').split('-')
  const slices =
    words[0] === '' ? [] : words.map((_, index) => `${words.slice(0, index + 1).join('-')}.slice`)
  return join('/', ...slices, unit)
}
