// A checkpoint's config.json: the fields of early containerd's (`created`, `name`, `tcp`, `unixSockets`, `shell`, `exit`,
// `emptyNS`) and ours. Written before the dump begins, whole; read defensively.
import { cgroupModes } from './checkpoint-flags.ts'
import type { Checkpoint, CheckpointOptions, ManageCgroupsMode } from './checkpoint-types.ts'
import type { ProcessIdentity } from './processes.ts'

/** What config.json holds; where it lies and whether it can be used is not in it. */
export type CheckpointRecord = Omit<Checkpoint, 'directory' | 'problem'> & {
  /** Who is taking it; null when it is done. */
  owner: ProcessIdentity | null
}

const version = 1

export function formatRecord({ options, ...record }: CheckpointRecord): string {
  const { tcpEstablished, extUnixSk, shellJob, emptyNs, ...others } = options
  const fields = {
    version,
    ...record,
    tcp: tcpEstablished ?? false,
    unixSockets: extUnixSk ?? false,
    shell: shellJob ?? false,
    emptyNS: emptyNs ?? [],
    ...others,
  }
  return `${JSON.stringify(fields, null, 2)}\n`
}

/** Null when it is not a checkpoint's, or of a version to come. What else is missing or odd counts as not told. */
export function parseRecord(text: string): CheckpointRecord | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Damaged on disk; whoever lists it says so.
    return null
  }
  if (!isObject(value) || (value['version'] ?? version) !== version) return null
  const { name, created, size } = value
  if (typeof name !== 'string' || typeof created !== 'string' || Number.isNaN(Date.parse(created)))
    return null
  const words = (key: string): string | null => {
    const found = value[key]
    return typeof found === 'string' ? found : null
  }
  const is = (key: string): boolean => value[key] === true
  return {
    name,
    containerId: words('containerId') ?? '',
    created,
    size: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : 0,
    exit: is('exit'),
    preDump: is('preDump'),
    parent: words('parent'),
    options: parseOptions(value, is),
    terminal: is('terminal'),
    bundle: words('bundle') ?? '',
    ownsBundle: is('ownsBundle'),
    runcVersion: words('runcVersion'),
    criuVersion: words('criuVersion'),
    kernel: words('kernel'),
    specSha256: words('specSha256'),
    owner: parseOwner(value['owner']),
  }
}

/** The options of a checkpoint that matter to its restore, or tell a reader how it was taken. */
export function keptOptions(options: CheckpointOptions): Checkpoint['options'] {
  const mode = options.manageCgroupsMode
  return {
    ...(options.tcpEstablished ? { tcpEstablished: true } : {}),
    ...(options.extUnixSk ? { extUnixSk: true } : {}),
    ...(options.shellJob ? { shellJob: true } : {}),
    ...(options.fileLocks ? { fileLocks: true } : {}),
    ...(mode === undefined ? {} : { manageCgroupsMode: mode }),
    ...(options.emptyNs?.length ? { emptyNs: [...options.emptyNs] } : {}),
    ...(options.autoDedup ? { autoDedup: true } : {}),
    ...(options.tcpSkipInFlight ? { tcpSkipInFlight: true } : {}),
    ...(options.linkRemap ? { linkRemap: true } : {}),
    ...(options.lazyPages ? { lazyPages: true } : {}),
  }
}

function parseOptions(
  value: Record<string, unknown>,
  is: (key: string) => boolean,
): CheckpointRecord['options'] {
  const mode = cgroupModes.find((known): known is ManageCgroupsMode => known === value['manageCgroupsMode'])
  const empty: unknown[] = Array.isArray(value['emptyNS']) ? value['emptyNS'] : []
  return {
    ...(is('tcp') ? { tcpEstablished: true } : {}),
    ...(is('unixSockets') ? { extUnixSk: true } : {}),
    ...(is('shell') ? { shellJob: true } : {}),
    ...(is('fileLocks') ? { fileLocks: true } : {}),
    ...(mode === undefined ? {} : { manageCgroupsMode: mode }),
    ...(empty.includes('network') ? { emptyNs: ['network'] } : {}),
    ...(is('autoDedup') ? { autoDedup: true } : {}),
    ...(is('tcpSkipInFlight') ? { tcpSkipInFlight: true } : {}),
    ...(is('linkRemap') ? { linkRemap: true } : {}),
    ...(is('lazyPages') ? { lazyPages: true } : {}),
  }
}

function parseOwner(value: unknown): ProcessIdentity | null {
  if (!isObject(value)) return null
  const { pid, startTime } = value
  return typeof pid === 'number' && typeof startTime === 'number' ? { pid, startTime } : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
