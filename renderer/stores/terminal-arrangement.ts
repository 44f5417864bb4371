// How the tabs of the dock stand to each other: their order, which are shown side by side, and how they share the width.
// Tabs side by side are always neighbours. Pure.
import type { TerminalTab } from './terminal-tabs.ts'

type Tabs = readonly TerminalTab[]

/** A pane is never so narrow against its neighbour that its separator is out of reach. */
const leastShare = 0.1

/** The tabs that are in the dock, not in windows of their own. */
export function dockTabs(tabs: Tabs): TerminalTab[] {
  return tabs.filter((tab) => !tab.isElsewhere)
}

/** The tabs that are shown together with one: itself alone, or its split from left to right. */
export function splitOf(tabs: Tabs, key: string | null): TerminalTab[] {
  const docked = dockTabs(tabs)
  const index = docked.findIndex((tab) => tab.key === key)
  if (index === -1) return []
  let first = index
  while (first > 0 && docked[first]?.isBeside) first -= 1
  let end = index + 1
  while (docked[end]?.isBeside) end += 1
  return docked.slice(first, end)
}

/** A tab leaves its split, to the left of which it stood: the one after it takes the head of what remains. */
function detached(tabs: Tabs, key: string): TerminalTab[] {
  const split = splitOf(tabs, key)
  const heir = split[0]?.key === key ? split[1]?.key : undefined
  return tabs.map((tab) => {
    if (tab.key === key) return { ...tab, isBeside: false, weight: 1 }
    return tab.key === heir ? { ...tab, isBeside: false } : tab
  })
}

/** Takes a tab away. */
export function without(tabs: Tabs, key: string): TerminalTab[] {
  return detached(tabs, key).filter((tab) => tab.key !== key)
}

/** Puts a tab right before another one of the dock, or at the end; between two of a split it joins them. */
function placed(tabs: Tabs, tab: TerminalTab, before: TerminalTab | undefined): TerminalTab[] {
  const index = before === undefined ? tabs.length : tabs.findIndex(({ key }) => key === before.key)
  return tabs.toSpliced(index, 0, { ...tab, isBeside: before?.isBeside ?? false, weight: 1 })
}

/** The panes of a split in another order; it stays one. */
function reordered(tabs: Tabs, split: Tabs, from: number, to: number): TerminalTab[] {
  const order = split.toSpliced(from, 1).toSpliced(to, 0, ...split.slice(from, from + 1))
  const places = new Map(split.map(({ key }, index) => [key, order[index]]))
  const head = order[0]?.key
  return tabs.map((tab) => {
    const now = places.get(tab.key)
    return now ? { ...now, isBeside: now.key !== head } : tab
  })
}

/** Moves a tab to a place in the dock, counted from 0. Within its split it stays in that. */
export function moved(tabs: Tabs, key: string, place: number): TerminalTab[] {
  const docked = dockTabs(tabs)
  const from = docked.findIndex((tab) => tab.key === key)
  const to = Math.min(Math.max(place, 0), docked.length - 1)
  const tab = docked[from]
  if (!tab || from === to) return [...tabs]
  const split = splitOf(tabs, key)
  const start = docked.findIndex((one) => one.key === split[0]?.key)
  if (to >= start && to < start + split.length) return reordered(tabs, split, from - start, to - start)
  const others = without(tabs, key)
  return placed(others, tab, dockTabs(others)[to])
}

/** Shows a tab beside the one to its left. */
export function joined(tabs: Tabs, key: string): TerminalTab[] {
  if (dockTabs(tabs)[0]?.key === key) return [...tabs]
  return tabs.map((tab) => (tab.key === key ? { ...tab, isBeside: true, weight: 1 } : tab))
}

/** Shows a tab of a split alone; it stands behind the others then. */
export function alone(tabs: Tabs, key: string): TerminalTab[] {
  const split = splitOf(tabs, key)
  const tab = split.find((one) => one.key === key)
  if (!tab || split.length < 2) return [...tabs]
  const docked = dockTabs(tabs)
  const last = split.at(-1)
  const after = docked[docked.findIndex((one) => one.key === last?.key) + 1]
  return placed(without(tabs, key), tab, after)
}

/** Inserts a new tab: beside the one named, right of it, or at the end. */
export function inserted(tabs: Tabs, tab: TerminalTab, besideKey: string | null): TerminalTab[] {
  const index = tabs.findIndex(({ key }) => key === besideKey)
  if (index === -1) return [...tabs, tab]
  return tabs.toSpliced(index + 1, 0, { ...tab, isBeside: true, weight: tabs[index]?.weight ?? 1 })
}

/** Moves the border between a pane and the one to its left by a share of both (0.05 is to the right). */
export function resized(tabs: Tabs, key: string, by: number): TerminalTab[] {
  const split = splitOf(tabs, key)
  const index = split.findIndex((tab) => tab.key === key)
  const [left, right] = [split[index - 1], split[index]]
  if (!left || !right) return [...tabs]
  const both = left.weight + right.weight
  const share = Math.min(Math.max(left.weight / both + by, leastShare), 1 - leastShare)
  return withWeights(tabs, { [left.key]: both * share, [right.key]: both * (1 - share) })
}

/** All panes of a split as wide as each other. */
export function evened(tabs: Tabs, key: string): TerminalTab[] {
  return withWeights(tabs, Object.fromEntries(splitOf(tabs, key).map((tab) => [tab.key, 1])))
}

function withWeights(tabs: Tabs, weights: Readonly<Record<string, number>>): TerminalTab[] {
  return tabs.map((tab) => {
    const weight = weights[tab.key]
    return weight === undefined ? tab : { ...tab, weight }
  })
}

/** Sessions that live in windows of their own leave the dock, or come back to it where they were. */
export function withElsewhere(tabs: Tabs, sessionIds: ReadonlySet<string>): TerminalTab[] {
  let changed: TerminalTab[] = [...tabs]
  for (const { key, session, isElsewhere } of tabs) {
    const isGone = session !== null && sessionIds.has(session.id)
    if (isGone === isElsewhere) continue
    if (isGone) changed = detached(changed, key)
    changed = changed.map((tab) => (tab.key === key ? { ...tab, isElsewhere: isGone, isNew: false } : tab))
  }
  return changed
}

/** After tabs vanished by themselves: what stood beside one that is gone stands beside nothing by accident. */
export function settled(before: Tabs, after: Tabs): TerminalTab[] {
  const gone = before.filter(({ key }) => !after.some((tab) => tab.key === key))
  if (gone.length === 0) return [...after]
  const rest = gone.reduce((tabs: Tabs, { key }) => without(tabs, key), before)
  const isBeside = new Map(rest.map((tab) => [tab.key, tab.isBeside]))
  return after.map((tab) => ({ ...tab, isBeside: isBeside.get(tab.key) ?? tab.isBeside }))
}
