// What a terminal runs: the program, and what it is told of the terminal it talks to.
import type { ContainerState, ProcessSpec } from '../../runtime/index.ts'
import { defaultShell } from './default-shell.ts'

/** Beside TERM, which the runtime sets for every terminal: the page's shows 16 million colours. */
const environment = ['COLORTERM=truecolor'] as const

/** Null args take the container's most comfortable shell. */
export function shellCommand(state: ContainerState, args: string[] | null): ProcessSpec {
  return { args: args ?? [defaultShell(state)], env: [...environment] }
}

/** What a user would type for it, as the runtime shows it when it runs. */
export function typedCommand(
  runc: string,
  { root, id }: ContainerState,
  { args, env = [] }: ProcessSpec,
): string[] {
  const flags = ['--tty', ...env.flatMap((variable) => ['--env', variable])]
  const separator = id.startsWith('-') ? ['--'] : []
  return [runc, '--root', root, 'exec', ...flags, ...separator, id, ...args]
}
