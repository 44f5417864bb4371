// What is mounted in a container's root file system, and the overlay that it may be made of: from mountinfo (proc(5)).
import { readFile, realpath } from 'node:fs/promises'
import { nameToText } from './names.ts'
import type { ContainerRoot } from './container-root.ts'

export interface Mount {
  /** As the root's paths go. */
  path: string
  type: string
  isReadOnly: boolean
  /** Of the file system, such as an overlay's directories. */
  options: string
}

/** A container with more mounts is somebody's mischief. */
const longestFileBytes = 8 * 1024 * 1024

/** Its mounts, the root's own first (path `/`) if it has one of its own; empty where that cannot be read. */
export async function readMounts({ pid, rootfs }: Pick<ContainerRoot, 'pid' | 'rootfs'>): Promise<Mount[]> {
  try {
    const bytes = await readFile(`/proc/${pid ?? 'self'}/mountinfo`)
    const mounts = parseMounts(nameToText(bytes.subarray(0, longestFileBytes)))
    return pid === null ? below(mounts, await realpath(rootfs)) : mounts
  } catch {
    return [] // another user's process, or one that has ended: nothing is known of its mounts
  }
}

export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [own = '', rest] = line.split(' - ')
    const [, , , , path, mountOptions = ''] = own.split(' ')
    const [type, , options = ''] = rest?.split(' ') ?? []
    if (path === undefined || type === undefined) return []
    const isReadOnly = mountOptions.split(',').includes('ro')
    return [{ path: unescape(path), type, isReadOnly, options: unescape(options) }]
  })
}

/** The last one that lies over all of the root. */
export function rootMount(mounts: readonly Mount[]): Mount | null {
  return mounts.findLast(({ path }) => path === '/') ?? null
}

export interface Overlay {
  upper: string
  /** Topmost first; those that are told as absolute paths. */
  lower: string[]
}

/** Null when it is none, or a read-only one. */
export function overlayOf(mount: Mount | null): Overlay | null {
  if (mount?.type !== 'overlay') return null
  const options = splitEscaped(mount.options, ',')
  const upper = options.find((option) => option.startsWith('upperdir='))?.slice('upperdir='.length)
  const lower = options.flatMap((option) => {
    if (option.startsWith('lowerdir=')) return splitEscaped(option.slice('lowerdir='.length), ':')
    return option.startsWith('lowerdir+=') ? [option.slice('lowerdir+='.length)] : []
  })
  if (upper === undefined || !upper.startsWith('/')) return null
  return { upper: plain(upper), lower: lower.filter((path) => path.startsWith('/')).map(plain) }
}

function below(mounts: readonly Mount[], rootfs: string): Mount[] {
  return mounts.flatMap((mount) => {
    if (mount.path === rootfs) return [{ ...mount, path: '/' }]
    return mount.path.startsWith(`${rootfs}/`) ? [{ ...mount, path: mount.path.slice(rootfs.length) }] : []
  })
}

/** The kernel writes space, tab, newline and backslash as `\` and three octal digits. */
function unescape(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  )
}

/** Overlay's own escape of its separators is a backslash. */
function splitEscaped(text: string, separator: ',' | ':'): string[] {
  return text.split(separator === ',' ? /(?<!\\),/ : /(?<!\\):/)
}

function plain(text: string): string {
  return text.replaceAll(/\\([,:\\])/g, '$1')
}
