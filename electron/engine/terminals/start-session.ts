// Starts what a request asks for and makes a session of it: on a pty, on pipes, or under a monitor of its own.
import type { ProcessRequest, TerminalKind } from '../../../src-shared/terminal-model.ts'
import type { TerminalSize } from '../../../src-shared/terminal-size.ts'
import { keyOf } from '../../../src-shared/container-key.ts'
import type { Container, Process, Runtime } from '../../runtime/index.ts'
import { Refusal, toErrorInfo, type Log } from '../contract/failure.ts'
import { containersEndOnceTold } from './end-reason.ts'
import { feedFile, openInputFile } from './file-input.ts'
import { createPersistentSession } from './persistent-session.ts'
import { toProcessSpec } from './process-request.ts'
import { createProcessSession } from './process-session.ts'
import { createTelling, type Session, type SessionIdentity, type Telling } from './session.ts'

export interface Opening {
  request: ProcessRequest
  size: TerminalSize
  signal: AbortSignal
}

export interface StartParts extends Opening {
  id: string
  name: string | null
  runtime: Runtime
  container: Container
  onChanged: () => void
  log: Log
}

/** Rejects with what the request cannot have, and with runc's own refusal of a persistent one. */
export async function startSession(parts: StartParts): Promise<Session> {
  const { request, runtime, container, size, signal, id } = parts
  const spec = await toProcessSpec(container, container.state(), request)
  const terminal = request.tty ? size : null
  if (request.persistent) {
    if (request.input.from === 'file' && !request.tty) throw noFileForPersistent
    const stdin = request.input.from === 'viewer'
    const process = await runtime.startProcess(container, spec, {
      detached: true,
      terminal,
      signal,
      id,
      stdin,
    })
    return createPersistentSession({ ...parts, process })
  }
  const { input } = request
  const file = !request.tty && input.from === 'file' ? await openInputFile(input.path) : null
  let process: Process
  try {
    process = await runtime.startProcess(container, spec, { terminal, signal })
  } catch (error) {
    await file?.close()
    throw error
  }
  const telling = tellingOf(parts, process)
  const reason = (exit: { signal: string | null }): Promise<string | null> | null =>
    exit.signal === null ? null : containersEndOnceTold(container)
  const session = createProcessSession({ telling, process, size: terminal, reason, log: parts.log })
  if (file) {
    feedFile(process, file).catch((error: unknown) =>
      telling.inputRefused(toErrorInfo(error, parts.log).message),
    )
  } else if (!request.tty && input.from === 'none') process.closeStdin()
  return session
}

function tellingOf({ id, name, request, container, onChanged }: StartParts, process: Process): Telling {
  const identity = identityOf(request.tty ? 'exec' : 'pipes', { id, request, container })
  const argv = [...process.argv]
  return createTelling({ ...identity, args: process.spec.args, argv }, name, onChanged)
}

/** What of a session follows from what was asked for, before anything runs. */
export function identityOf(
  kind: TerminalKind,
  {
    id,
    request,
    container,
  }: { id: string; request: ProcessRequest; container: Pick<Container, 'id' | 'state'> },
): Omit<SessionIdentity, 'args' | 'argv'> {
  const containerKey = keyOf(container.state().root, container.id)
  const { tty } = request
  const openedAt = new Date().toISOString()
  return { id, kind, tty, containerKey, containerId: container.id, request, openedAt }
}

const noFileForPersistent = new Refusal(
  'BadArgument',
  'A program that survives the app cannot be fed from a file of this machine; let it read one of its own.',
  { detail: { path: 'request.input' } },
)
