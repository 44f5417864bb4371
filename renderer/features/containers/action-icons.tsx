// One icon per action, the same everywhere.
import { Camera, OctagonX, Pause, Play, Square, SquareTerminal, StepForward, Trash2 } from 'lucide-react'
import type { ReactElement } from 'react'
import type { Action } from '../../../src-shared/actions.ts'

const icons = {
  start: Play,
  stop: Square,
  kill: OctagonX,
  pause: Pause,
  resume: StepForward,
  checkpoint: Camera,
  delete: Trash2,
  terminal: SquareTerminal,
} as const

/** The signs of a player are solid; hollow, “stop” looks like a box to tick. */
const filled: ReadonlySet<Action> = new Set(['start', 'stop', 'pause', 'resume'])

export function actionIcon(action: Action, size = 15): ReactElement {
  const Icon = icons[action]
  // Solid shapes weigh more than drawn ones of the same size.
  if (filled.has(action)) return <Icon size={size - 3} fill="currentColor" aria-hidden />
  return <Icon size={size} aria-hidden />
}
