// The OCI process that runc is given for an added process: the container's own, overlaid with what was asked for.
import { configOf, readRunConfig } from './bundle.ts'
import type { RuntimeContext } from './context.ts'
import { RuncError } from './errors.ts'
import type { ContainerState, ProcessSpec } from './types.ts'

/** What every terminal of ours understands; image configurations say `xterm`, which has 8 colours. */
const terminalType = 'xterm-256color'

const defaultPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Sets the mask, then becomes the program: the only way to another mask, for runc knows none of an added process. */
const maskScript = 'exec "$@"'

/** What unlimited is to the kernel, and to runc: the largest number of 64 bits, which no number of ours can be. */
const unlimited = { mark: 'limit: none', digits: String(2n ** 64n - 1n) } as const

/** From here on a number read from JSON was meant to be unlimited; it has lost its last digits. */
const nearlyUnlimited = 2 ** 63

/**
 * Entries of `env` replace those of the same name and leave the others. With a terminal TERM is ours unless it is asked
 * for.
 */
export function overlayProcess(
  base: Record<string, unknown>,
  spec: ProcessSpec,
  terminal: { columns: number; rows: number } | null,
): Record<string, unknown> {
  const inherited = Array.isArray(base['env'])
    ? base['env'].filter((entry) => typeof entry === 'string')
    : [defaultPath]
  const ours = terminal ? [`TERM=${terminalType}`] : []
  const user = isObject(base['user']) ? base['user'] : { uid: 0, gid: 0 }
  const { capabilities, rlimits, noNewPrivileges, apparmorProfile, selinuxLabel } = spec
  const asked = { capabilities, rlimits, noNewPrivileges, apparmorProfile, selinuxLabel }
  return {
    ...base,
    ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)),
    args: maskedArgs(spec, user['umask']),
    env: mergeEnvironment([...inherited, ...ours, ...(spec.env ?? [])]),
    cwd: spec.cwd ?? (typeof base['cwd'] === 'string' ? base['cwd'] : '/'),
    user: spec.user ?? user,
    terminal: terminal !== null,
    consoleSize: terminal ? { height: terminal.rows, width: terminal.columns } : undefined,
  }
}

/** The text of the file that runc reads. */
export function serializeProcess(process: Record<string, unknown>): string {
  const rlimits: unknown[] | undefined = Array.isArray(process['rlimits']) ? process['rlimits'] : undefined
  const text = JSON.stringify({ ...process, ...(rlimits ? { rlimits: rlimits.map(markUnlimited) } : {}) })
  return text.replaceAll(`"${unlimited.mark}"`, unlimited.digits)
}

function markUnlimited(limit: unknown): unknown {
  if (!isObject(limit)) return limit
  const mark = (value: unknown): unknown =>
    value === 'unlimited' || (typeof value === 'number' && value >= nearlyUnlimited) ? unlimited.mark : value
  return { ...limit, soft: mark(limit['soft']), hard: mark(limit['hard']) }
}

function maskedArgs({ args, user }: ProcessSpec, ownMask?: unknown): string[] {
  if (user?.umask === undefined || user.umask === ownMask) return args
  return ['/bin/sh', '-c', `umask ${user.umask.toString(8).padStart(4, '0')}; ${maskScript}`, 'sh', ...args]
}

/** The process of the config.json that a container runs with; from state.json where that is gone. */
export async function baseProcess(
  context: RuntimeContext,
  state: ContainerState,
): Promise<Record<string, unknown>> {
  try {
    const config = await readRunConfig(configOf(context.layout.places(state.id), state))
    if (isObject(config) && isObject(config['process'])) return config['process']
  } catch (error) {
    // Other tools remove a bundle while its container runs; runc itself needs it no more.
    if (!(error instanceof RuncError)) throw error
  }
  const capabilities = context.reader.record(state.id)?.capabilities ?? {}
  return {
    capabilities: Object.fromEntries(
      Object.entries(capabilities).map(([set, names]) => [set.toLowerCase(), names]),
    ),
  }
}

/**
 * As a user would type it: `runc exec` with options, for the process spec is a file that is gone afterwards. What no
 * option can say is shown as such a file.
 */
export function execOperands(
  spec: ProcessSpec,
  terminal: boolean,
  isDetached = false,
): { flags: string[]; rest: string[] } {
  const { user, capabilities, rlimits, noNewPrivileges, apparmorProfile, selinuxLabel } = spec
  const general = [...(terminal ? ['--tty'] : []), ...(isDetached ? ['--detach'] : [])]
  // `--cap` only adds, and `--no-new-privs` cannot be taken back.
  if (capabilities || rlimits || noNewPrivileges === false) {
    return { flags: [...general, '--process', 'process.json'], rest: [] }
  }
  return {
    flags: [
      ...general,
      ...(spec.cwd === undefined ? [] : ['--cwd', spec.cwd]),
      ...(user ? ['--user', `${user.uid}:${user.gid}`] : []),
      ...(user?.additionalGids ?? []).flatMap((gid) => ['--additional-gids', String(gid)]),
      ...(spec.env ?? []).flatMap((entry) => ['--env', entry]),
      ...(noNewPrivileges ? ['--no-new-privs'] : []),
      ...(apparmorProfile === undefined ? [] : ['--apparmor', apparmorProfile]),
      ...(selinuxLabel === undefined ? [] : ['--process-label', selinuxLabel]),
    ],
    rest: maskedArgs(spec),
  }
}

/** The last of a name counts, in the place of the first. */
function mergeEnvironment(entries: readonly string[]): string[] {
  const merged = new Map<string, string>()
  for (const entry of entries) merged.set(entry.split('=')[0] ?? entry, entry)
  return [...merged.values()]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
