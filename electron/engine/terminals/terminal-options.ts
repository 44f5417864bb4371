// What a container offers to whoever wants to run something in it: shells, users, what its own process has.
import type { TerminalOptions } from '../../../src-shared/terminal-model.ts'
import type { Container, ContainerState } from '../../runtime/index.ts'
import { readAccounts } from './accounts.ts'
import { lookInside } from '../inside/container-root.ts'
import { ownProcess } from './process-request.ts'
import { findShells } from './shells.ts'

const unseen =
  'The root file system of this container cannot be read from here, so its shells and users are not known.'

export async function readOptions(
  container: Container,
  state: ContainerState,
): Promise<Omit<TerminalOptions, 'recent'>> {
  const found = await lookInside(state, async (inside) => {
    const accounts = await readAccounts(inside)
    return { ...accounts, shells: await findShells(inside, accounts.users) }
  })
  const own = await ownProcess(container)
  return {
    shells: found?.shells ?? [],
    users: (found?.users ?? []).map(({ name, uid, gid, home }) => ({ name, uid, gid, home })),
    groups: (found?.groups ?? []).map(({ name, gid }) => ({ name, gid })),
    defaults: own && {
      user: `${own.user.uid}:${own.user.gid}`,
      cwd: own.cwd,
      env: own.env,
      capabilities: own.capabilities?.bounding ?? [],
      args: own.args,
    },
    problem: found === null ? unseen : null,
    attach: { tty: state.terminal, problem: attachProblem(state) },
  }
}

/** Why a container's own program cannot be watched; null when it can. */
export function attachProblem({ isSupervised }: Pick<ContainerState, 'isSupervised'>): string | null {
  if (isSupervised) return null
  return 'This container was made by another tool, which has its terminal and keeps its output; runc offers no way to it.'
}
