// The calls about commands: which ran, and which an action would run.
import type { Handlers } from '../contract/service.ts'
import { shellCommand, typedCommand } from '../terminals/shell-command.ts'
import type { Parts } from './parts.ts'

type CommandCalls = 'commands.recent' | 'commands.preview'

export function commandHandlers({ runtime, commands }: Parts): Pick<Handlers, CommandCalls> {
  return {
    'commands.recent': () => commands.recent(),
    'commands.preview': ({ id, action, signal }) => {
      if (action !== 'terminal') return runtime.preview(id, action, signal)
      const state = runtime.get(id).state()
      return [typedCommand(runtime.info.runc?.path ?? 'runc', state, shellCommand(state, null))]
    },
  }
}
