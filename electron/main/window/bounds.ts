// Where the window opens: as it was left, but always where somebody can reach it. Pure.
import type { Settings } from '../../../src-shared/window-contract.ts'

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export type Bounds = NonNullable<Settings['windowBounds']>

/** The size at which everything is usable, and the one at which it is comfortable. */
export const smallest = { width: 900, height: 600 } as const
const comfortable = { width: 1280, height: 800 } as const

/** So much of the window's upper edge has to be on a screen for the pointer to take hold of it. */
const reachable = { width: 120, height: 32 } as const

/** Without a position the window is centred. */
export interface Opening {
  position: { x: number; y: number } | null
  size: { width: number; height: number }
  maximized: boolean
}

/** `workAreas` are those of the screens that there are now, the primary one first. */
export function openingBounds(saved: Bounds | null, workAreas: readonly Rectangle[]): Opening {
  const { x, y, width, height, maximized } = saved ?? { ...comfortable, maximized: false }
  const position = x === undefined || y === undefined ? null : { x, y }
  const home = position && workAreas.find((area) => isReachable({ ...position, width, height }, area))
  const screen = home ?? workAreas[0] ?? { width, height }
  return {
    position: home ? position : null,
    size: { width: Math.min(width, screen.width), height: Math.min(height, screen.height) },
    maximized,
  }
}

function isReachable({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const shown = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  return shown >= reachable.width && y >= area.y && y + reachable.height <= area.y + area.height
}
