// The key of each action, as it is shown beside it.
import type { Action } from '../../../src-shared/actions.ts'

export const actionKeys: Record<Action, string> = {
  start: 's',
  stop: 's',
  kill: 'x',
  pause: 'p',
  resume: 'p',
  checkpoint: 'C',
  delete: 'Del',
  terminal: 't',
}
