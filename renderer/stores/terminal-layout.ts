// What of the dock has to survive a reload of the page and nothing longer.
import { keep, keptFields } from './kept.ts'
import type { TerminalTab } from './terminal-tabs.ts'

export interface DockLayout {
  isOpen: boolean
  isMaximised: boolean
  /** The id of the session that is shown. */
  active: string | null
  /** In the order of the tabs. */
  places: readonly Place[]
}

/** Where a session's tab stands. */
export interface Place {
  session: string
  isBeside: boolean
  weight: number
}

const key = 'terminal-dock'

export function keepLayout(layout: DockLayout): void {
  keep(key, layout)
}

/** What was kept; a field that makes no sense counts as not kept. */
export function keptLayout(): DockLayout {
  const { isOpen, isMaximised, active, places } = keptFields(key)
  return {
    isOpen: isOpen === true,
    isMaximised: isMaximised === true,
    active: typeof active === 'string' ? active : null,
    places: Array.isArray(places) ? places.filter(isPlace) : [],
  }
}

function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) return false
  const { session, isBeside, weight } = value as Record<string, unknown>
  return (
    typeof session === 'string' && typeof isBeside === 'boolean' && typeof weight === 'number' && weight > 0
  )
}

export function placesOf(tabs: readonly TerminalTab[]): Place[] {
  return tabs.flatMap(({ session, isBeside, weight }) =>
    session === null ? [] : [{ session: session.id, isBeside, weight }],
  )
}

/** Puts restored tabs where they were; others follow. */
export function inPlaces(tabs: readonly TerminalTab[], places: readonly Place[]): TerminalTab[] {
  const indexOf = (tab: TerminalTab): number => {
    const index = places.findIndex(({ session }) => session === tab.session?.id)
    return index === -1 ? places.length : index
  }
  return tabs
    .toSorted((one, other) => indexOf(one) - indexOf(other))
    .map((tab, index) => {
      const { isBeside, weight } = places[indexOf(tab)] ?? tab
      return Object.assign(tab, { isBeside: isBeside && index > 0, weight })
    })
}
