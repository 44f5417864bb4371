// The lines of the list: one for each container, and with groups a head before the first of each. Ten thousand lines are
// not made into objects; where a line lies is reckoned from where the groups begin.
import type { ContainerSummary } from '../../src-shared/model.ts'
import type { GroupKey } from './container-order.ts'

export interface Group {
  /** The owner's kind, or the root's path. */
  name: string
  /** Place of its first container in the order. */
  start: number
  count: number
}

export type Line = { kind: 'group'; group: Group } | { kind: 'container'; index: number }

/** The groups of an order that is sorted by them; none without grouping. */
export function groupsOf(
  order: readonly string[],
  byKey: ReadonlyMap<string, ContainerSummary>,
  key: GroupKey | null,
): readonly Group[] {
  if (key === null) return []
  const groups: Group[] = []
  for (const [index, one] of order.entries()) {
    const container = byKey.get(one)
    if (!container) continue
    const name = key === 'owner' ? container.owner.kind : container.root
    const last = groups.at(-1)
    if (last?.name === name) last.count += 1
    else groups.push({ name, start: index, count: 1 })
  }
  return groups
}

export function lineCount(order: readonly string[], groups: readonly Group[]): number {
  return order.length + groups.length
}

/** Of the n-th group, with its head before it. */
function headLine({ start }: Group, number: number): number {
  return start + number
}

/** What is on a line. */
export function lineAt(line: number, groups: readonly Group[]): Line {
  const number = groups.findLastIndex((group, index) => headLine(group, index) <= line)
  const group = groups[number]
  if (group === undefined) return { kind: 'container', index: line }
  return headLine(group, number) === line
    ? { kind: 'group', group }
    : { kind: 'container', index: line - number - 1 }
}

/** On which line the n-th container of the order is. */
export function lineOf(index: number, groups: readonly Group[]): number {
  return index + groups.findLastIndex(({ start }) => start <= index) + 1
}
