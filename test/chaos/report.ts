// What a campaign did and what it found, counted and told.
import type { Outcome, Task } from './round.ts'
import type { StrikeKind } from './strikes.ts'

export interface Violation {
  /** The container; null for none in particular. */
  id: string | null
  what: string
  /** The round in which it was found. */
  story: string
  /** The rounds that the container had part in before, the latest last. */
  history: readonly string[]
}

export interface Report {
  readonly seed: number
  readonly operations: number
  readonly engineKills: number
  readonly violations: readonly Violation[]
  count(tasks: readonly Task[], outcomes: readonly Outcome[], strike: StrikeKind): void
  damaged(what: string): void
  remember(tasks: readonly Task[], story: string): void
  /** False when that is known already: what stays wrong is told once. */
  blame(story: string, id: string | null, what: string): boolean
  /** A table for people. */
  table(): string
}

const columns = ['answered', 'refused', 'cut off'] as const

export function createReport({ seed, operations: wanted }: { seed: number; operations: number }): Report {
  const verbs = new Map<string, Record<Outcome['kind'], number>>()
  const strikes = new Map<StrikeKind, number>()
  const damages = new Map<string, number>()
  const histories = new Map<string, string[]>()
  const violations: Violation[] = []
  let operations = 0

  return {
    seed,
    get operations() {
      return operations
    },
    get engineKills() {
      return [...strikes].reduce((sum, [kind, count]) => sum + (kind.startsWith('engine') ? count : 0), 0)
    },
    violations,
    count(tasks, outcomes, strike) {
      operations += tasks.length
      strikes.set(strike, (strikes.get(strike) ?? 0) + 1)
      tasks.forEach(({ verb }, index) => {
        const row = verbs.get(verb) ?? { answered: 0, refused: 0, 'cut off': 0 }
        verbs.set(verb, row)
        const kind = outcomes[index]?.kind
        if (kind) row[kind] += 1
      })
    },
    damaged(what) {
      const [kind = ''] = what.split(/ of | ghost-/)
      damages.set(kind, (damages.get(kind) ?? 0) + 1)
    },
    remember(tasks, story) {
      for (const id of new Set(tasks.map((task) => task.id)))
        histories.set(id, [...(histories.get(id) ?? []), story])
    },
    blame(story, id, what) {
      if (violations.some((known) => known.id === id && known.what === what)) return false
      violations.push({ id, what, story, history: id === null ? [] : (histories.get(id) ?? []) })
      return true
    },
    table() {
      const rows = byName(verbs).map(([verb, row]) => [verb].concat(columns.map((name) => String(row[name]))))
      const lines = [
        ...align([['operation', ...columns], ...rows]),
        '',
        ...align([['killed', 'times'], ...counted(strikes)]),
        '',
        ...align([['damaged', 'times'], ...counted(damages)]),
        '',
        `${operations} operations, ${this.engineKills} engines killed, ${violations.length} violations`,
      ]
      for (const { id, what, story, history } of violations) {
        lines.push('', `VIOLATION ${id === null ? '' : `${id}: `}${what}`, `  found in ${story}`)
        for (const earlier of history.filter((one) => one !== story).slice(-6))
          lines.push(`  before    ${earlier}`)
      }
      const command = `npm run chaos -- --seed ${seed} --operations ${wanted}`
      if (violations.length > 0) lines.push('', `To repeat it: ${command}`)
      return lines.join('\n')
    },
  }
}

function counted(counts: ReadonlyMap<string, number>): string[][] {
  return byName(counts).map(([name, count]) => [name, String(count)])
}

function align(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}

function byName<Value>(map: ReadonlyMap<string, Value>): [name: string, value: Value][] {
  return [...map].toSorted(([one], [other]) => (one < other ? -1 : 1))
}
