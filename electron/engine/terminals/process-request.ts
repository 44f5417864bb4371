// From what a user asks for to what runc runs: names become numbers, the default shell a path.
import type { ProcessRequest } from '../../../src-shared/terminal-model.ts'
import { readSpec, type OciProcess } from '../../../src-shared/oci-config.ts'
import type { Container, ContainerState, ProcessSpec, ProcessUser } from '../../runtime/index.ts'
import { isTelling } from '../contract/failure.ts'
import { noAccounts, readAccounts, resolveUser } from './accounts.ts'
import { lookInside } from '../inside/container-root.ts'
import { defaultShell } from './shells.ts'

/** Beside TERM, which the runtime sets for every terminal: the page's shows 16 million colours. */
const terminalEnvironment = ['COLORTERM=truecolor'] as const

const root = 0

/** Throws BadArgument for an account that is not there, and ExecFailed when there is no shell. */
export async function toProcessSpec(
  container: Container,
  state: ContainerState,
  request: ProcessRequest,
): Promise<ProcessSpec> {
  const namesAccounts = request.user !== null || request.group !== null || request.additionalGroups.length > 0
  const accounts = namesAccounts ? ((await lookInside(state, readAccounts)) ?? noAccounts) : noAccounts
  const own = await ownProcess(container)
  const resolved = resolveUser(accounts, request, ownUser(own))
  const args = request.args ?? [await defaultShell(state)]
  const env = [
    ...(request.tty ? terminalEnvironment : []),
    // Else a shell would look for its files in the home of another user.
    ...(resolved?.home === null || resolved === null ? [] : [`HOME=${resolved.home}`]),
    ...request.env,
  ]
  const uid = resolved?.user.uid ?? ownUser(own).uid
  return {
    args,
    ...(env.length > 0 ? { env } : {}),
    ...(request.cwd === null ? {} : { cwd: request.cwd }),
    ...(resolved === null ? {} : { user: resolved.user }),
    ...(request.capabilities === null ? {} : { capabilities: capabilitySets(request.capabilities, uid) }),
  }
}

/** Of whom who is not root, the kernel clears what is not ambient when the program begins. */
function capabilitySets(names: string[], uid: number): NonNullable<ProcessSpec['capabilities']> {
  const sets = { bounding: names, effective: names, permitted: names }
  return uid === root ? sets : { ...sets, inheritable: names, ambient: names }
}

/** What the container's own process is; null when its config cannot be read. */
export async function ownProcess(container: Container): Promise<OciProcess | null> {
  try {
    return readSpec(await container.spec())?.process ?? null
  } catch (error) {
    if (isTelling(error)) return null // runc itself needs the file no more either
    throw error
  }
}

function ownUser(own: OciProcess | null): ProcessUser {
  return own?.user ?? { uid: root, gid: root }
}
