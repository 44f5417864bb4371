// Which containers are shown, in which order. Sorting ten thousand rows at each change would cost more than drawing
// them, so a change moves only the rows that it touches.
import type { ContainerStatus, ContainerSummary, ManagerKind } from '../../src-shared/model.ts'

export const sortKeys = [
  'status',
  'name',
  'owner',
  'image',
  'pid',
  'bundle',
  'created',
  'uptime',
  'cpu',
  'memory',
  'processes',
  'root',
] as const
export type SortKey = (typeof sortKeys)[number]

export interface Sort {
  key: SortKey
  isDescending: boolean
}

export const groupKeys = ['owner', 'root'] as const
export type GroupKey = (typeof groupKeys)[number]

/** What a container uses, as the list is sorted by it: kept still between two sortings, so that no row ever jumps. */
export interface SortedUsage {
  cpu: number
  memory: number
  processes: number
}

/** All that decides where a row stands. */
export interface Ordering {
  sort: Sort
  group: GroupKey | null
  /** By key; null where nothing is known of what they use. */
  usage: ReadonlyMap<string, SortedUsage> | null
}

/** Columns of which one wants the largest first. */
const largestFirst: ReadonlySet<SortKey> = new Set(['cpu', 'memory', 'processes'])

export function sortsByUsage({ key }: Sort): boolean {
  return largestFirst.has(key)
}

/** By another column, or by the same one the other way. */
export function sortAfter({ key, isDescending }: Sort, pressed: SortKey): Sort {
  return { key: pressed, isDescending: key === pressed ? !isDescending : largestFirst.has(pressed) }
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

const ownerRank: Record<ManagerKind, number> = {
  self: 0,
  docker: 1,
  containerd: 2,
  kubernetes: 3,
  podman: 4,
  'cri-o': 5,
  other: 6,
}

/** Beyond this share of the list, sorting it whole is quicker than moving rows one by one. */
const fewChanges = 1 / 20

interface Keys {
  /** The name with its numbers padded, so that `web-2` comes before `web-10` by plain comparison. */
  name: string
  created: number
  started: number
}

const keysOf = new WeakMap<ContainerSummary, Keys>()

/** What a row is called: by its manager, if that has a name for it; runc's id is often 64 hexadecimal digits. */
export function nameOf({ id, owner }: Pick<ContainerSummary, 'id' | 'owner'>): string {
  return owner.name ?? id
}

function keys(container: ContainerSummary): Keys {
  const known = keysOf.get(container)
  if (known) return known
  const made: Keys = {
    name: nameOf(container)
      .toLowerCase()
      .replace(/\d+/g, (digits) => digits.padStart(12, '0')),
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
const sortValues: Record<SortKey, (container: ContainerSummary, usage: Ordering['usage']) => Value> = {
  status: ({ status }) => rank[status],
  name: (container) => keys(container).name,
  owner: ({ owner }) => ownerRank[owner.kind],
  image: ({ owner, bundle }) => textOrNull(owner.image ?? bundle),
  pid: ({ pid }) => pid,
  bundle: ({ bundle }) => textOrNull(bundle),
  // The youngest first.
  created: (container) => numberOrNull(-keys(container).created),
  uptime: (container) => {
    if (runningSince(container) === null) return null
    const { started, created } = keys(container)
    return numberOrNull(-(Number.isNaN(started) ? created : started))
  },
  cpu: ({ key }, usage) => numberOrNull(usage?.get(key)?.cpu ?? Number.NaN),
  memory: ({ key }, usage) => numberOrNull(usage?.get(key)?.memory ?? Number.NaN),
  processes: ({ key }, usage) => numberOrNull(usage?.get(key)?.processes ?? Number.NaN),
  root: ({ root }) => root,
}

function textOrNull(text: string): string | null {
  return text === '' ? null : text
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

type Value = string | number | null

/** What a container is sorted by, looked up once: sorting compares it a dozen times. */
interface Sortable {
  key: string
  group: string | number
  value: Value
  name: string
}

function toSortable(container: ContainerSummary, { sort, group, usage }: Ordering): Sortable {
  return {
    key: container.key,
    group: group === null ? 0 : group === 'owner' ? ownerRank[container.owner.kind] : container.root,
    value: sortValues[sort.key](container, usage),
    name: keys(container).name,
  }
}

/** Total: equal values fall back to the name and then to the key itself, so that no two rows ever swap by chance. */
function compare(one: Sortable, other: Sortable, { isDescending }: Sort): number {
  if (one.group !== other.group) return one.group < other.group ? -1 : 1
  if (one.value !== other.value) {
    if (one.value === null) return 1
    if (other.value === null) return -1
    return one.value < other.value === isDescending ? 1 : -1
  }
  if (one.name !== other.name) return one.name < other.name ? -1 : 1
  if (one.key === other.key) return 0
  return one.key < other.key ? -1 : 1
}

type Records = ReadonlyMap<string, ContainerSummary>
type Test = ((container: ContainerSummary) => boolean) | null

/** The whole list anew. */
export function orderAll(byKey: Records, ordering: Ordering, test: Test): string[] {
  const shown: Sortable[] = []
  for (const container of byKey.values()) {
    if (!test || test(container)) shown.push(toSortable(container, ordering))
  }
  return shown.toSorted((one, other) => compare(one, other, ordering.sort)).map(({ key }) => key)
}

/** The list after some containers changed; the same array when that changes nothing about it. */
export function orderAfter(
  order: readonly string[],
  changed: readonly string[],
  byKey: Records,
  ordering: Ordering,
  test: Test,
): readonly string[] {
  if (changed.length > Math.max(8, byKey.size * fewChanges)) return orderAll(byKey, ordering, test)
  const moving = new Set(changed)
  const next = order.filter((key) => !moving.has(key))
  for (const key of moving) {
    const container = byKey.get(key)
    if (!container || (test && !test(container))) continue
    next.splice(placeOf(toSortable(container, ordering), next, byKey, ordering), 0, key)
  }
  const isUnchanged = next.length === order.length && next.every((key, index) => key === order[index])
  return isUnchanged ? order : next
}

/** Binary search for where a container belongs. */
function placeOf(moved: Sortable, order: readonly string[], byKey: Records, ordering: Ordering): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = byKey.get(order[middle] ?? '')
    if (other && compare(toSortable(other, ordering), moved, ordering.sort) < 0) low = middle + 1
    else high = middle
  }
  return low
}
