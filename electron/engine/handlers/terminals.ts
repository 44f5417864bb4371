// The calls about terminals, and the stream to watch one.
import type { Handlers, StreamOpeners } from '../contract/service.ts'
import { shellCommand } from '../terminals/shell-command.ts'
import { demandAllowed } from './guard.ts'
import type { Parts } from './parts.ts'

type TerminalCalls = 'terminals.list' | 'terminals.open' | 'terminals.close'

export function terminalHandlers({ roots, terminals }: Parts): Pick<Handlers, TerminalCalls> {
  return {
    'terminals.list': () => terminals.list(),
    'terminals.open': async ({ containerKey, args, columns, rows }, { signal }) => {
      const { runtime, id } = roots.find(containerKey)
      const container = runtime.get(id)
      const state = demandAllowed('terminal', container)
      return terminals.open(runtime, container, shellCommand(state, args), { columns, rows }, signal)
    },
    'terminals.close': async ({ id }) => {
      await terminals.close(id)
      return {}
    },
  }
}

export function terminalStream({ terminals }: Parts): Pick<StreamOpeners, 'terminal'> {
  return { terminal: ({ id }, channel) => terminals.attach(id, channel) }
}
