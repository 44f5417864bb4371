// Which containers are shown, in which order. Sorting ten thousand rows at each change would cost more than drawing
// them, so a change moves only the ids that it touches.
import type { ContainerStatus, ContainerSummary } from '../../src-shared/model.ts'

export const sortKeys = ['status', 'name', 'owner', 'pid', 'bundle', 'created', 'uptime'] as const
export type SortKey = (typeof sortKeys)[number]

export interface Sort {
  key: SortKey
  isDescending: boolean
}

/** What needs a look comes first. */
const rank: Record<ContainerStatus, number> = {
  broken: 0,
  creating: 1,
  created: 2,
  running: 3,
  pausing: 4,
  paused: 5,
  stopped: 6,
}

/** Beyond this share of the list, sorting it whole is quicker than moving rows one by one. */
const fewChanges = 1 / 20

interface Keys {
  /** The id with its numbers padded, so that `web-2` comes before `web-10` by plain comparison. */
  name: string
  created: number
  started: number
}

const keysOf = new WeakMap<ContainerSummary, Keys>()

function keys(container: ContainerSummary): Keys {
  const known = keysOf.get(container)
  if (known) return known
  const made: Keys = {
    name: container.id.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0')),
    created: time(container.createdAt),
    started: time(container.startedAt),
  }
  keysOf.set(container, made)
  return made
}

function time(moment: string | null): number {
  return moment === null ? Number.NaN : Date.parse(moment)
}

/** Since when its program runs; of containers that others started we know when they were made. */
export function runningSince(container: ContainerSummary): string | null {
  const isRunning =
    container.status === 'running' || container.status === 'pausing' || container.status === 'paused'
  return isRunning ? (container.startedAt ?? container.createdAt) : null
}

/** A string or number to compare by; null goes last, whichever way one sorts. */
const sortValues: Record<SortKey, (container: ContainerSummary) => Value> = {
  status: ({ status }) => rank[status],
  name: (container) => keys(container).name,
  owner: ({ owner }) => (owner === 'self' ? 0 : 1),
  pid: ({ pid }) => pid,
  bundle: ({ bundle }) => (bundle === '' ? null : bundle),
  // The youngest first.
  created: (container) => numberOrNull(-keys(container).created),
  uptime: (container) => {
    if (runningSince(container) === null) return null
    const { started, created } = keys(container)
    return numberOrNull(-(Number.isNaN(started) ? created : started))
  },
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

type Value = string | number | null

/** What a container is sorted by, looked up once: sorting compares it a dozen times. */
interface Sortable {
  id: string
  value: Value
  name: string
}

function toSortable(container: ContainerSummary, { key }: Sort): Sortable {
  return { id: container.id, value: sortValues[key](container), name: keys(container).name }
}

/** Total: equal values fall back to the name and then to the id itself, so that no two rows ever swap by chance. */
function compare(one: Sortable, other: Sortable, { isDescending }: Sort): number {
  if (one.value !== other.value) {
    if (one.value === null) return 1
    if (other.value === null) return -1
    return one.value < other.value === isDescending ? 1 : -1
  }
  if (one.name !== other.name) return one.name < other.name ? -1 : 1
  if (one.id === other.id) return 0
  return one.id < other.id ? -1 : 1
}

type Records = ReadonlyMap<string, ContainerSummary>
type Test = ((container: ContainerSummary) => boolean) | null

/** The whole list anew. */
export function orderAll(byId: Records, sort: Sort, test: Test): string[] {
  const shown: Sortable[] = []
  for (const container of byId.values()) {
    if (!test || test(container)) shown.push(toSortable(container, sort))
  }
  return shown.toSorted((one, other) => compare(one, other, sort)).map(({ id }) => id)
}

/** The list after some ids changed; the same array when that changes nothing about it. */
export function orderAfter(
  order: readonly string[],
  changed: readonly string[],
  byId: Records,
  sort: Sort,
  test: Test,
): readonly string[] {
  if (changed.length > Math.max(8, byId.size * fewChanges)) return orderAll(byId, sort, test)
  const moving = new Set(changed)
  const next = order.filter((id) => !moving.has(id))
  for (const id of moving) {
    const container = byId.get(id)
    if (!container || (test && !test(container))) continue
    next.splice(placeOf(toSortable(container, sort), next, byId, sort), 0, id)
  }
  const isUnchanged = next.length === order.length && next.every((id, index) => id === order[index])
  return isUnchanged ? order : next
}

/** Binary search for where a container belongs. */
function placeOf(moved: Sortable, order: readonly string[], byId: Records, sort: Sort): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = byId.get(order[middle] ?? '')
    if (other && compare(toSortable(other, sort), moved, sort) < 0) low = middle + 1
    else high = middle
  }
  return low
}
