// Files in words and figures.
import { fileKinds } from '../../../src-shared/file-kinds.ts'
import type { FileDetails, FileListing } from '../../../src-shared/files-contract.ts'

export function kindName(kind: string): string {
  return kind in fileKinds ? fileKinds[kind as keyof typeof fileKinds] : fileKinds['?']
}

const special = [
  { bit: 0o4000, at: 2, letters: 'sS' },
  { bit: 0o2000, at: 5, letters: 'sS' },
  { bit: 0o1000, at: 8, letters: 'tT' },
] as const

/** `drwxr-xr-x`, as `ls -l` writes it. */
export function modeText(kind: string, mode: number): string {
  const bits = Array.from('rwxrwxrwx', (letter, index) => (mode & (0o400 >> index) ? letter : '-'))
  for (const { bit, at, letters } of special) {
    if (mode & bit) bits[at] = letters.charAt(bits[at] === 'x' ? 0 : 1)
  }
  return `${kind === 'f' ? '-' : kind}${bits.join('')}`
}

/** `root:www-data`, numbers where the container's files know no name, `?` for what it has no number for. */
export function ownerText(
  { uid, gid }: Pick<FileDetails, 'uid' | 'gid'>,
  { users, groups }: Pick<FileListing, 'users' | 'groups'>,
): string {
  return `${nameOf(uid, users)}:${nameOf(gid, groups)}`
}

function nameOf(id: number | null, accounts: FileListing['users']): string {
  if (id === null) return '?'
  return accounts.find((account) => account.id === id)?.name ?? String(id)
}

const dayAndMinute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** `3 Aug 2026, 14:03`; null for a time that is none. */
export function modifiedText(modifiedMs: number): string | null {
  return Math.abs(modifiedMs) > 8.64e15 ? null : dayAndMinute.format(modifiedMs)
}

export function countText(count: number, one: string, several: string): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : several}`
}
