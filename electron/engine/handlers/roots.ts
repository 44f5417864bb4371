// The calls that add a runc root of the user's, and take it away.
import type { Handlers } from '../contract/service.ts'
import type { Parts } from './parts.ts'

type RootCalls = 'roots.add' | 'roots.remove'

export function rootHandlers({ roots }: Parts): Pick<Handlers, RootCalls> {
  return {
    'roots.add': ({ path }) => {
      roots.add(path)
      return {}
    },
    'roots.remove': ({ path }) => {
      roots.remove(path)
      return {}
    },
  }
}
