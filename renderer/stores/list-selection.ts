// Which rows are meant: the one that keys act on (the cursor) and those marked beside it, as pure changes of one value.
// Moving keeps the marks, as in k9s; a plain press on a row drops them, as everywhere else.

export interface Selection {
  /** The row that keys act on; it may be selected before it arrives. */
  cursor: string | null
  marked: ReadonlySet<string>
  /** Where a range began; null for none. */
  anchor: string | null
}

export const noSelection: Selection = { cursor: null, marked: new Set(), anchor: null }

/** What an action is for: the marked ones, else the cursor's. */
export function selectedKeys({ cursor, marked }: Selection): readonly string[] {
  if (marked.size > 0) return [...marked]
  return cursor === null ? [] : [cursor]
}

/** Moves by so many rows, stopping at both ends; with none yet it goes to the first one, unless to the last. */
export function moved(
  selection: Selection,
  order: readonly string[],
  step: number,
  isRange = false,
): Selection {
  if (order.length === 0) return selection
  const index = selection.cursor === null ? -1 : order.indexOf(selection.cursor)
  const isToLast = step === Infinity || step === -1
  const wanted = index === -1 ? (isToLast ? order.length - 1 : 0) : index + step
  const cursor = order[Math.min(Math.max(wanted, 0), order.length - 1)] ?? null
  return isRange && index !== -1 && cursor !== null
    ? extended(selection, order, cursor)
    : { ...selection, cursor, anchor: null }
}

/** Marks from where the range began to this row, and unmarks what an earlier reach of the same range had marked. */
export function extended(selection: Selection, order: readonly string[], key: string): Selection {
  const anchor = selection.anchor ?? selection.cursor ?? key
  const marked = new Set(selection.marked)
  if (selection.anchor !== null && selection.cursor !== null) {
    for (const old of between(order, anchor, selection.cursor)) marked.delete(old)
  }
  for (const next of between(order, anchor, key)) marked.add(next)
  return { cursor: key, marked, anchor }
}

function between(order: readonly string[], one: string, other: string): readonly string[] {
  const [first, last] = [order.indexOf(one), order.indexOf(other)].toSorted((a, b) => a - b)
  // One of the two went, or is hidden by the filter: what is left of the range is the other.
  if (first === undefined || last === undefined || first === -1)
    return last === -1 ? [] : [order[last ?? 0] ?? one]
  return order.slice(first, last + 1)
}

/** Marks a row, or unmarks it. */
export function toggled(selection: Selection, key: string): Selection {
  const marked = new Set(selection.marked)
  if (!marked.delete(key)) marked.add(key)
  return { cursor: key, marked, anchor: key }
}

export interface Press {
  isToggling: boolean
  isRange: boolean
}

/** What a press of the pointer on a row does. */
export function pressed(
  selection: Selection,
  order: readonly string[],
  key: string,
  press: Press,
): Selection {
  if (press.isRange) return extended(selection, order, key)
  if (!press.isToggling) return { cursor: key, marked: new Set(), anchor: key }
  // The row that was pressed before is one of those meant.
  const isFirst = selection.marked.size === 0 && selection.cursor !== null && selection.cursor !== key
  const before = isFirst && selection.cursor !== null ? [selection.cursor] : selection.marked
  return toggled({ ...selection, marked: new Set(before) }, key)
}

export function allMarked(selection: Selection, order: readonly string[]): Selection {
  return { ...selection, cursor: selection.cursor ?? order[0] ?? null, marked: new Set(order), anchor: null }
}

export function noneMarked(selection: Selection): Selection {
  return { ...selection, marked: new Set(), anchor: null }
}

/**
 * After the list changed: forgets what is gone, and puts the cursor on what took its place. What a filter only hides
 * stays selected.
 */
export function afterChange(
  selection: Selection,
  before: readonly string[],
  order: readonly string[],
  exists: (key: string) => boolean,
): Selection {
  const { cursor, anchor } = selection
  const marked = [...selection.marked].every(exists)
    ? selection.marked
    : new Set([...selection.marked].filter(exists))
  const index = cursor === null || exists(cursor) ? -1 : before.indexOf(cursor)
  // One that was just created may be selected before it arrives.
  const next = index === -1 ? cursor : (order[Math.min(index, order.length - 1)] ?? null)
  if (marked === selection.marked && next === cursor) return selection
  return { cursor: next, marked, anchor: anchor !== null && exists(anchor) ? anchor : null }
}
