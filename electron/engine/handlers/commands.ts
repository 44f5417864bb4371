// The calls about commands: which ran, and which an action would run.
import type { Handlers } from '../contract/service.ts'
import { plainShell } from '../../../src-shared/plain-shell.ts'
import { previewOf } from '../terminals/preview.ts'
import type { Parts } from './parts.ts'
import { oursOf } from './target.ts'

type CommandCalls = 'commands.recent' | 'commands.preview'

export function commandHandlers({ roots, commands }: Parts): Pick<Handlers, CommandCalls> {
  return {
    'commands.recent': () => commands.recent(),
    'commands.preview': async ({ key, action, signal }) => {
      // Whoever types it in a shell would do the same harm.
      const { runtime, container } = oursOf(roots, key)
      if (action !== 'terminal') return runtime.preview(container.id, action, signal)
      const { argv } = await previewOf(runtime, container, plainShell)
      return argv.length === 0 ? [] : [argv]
    },
  }
}
