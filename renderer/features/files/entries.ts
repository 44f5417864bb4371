// The entries of a directory: out of the engine's answer, in order, and narrowed down.
import type { FileDetails, FileListing } from '../../../src-shared/files-contract.ts'
import { visibleName } from './names.ts'

export interface FileEntry {
  name: string
  /** A letter as `ls -l` has it. */
  kind: string
}

export const fileSortKeys = ['name', 'size', 'modified'] as const
export type FileSortKey = (typeof fileSortKeys)[number]

export interface FileSort {
  key: FileSortKey
  isDescending: boolean
}

export type DetailsByName = ReadonlyMap<string, FileDetails | null>

export function entriesOf({ names, kinds }: Pick<FileListing, 'names' | 'kinds'>): FileEntry[] {
  if (names === '') return []
  return names.split('/').map((name, index) => ({ name, kind: kinds[index] ?? '?' }))
}

/**
 * Directories first, as one looks for the way on. Names in the order of their characters, capitals among the others: a
 * language's own order takes ten times as long, and a hundred thousand are to be there at once.
 */
export function sortEntries(
  entries: readonly FileEntry[],
  { key, isDescending }: FileSort,
  details: DetailsByName,
): FileEntry[] {
  const direction = isDescending ? -1 : 1
  const keyed = entries.map((entry) => ({
    entry,
    isDirectory: entry.kind === 'd',
    name: entry.name.toLowerCase(),
    figure: key === 'name' ? 0 : figureOf(details.get(entry.name), key),
  }))
  keyed.sort((one, other) => {
    if (one.isDirectory !== other.isDirectory) return one.isDirectory ? -1 : 1
    if (one.figure !== other.figure) return (one.figure - other.figure) * direction
    const inOrder = key === 'name' ? direction : 1
    if (one.name !== other.name) return one.name < other.name ? -inOrder : inOrder
    return one.entry.name < other.entry.name ? -inOrder : inOrder
  })
  return keyed.map(({ entry }) => entry)
}

/** What is gone comes as the smallest. */
function figureOf(details: FileDetails | null | undefined, key: 'size' | 'modified'): number {
  if (!details) return -1
  return key === 'size' ? details.size : details.modifiedMs
}

/** Those whose name has the words in it, as it is drawn. */
export function filterEntries(entries: readonly FileEntry[], filter: string): readonly FileEntry[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return entries
  return entries.filter(({ name }) => {
    const shown = visibleName(name).toLowerCase()
    return words.every((word) => shown.includes(word))
  })
}
