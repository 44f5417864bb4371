// The processes in an order that one asked for: a plain list then, since a tree has an order of its own.
import type { ProcessRow } from '../../../src-shared/processes-model.ts'
import { byBirth, hasWords, idOf, wordsOf } from './tree.ts'
import type { ProcessLine } from './tree.ts'
import { commandOf, stateWord, userOf } from './words.ts'

export type ProcessSortKey = 'pid' | 'inside' | 'user' | 'state' | 'cpu' | 'memory' | 'threads' | 'command'

export interface ProcessSort {
  key: ProcessSortKey
  isDescending: boolean
}

/** What is asked of these is who has most. */
const mostFirst: ReadonlySet<ProcessSortKey> = new Set(['cpu', 'memory', 'threads'])

/** What a press on a column's head makes of it: this way, the other way, and the tree again. */
export function nextSort(sort: ProcessSort | null, key: ProcessSortKey): ProcessSort | null {
  const first = mostFirst.has(key)
  if (sort?.key !== key) return { key, isDescending: first }
  return sort.isDescending === first ? { key, isDescending: !first } : null
}

export function sortedLines(
  processes: readonly ProcessRow[],
  options: { filter: string; sort: ProcessSort; cpu: ReadonlyMap<string, number> },
): ProcessLine[] {
  const { filter, sort, cpu } = options
  const sign = sort.isDescending ? -1 : 1
  const words = wordsOf(filter)
  const valued = processes
    .filter((process) => hasWords(process, words))
    .map((process) => ({ process, value: values[sort.key](process, cpu) ?? null }))
  valued.sort((one, other) => {
    // What is not known comes last, whichever way.
    if (one.value === null || other.value === null) {
      return Number(one.value === null) - Number(other.value === null) || byBirth(one.process, other.process)
    }
    return sign * compare(one.value, other.value) || byBirth(one.process, other.process)
  })
  return valued.map(({ process }) => ({
    id: idOf(process),
    process,
    depth: 0,
    hasChildren: false,
    isFolded: false,
    isMatch: true,
  }))
}

type Value = number | string | null

const values: Record<
  ProcessSortKey,
  (process: ProcessRow, cpu: ReadonlyMap<string, number>) => Value | undefined
> = {
  pid: ({ pid }) => pid,
  inside: ({ containerPid }) => containerPid,
  user: userOf,
  state: ({ state }) => stateWord(state),
  cpu: (process, cpu) => cpu.get(idOf(process)),
  memory: ({ residentBytes }) => residentBytes,
  threads: ({ threads }) => threads,
  command: commandOf,
}

/** Made once: it costs more than a hundred comparisons. */
const collator = new Intl.Collator('en', { numeric: true })

function compare(one: number | string, other: number | string): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return collator.compare(String(one), String(other))
}
