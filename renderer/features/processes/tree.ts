// The processes of a container as the lines of a tree: in an order that only births and deaths change, without what is
// folded away, and with a filter those that match and what they descend from.
import type { ProcessRow } from '../../../src-shared/processes-model.ts'
import { stateWord, strangerWord } from './words.ts'

export interface ProcessLine {
  /** Pid and start time: never another process's. */
  id: string
  process: ProcessRow
  /** 0 for init and for what was started from outside. */
  depth: number
  hasChildren: boolean
  isFolded: boolean
  /** False for one that is only shown as the ancestor of others. */
  isMatch: boolean
}

export function idOf({ pid, startTime }: Pick<ProcessRow, 'pid' | 'startTime'>): string {
  return `${pid}:${startTime}`
}

export function treeLines(
  processes: readonly ProcessRow[],
  { filter, folded }: { filter: string; folded: ReadonlySet<string> },
): ProcessLine[] {
  const { roots, childrenOf } = familiesOf(processes)
  const words = wordsOf(filter)
  const matching = words.length === 0 ? null : matchesOf(processes, words)
  const lines: ProcessLine[] = []
  // By hand: a program may have forked a chain of thousands.
  const waiting = roots.toReversed().map((process) => ({ process, depth: 0 }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { process, depth } = next
    if (matching !== null && !matching.shown.has(process.pid)) continue
    const id = idOf(process)
    const children = childrenOf.get(process.pid) ?? []
    const isFolded = matching === null && children.length > 0 && folded.has(id)
    const isMatch = matching === null || matching.matched.has(process.pid)
    lines.push({ id, process, depth, hasChildren: children.length > 0, isFolded, isMatch })
    if (isFolded) continue
    for (const child of children.toReversed()) waiting.push({ process: child, depth: depth + 1 })
  }
  return lines
}

interface Families {
  roots: ProcessRow[]
  childrenOf: ReadonlyMap<number, ProcessRow[]>
}

function familiesOf(processes: readonly ProcessRow[]): Families {
  const byPid = new Map(processes.map((process) => [process.pid, process]))
  const roots: ProcessRow[] = []
  const childrenOf = new Map<number, ProcessRow[]>()
  for (const process of processes.toSorted(byBirth)) {
    const parent = byPid.get(process.parentPid)
    // A parent is older than its child; so no circle of them can keep all of its members out of sight.
    const isChild = parent !== undefined && !process.isInit && byBirth(parent, process) < 0
    if (isChild) childrenOf.set(parent.pid, [...(childrenOf.get(parent.pid) ?? []), process])
    else roots.push(process)
  }
  return { roots, childrenOf }
}

/** Init first, then the oldest. */
export function byBirth(one: ProcessRow, other: ProcessRow): number {
  return Number(other.isInit) - Number(one.isInit) || one.startTime - other.startTime || one.pid - other.pid
}

function matchesOf(
  processes: readonly ProcessRow[],
  words: readonly string[],
): { matched: ReadonlySet<number>; shown: ReadonlySet<number> } {
  const byPid = new Map(processes.map((process) => [process.pid, process]))
  const matched = new Set<number>()
  const shown = new Set<number>()
  for (const process of processes) {
    if (!hasWords(process, words)) continue
    matched.add(process.pid)
    let one: ProcessRow | undefined = process
    while (one !== undefined && !shown.has(one.pid)) {
      shown.add(one.pid)
      one = byPid.get(one.parentPid)
    }
  }
  return { matched, shown }
}

export function wordsOf(filter: string): string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean)
}

/** Each of them is somewhere in what is said of it. */
export function hasWords(process: ProcessRow, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = textOf(process)
  return words.every((word) => text.includes(word))
}

function textOf(process: ProcessRow): string {
  const { pid, containerPid, user, uid, name, state, commandLine, stranger } = process
  const whose = stranger === null ? '' : strangerWord(stranger)
  return [pid, containerPid, user, uid, name, stateWord(state), whose, ...commandLine].join(' ').toLowerCase()
}
