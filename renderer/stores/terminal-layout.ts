// What of the dock has to survive a reload of the page and nothing longer.
import { keep, keptFields } from './kept.ts'

export interface DockLayout {
  isOpen: boolean
  isMaximised: boolean
  /** Session ids. */
  active: string | null
  order: readonly string[]
}

const key = 'terminal-dock'

export function keepLayout(layout: DockLayout): void {
  keep(key, layout)
}

/** What was kept; a field that makes no sense counts as not kept. */
export function keptLayout(): DockLayout {
  const { isOpen, isMaximised, active, order } = keptFields(key)
  return {
    isOpen: isOpen === true,
    isMaximised: isMaximised === true,
    active: typeof active === 'string' ? active : null,
    order: Array.isArray(order) ? order.filter((id) => typeof id === 'string') : [],
  }
}
