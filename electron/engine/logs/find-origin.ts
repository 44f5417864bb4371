// Where the log of a container is: ours beside its other files, those of others where their manager keeps them; or in one
// sentence why there is none to read. Files of other managers are their own: what is not as expected is no log.
import { lstatSync, opendirSync, readdirSync, readlinkSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { hasProcesses } from '../../../src-shared/actions.ts'
import type { ContainerOwner } from '../../../src-shared/model.ts'
import { logFiles, type Container, type ContainerState } from '../../runtime/index.ts'
import { dockerFileOf, readJson } from '../owners/manager-files.ts'
import { foreignFlags, isTheirs, otherOwner, type LogOrigin, type OriginFile } from './log-origin.ts'
import type { RecordFormat } from './pieces.ts'

export type FoundOrigin = { origin: LogOrigin } | { reason: string }

/** Looks for it. What the log still needs to know of its container it asks that for. */
export async function findOrigin(container: Container, owner: ContainerOwner): Promise<FoundOrigin> {
  const state = container.state()
  const { logPath } = container
  if (logPath !== null) return { origin: ownOrigin(container, logPath) }
  if (owner.kind in foreign) return foreign[owner.kind as keyof typeof foreign](container, state)
  const reason = reasons[owner.kind as keyof typeof reasons]
  const target = owner.kind === 'other' ? outputOf(state.pid) : null
  return { reason: target === null ? reason : `runc keeps no log. Its output goes to ${target}.` }
}

/** What the first process writes to, as the kernel names it: a file, a terminal, a pipe; null when nobody may see it. */
function outputOf(pid: number | null): string | null {
  if (pid === null) return null
  try {
    return readlinkSync(`/proc/${pid}/fd/1`)
  } catch {
    return null // closed, ended, or another user's
  }
}

type Finder = (container: Container, state: ContainerState) => FoundOrigin | Promise<FoundOrigin>

const foreign = {
  docker: dockerOrigin,
  podman: podmanOrigin,
  kubernetes: kubernetesOrigin,
  'cri-o': crioOrigin,
} as const satisfies Partial<Record<ContainerOwner['kind'], Finder>>

const reasons = {
  containerd:
    'containerd keeps no log: the output went to the program that started it, such as ctr or nerdctl.',
  self: 'Its log is not there any more.',
  other: 'runc keeps no log, and nothing tells where the tool that made it sent the output.',
} as const satisfies Record<Exclude<ContainerOwner['kind'], keyof typeof foreign>, string>

function ownOrigin(container: Container, path: string): LogOrigin {
  // Numbers rise from one, and the oldest files are cleared first.
  const isCut = (logFiles(path)[0]?.number ?? 1) > 1
  return {
    format: 'conmon',
    path,
    files: () => logFiles(path).map(({ path: at, inode, size }) => ({ path: at, file: String(inode), size })),
    isLive: () => isRunning(container),
    note: isCut ? 'Older output was cleared when the log reached its cap, and is not shown here.' : null,
    uid: null,
  }
}

/** What has not begun may still write, and so may what is paused. */
function isRunning(container: Container): boolean {
  try {
    return hasProcesses(container.state())
  } catch {
    return false // deleted: then nobody writes
  }
}

interface Place {
  format: RecordFormat
  path: string
  /** The names that rotation gives, of which the oldest sorts first. */
  rotated: (path: string) => string[]
}

function foreignOrigin(container: Container, state: ContainerState, place: Place): FoundOrigin {
  const { format, path, rotated } = place
  const uid = state.foreignUid
  // Never through a link: that is how a log would be made of what is not one.
  const stats = () =>
    [...rotated(path), path].flatMap((name) => {
      const stat = lstatSync(name, { throwIfNoEntry: false })
      return stat?.isFile() === true ? [{ name, stat }] : []
    })
  const files = (): OriginFile[] =>
    stats().map(({ name, stat }) => ({ path: name, file: String(stat.ino), size: stat.size }))
  try {
    const found = stats()
    const others = found.find(({ stat }) => !isTheirs(stat, uid))
    if (others) return { reason: otherOwner(others.name) }
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
      return { reason: `Its log ${path} is a link, and links are not followed.` }
    }
    if (found.length === 0) return { reason: `Its log ${path} is not there.` }
  } catch (error) {
    return { reason: `Its log ${path} cannot be read: ${wordOf(error)}.` }
  }
  const hasCompressed = namesBeside(path).some((name) => name.endsWith('.gz'))
  return {
    origin: {
      format,
      path,
      files,
      isLive: () => isRunning(container),
      note: hasCompressed ? 'Older output was compressed by its manager, and is not shown here.' : null,
      uid,
    },
  }
}

function wordOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'EACCES' ? 'it is not ours to read' : String(code ?? error)
}

/** More names are in no folder of logs; another user may name a folder of millions. */
const mostNames = 10_000

/** Files whose names go on from this one's. */
function namesBeside(path: string): string[] {
  const start = `${basename(path)}.`
  const names: string[] = []
  try {
    const folder = opendirSync(dirname(path))
    try {
      for (let seen = 0; seen < mostNames; seen += 1) {
        const entry = folder.readSync()
        if (entry === null) break
        if (entry.name.startsWith(start)) names.push(entry.name)
      }
    } finally {
      folder.closeSync()
    }
  } catch {
    // Not ours to list; the file itself may be ours to read.
  }
  return names
}

/** `json.log.2` is older than `json.log.1`. */
function numbered(path: string): string[] {
  return namesBeside(path)
    .map((name) => ({ name, number: Number(/\.(\d{1,4})$/.exec(name)?.[1] ?? NaN) }))
    .filter(({ number }) => !Number.isNaN(number))
    .toSorted((one, other) => other.number - one.number)
    .map(({ name }) => join(dirname(path), name))
}

/** The kubelet's `0.log.20260803-120000`. */
function dated(path: string): string[] {
  return namesBeside(path)
    .filter((name) => /\.\d{8}-\d{6}$/.test(name))
    .toSorted()
    .map((name) => join(dirname(path), name))
}

const dockerLog = z.object({ LogPath: z.string().catch('') })
const dockerHost = z.object({ LogConfig: z.object({ Type: z.string().catch('') }).catch({ Type: '' }) })

async function dockerOrigin(container: Container, state: ContainerState): Promise<FoundOrigin> {
  const file = await dockerFileOf(state.id, state.bundle)
  const [described, host] = await Promise.all([
    readJson(file),
    readJson(join(dirname(file), 'hostconfig.json')),
  ])
  const parsed = dockerLog.safeParse(described)
  if (!parsed.success) return { reason: `What Docker says of it, ${file}, cannot be read.` }
  const config = dockerHost.safeParse(host)
  const driver = config.success ? config.data.LogConfig.Type : ''
  const path = parsed.data.LogPath
  if (driver !== '' && driver !== 'json-file') {
    return { reason: `Docker sends its output to the log driver “${driver}”: only docker logs can show it.` }
  }
  if (!path.startsWith('/')) return { reason: 'Docker names no log file for it.' }
  return foreignOrigin(container, state, { format: 'docker', path, rotated: numbered })
}

/** conmon's command line says which driver Podman chose, and where the file is. */
async function podmanOrigin(container: Container, state: ContainerState): Promise<FoundOrigin> {
  const drivers = await conmonLogs(join(state.bundle, 'conmon.pid'))
  const file = drivers.find((one) => one.startsWith('k8s-file:'))?.slice('k8s-file:'.length)
  const path = file ?? (drivers.length === 0 ? join(state.bundle, 'ctr.log') : null)
  if (path === null || !path.startsWith('/')) {
    const driver = drivers.map((one) => one.replace(/:.*/s, '')).join(', ')
    return {
      reason: `Podman sends its output to the log driver “${driver}”: only podman logs can show it.`,
    }
  }
  return foreignOrigin(container, state, { format: 'conmon', path, rotated: () => [] })
}

/** What follows each `-l` and `--log-path`; nothing when there is no such conmon (any more). */
async function conmonLogs(pidFile: string): Promise<string[]> {
  try {
    const pid = Number(await readBeginning(pidFile, 32))
    if (!Number.isSafeInteger(pid) || pid <= 0) return []
    const words = (await readBeginning(`/proc/${pid}/cmdline`, 64 * 1024)).split('\0')
    if (basename(words[0] ?? '') !== 'conmon') return []
    return words.flatMap((word, at) => (word === '-l' || word === '--log-path' ? [words[at + 1] ?? ''] : []))
  } catch {
    return [] // it has ended, or is not ours to look at
  }
}

/** Any user may have named it, so it may be anything: what is no file is as good as empty. */
async function readBeginning(path: string, mostBytes: number): Promise<string> {
  const handle = await open(path, foreignFlags)
  try {
    if (!(await handle.stat()).isFile()) return ''
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostBytes), 0, mostBytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** The kubelet links each container's log by its id. */
function kubernetesOrigin(container: Container, state: ContainerState): FoundOrigin {
  const links = '/var/log/containers'
  const ending = `-${state.id}.log`
  try {
    const name = readdirSync(links).find((one) => one.endsWith(ending))
    if (name !== undefined) {
      const path = resolve(links, readlinkSync(join(links, name)))
      return foreignOrigin(container, state, { format: 'conmon', path, rotated: dated })
    }
  } catch {
    // There is no kubelet here; then its pod's folder may tell.
  }
  const path = podLog(state.annotations)
  if (path !== null) return foreignOrigin(container, state, { format: 'conmon', path, rotated: dated })
  return {
    reason: 'Kubernetes keeps no log of it in /var/log: it is a sandbox, or was not started by a kubelet.',
  }
}

/** `/var/log/pods/<namespace>_<pod>_<uid>/<container>/<attempt>.log`: of several attempts the last. */
function podLog(annotations: Readonly<Record<string, string>>): string | null {
  const of = (name: string): string => annotations[`io.kubernetes.cri.${name}`] ?? ''
  const parts = [of('sandbox-namespace'), of('sandbox-name'), of('sandbox-uid'), of('container-name')]
  if (parts.some((part) => !/^[A-Za-z0-9.-]{1,253}$/.test(part) || part.startsWith('.'))) return null
  const [namespace, pod, uid, name = ''] = parts
  const folder = join('/var/log/pods', `${namespace}_${pod}_${uid}`, name)
  try {
    const attempts = readdirSync(folder)
      .map((file) => Number(/^(\d{1,9})\.log$/.exec(file)?.[1] ?? NaN))
      .filter((attempt) => !Number.isNaN(attempt))
    return attempts.length === 0 ? null : join(folder, `${Math.max(...attempts)}.log`)
  } catch {
    return null // no such pod on this machine
  }
}

function crioOrigin(container: Container, state: ContainerState): FoundOrigin {
  const path = state.annotations['io.kubernetes.cri-o.LogPath'] ?? ''
  if (!path.startsWith('/')) return { reason: 'CRI-O names no log file for it.' }
  return foreignOrigin(container, state, { format: 'conmon', path, rotated: dated })
}
