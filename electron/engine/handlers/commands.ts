// The calls about commands: which ran, and which an action would run.
import type { Handlers } from '../contract/service.ts'
import { plainShell } from '../../../src-shared/plain-shell.ts'
import { previewOf } from '../terminals/preview.ts'
import { demandOurs } from './guard.ts'
import type { Parts } from './parts.ts'

type CommandCalls = 'commands.recent' | 'commands.preview'

export function commandHandlers({ roots, commands }: Parts): Pick<Handlers, CommandCalls> {
  return {
    'commands.recent': () => commands.recent(),
    'commands.preview': async ({ key, action, signal }) => {
      const { runtime, id } = roots.find(key)
      // Whoever types it in a shell would do the same harm.
      demandOurs(runtime.get(id).state())
      if (action !== 'terminal') return runtime.preview(id, action, signal)
      const { argv } = await previewOf(runtime, runtime.get(id), plainShell)
      return argv.length === 0 ? [] : [argv]
    },
  }
}
