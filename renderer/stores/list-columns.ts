// The columns of the list as one has arranged them: their order, widths and which are shown; and what of that fits into
// the window. Pure; the settings keep it, list-layout.ts changes it.
import type { SortKey } from './container-order.ts'

/** A column as it is kept between starts. */
export interface ColumnSetting {
  key: string
  /** In pixels; null for its own. */
  width: number | null
  /** `auto`: shown if there is room. */
  shown: 'auto' | 'yes' | 'no'
}

export interface Column {
  key: SortKey
  name: string
  /** What exactly it shows, where the name could be taken for something else. */
  hint: string | null
  /** Right-aligned, and its arrow before its name. */
  isFigure: boolean
  /** In pixels, with 16 of space at the right. */
  width: number
  /** What one can make of it; and what it gives way to by itself, if it grows. */
  least: number
  narrow: number
  /** Share of the room that is left over; 0 keeps its width. */
  grow: number
  /** Which give way first when the window is narrow; 0 never does. */
  yields: number
  shown: ColumnSetting['shown']
}

function column(
  key: SortKey,
  name: string,
  width: number,
  rest: Partial<Omit<Column, 'key' | 'name' | 'width'>> = {},
): Column {
  const usual = {
    hint: null,
    least: 44,
    narrow: width,
    isFigure: false,
    grow: 0,
    yields: 0,
    shown: 'auto',
  } as const
  return { key, name, width, ...usual, ...rest }
}

/** The word alone could be the processes' RSS. */
export const memoryHint =
  'What its cgroup is charged with, file cache included (memory.current, of v1 memory.usage_in_bytes); not the RSS of its processes'

/**
 * In the order of a first start. Widths are those of the longest word of the column (`stopped` with its code of three digits,
 * `Kubernetes`, a pid of seven digits, `23 h 59 min`, a figure with its curve).
 */
export const defaultColumns: readonly Column[] = [
  column('status', 'Status', 124),
  column('name', 'Name', 190, { least: 80, narrow: 140, grow: 3 }),
  column('owner', 'Owner', 100, { yields: 4 }),
  column('image', 'Image or bundle', 180, { least: 80, narrow: 116, grow: 4, yields: 2 }),
  column('cpu', 'CPU', 104, { isFigure: true }),
  column('memory', 'Memory', 156, { isFigure: true, hint: memoryHint }),
  column('processes', 'Processes', 84, { isFigure: true, yields: 6 }),
  column('pid', 'PID', 72, { isFigure: true, yields: 5 }),
  column('uptime', 'Uptime', 94, { isFigure: true, yields: 1 }),
  column('created', 'Created', 94, { isFigure: true, shown: 'no', yields: 7 }),
  column('bundle', 'Bundle', 180, { least: 80, narrow: 116, grow: 2, shown: 'no', yields: 8 }),
  column('root', 'Root', 140, { least: 72, narrow: 100, grow: 1, shown: 'no', yields: 3 }),
]

/** Wider than any window; a broken setting must not make a column that nobody finds the end of. */
export const widestColumn = 2000

/** The columns in their kept order; one that the kept arrangement does not know yet stands where it would at first. */
export function arrangedColumns(kept: readonly ColumnSetting[]): Column[] {
  const arranged: Column[] = []
  for (const { key, width, shown } of kept) {
    const known = defaultColumns.find((one) => one.key === key)
    if (!known || arranged.some((one) => one.key === key)) continue
    arranged.push({
      ...known,
      shown: known.key === 'name' && shown === 'no' ? 'auto' : shown,
      ...(width === null ? {} : { width: clamp(width, known.least), grow: 0 }),
    })
  }
  for (const [index, known] of defaultColumns.entries()) {
    if (arranged.some(({ key }) => key === known.key)) continue
    const before = defaultColumns
      .slice(0, index)
      .findLast(({ key }) => arranged.some((one) => one.key === key))
    arranged.splice(arranged.findIndex((one) => one.key === before?.key) + 1, 0, known)
  }
  return arranged
}

function clamp(width: number, least: number): number {
  return Math.round(Math.min(Math.max(width, least), widestColumn))
}

export interface FittedColumn extends Column {
  /** As drawn, in pixels. */
  drawn: number
}

export interface Fit {
  columns: readonly FittedColumn[]
  /** Those that would be shown, were there room. */
  crowdedOut: readonly SortKey[]
  /** All of them together, in pixels; more than there is room when even giving way does not help. */
  total: number
}

/** What is drawn of the columns in so many pixels. */
export function fitColumns(columns: readonly Column[], room: number): Fit {
  let visible = columns.filter(({ shown }) => shown !== 'no')
  const crowdedOut: SortKey[] = []
  while (sum(visible, leastOf) > room) {
    const next = visible
      .filter(({ shown, yields }) => shown === 'auto' && yields > 0)
      .toSorted((one, other) => other.yields - one.yields)[0]
    if (!next) break
    crowdedOut.push(next.key)
    visible = visible.filter(({ key }) => key !== next.key)
  }
  const spare = room - sum(visible, leastOf)
  const shares = sum(visible, ({ grow }) => grow)
  const fitted = visible.map((one) => Object.assign({ drawn: drawnWidth(one, spare, shares) }, one))
  return { columns: fitted, crowdedOut, total: sum(fitted, ({ drawn }) => drawn) }
}

function leastOf({ width, grow, narrow }: Column): number {
  return grow === 0 ? width : narrow
}

function drawnWidth(one: Column, spare: number, shares: number): number {
  const least = leastOf(one)
  if (one.grow === 0 || spare <= 0) return least
  return least + Math.floor((spare * one.grow) / shares)
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}

/** As it is to be kept. */
export function toSettings(columns: readonly Column[]): ColumnSetting[] {
  return columns.map(({ key, width, shown }) => {
    const own = defaultColumns.find((one) => one.key === key)
    return { key, width: width === own?.width ? null : width, shown }
  })
}

/** Puts a column before another one; null puts it last. */
export function movedBefore(columns: readonly Column[], key: SortKey, before: SortKey | null): Column[] {
  const moving = columns.find((one) => one.key === key)
  if (!moving || key === before) return [...columns]
  const rest = columns.filter((one) => one.key !== key)
  const place = before === null ? rest.length : rest.findIndex((one) => one.key === before)
  return rest.toSpliced(place === -1 ? rest.length : place, 0, moving)
}

/** Moves a column past the next one that is drawn, to the left (-1) or right (1). */
export function movedBy(
  columns: readonly Column[],
  drawn: readonly SortKey[],
  key: SortKey,
  step: -1 | 1,
): Column[] {
  const index = drawn.indexOf(key)
  if (index === -1) return [...columns]
  if (step === -1) {
    const before = drawn[index - 1]
    return before === undefined ? [...columns] : movedBefore(columns, key, before)
  }
  return drawn[index + 1] === undefined ? [...columns] : movedBefore(columns, key, drawn[index + 2] ?? null)
}

/** Gives a column a width, or its own again. */
export function resized(columns: readonly Column[], key: SortKey, width: number | null): Column[] {
  return columns.map((one) => {
    if (one.key !== key) return one
    const own = defaultColumns.find((known) => known.key === key) ?? one
    return width === null
      ? { ...one, width: own.width, grow: own.grow }
      : { ...one, width: clamp(width, one.least), grow: 0 }
  })
}

export function withShown(columns: readonly Column[], key: SortKey, shown: ColumnSetting['shown']): Column[] {
  return columns.map((one) => (one.key === key ? { ...one, shown } : one))
}
