// The command by which a manager changes the same limits itself, so that it knows of them.
import type { Managed } from '../../../src-shared/manager-guard.ts'

/** Docker and Podman take the flags of `runc update`, but for this one. */
const renamed: Readonly<Record<string, string>> = { '--cpu-share': '--cpu-shares' }
const known: ReadonlySet<string> = new Set([
  '--memory',
  '--memory-reservation',
  '--memory-swap',
  '--cpu-share',
  '--cpu-quota',
  '--cpu-period',
  '--cpu-rt-runtime',
  '--cpu-rt-period',
  '--cpuset-cpus',
  '--cpuset-mems',
  '--pids-limit',
  '--blkio-weight',
])

/** Null when it has none for them. `argv` is that of `runc update`. */
export function managerCommand({ id, owner }: Managed, argv: readonly string[]): string[] | null {
  const { kind, name } = owner
  if (kind !== 'docker' && kind !== 'podman') return null
  const flags = argv.slice(argv.indexOf('update') + 1, -1)
  const isKnown = flags.every((word, index) => index % 2 === 1 || known.has(word))
  if (!isKnown) return null
  return [kind, 'update', ...flags.map((word) => renamed[word] ?? word), name ?? id]
}
