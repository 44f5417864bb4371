// The calls about terminals, and the stream to watch one.
import type { Handlers, StreamOpeners } from '../contract/service.ts'
import { shellCommand } from '../terminals/shell-command.ts'
import { demandAllowed } from './guard.ts'
import type { Parts } from './parts.ts'

type TerminalCalls = 'terminals.list' | 'terminals.open' | 'terminals.close'

export function terminalHandlers({ runtime, terminals }: Parts): Pick<Handlers, TerminalCalls> {
  return {
    'terminals.list': () => terminals.list(),
    'terminals.open': async ({ containerId, args, columns, rows }, { signal }) => {
      const container = runtime.get(containerId)
      const state = demandAllowed('terminal', container)
      return terminals.open(container, shellCommand(state, args), { columns, rows }, signal)
    },
    'terminals.close': async ({ id }) => {
      await terminals.close(id)
      return {}
    },
  }
}

export function streamOpeners({ terminals }: Parts): StreamOpeners {
  return { terminal: ({ id }, channel) => terminals.attach(id, channel) }
}
