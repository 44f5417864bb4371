// A session that survives the app: the program runs under a conmon of its own, which keeps its output and its exit code;
// any later engine finds it again.
import { setTimeout as delay } from 'node:timers/promises'
import { keyOf } from '../../../src-shared/container-key.ts'
import type { ProcessRequest } from '../../../src-shared/terminal-model.ts'
import type { Container, DetachedProcess, ProcessExit } from '../../runtime/index.ts'
import { isTelling, toErrorInfo, type Log } from '../contract/failure.ts'
import { containersEndOnceTold } from './end-reason.ts'
import { createLoggedSession } from './logged-session.ts'
import { createTelling, type Session, type TerminalExit } from './session.ts'

/** From HUP or TERM to KILL, as for sessions that do not survive. */
const graceMs = 1000

export interface PersistentParts {
  container: Container
  process: DetachedProcess
  request: ProcessRequest
  name: string | null
  onChanged: () => void
  log: Log
}

export function createPersistentSession(parts: PersistentParts): Session {
  const { container, process, request, name, onChanged, log } = parts
  const { startedAt, terminal } = process
  const telling = createTelling(
    {
      id: process.id,
      kind: 'persistent',
      tty: terminal,
      containerKey: keyOf(container.state().root, container.id),
      containerId: container.id,
      args: [...process.spec.args],
      request,
      argv: argvOf(process),
      openedAt: new Date(startedAt).toISOString(),
    },
    name,
    onChanged,
  )

  async function describe(exit: ProcessExit): Promise<TerminalExit> {
    const finishedAt = process.finishedAt()
    return {
      code: exit.code,
      signal: exit.signal,
      finishedAt: new Date(finishedAt ?? Date.now()).toISOString(),
      durationMs: finishedAt === null ? null : Math.max(0, finishedAt - startedAt),
      error: exit.error === null ? null : toErrorInfo(exit.error, log),
      reason: exit.code === null || exit.signal !== null ? await containersEndOnceTold(container) : null,
    }
  }

  /** HUP (without a terminal TERM), a moment, KILL; then nothing is left of it. */
  async function end(): Promise<void> {
    for (const signal of [terminal ? 'HUP' : 'TERM', 'KILL']) {
      if (process.exit() !== null) break
      send(signal)
      await Promise.race([process.wait(), delay(graceMs, undefined, { ref: false })])
    }
    try {
      const pid = process.systemPid()
      if (pid !== null) container.removeProcess(pid)
    } catch (error) {
      if (!isTelling(error)) throw error
      log(`What “${process.spec.args[0] ?? ''}” has left cannot be removed.`, error)
    }
  }

  function send(signal: string): void {
    try {
      process.signal(signal)
    } catch (error) {
      if (!isTelling(error)) throw error // it has ended meanwhile, as was wanted
    }
  }

  return createLoggedSession({
    telling,
    attach: (options) => process.attach(options),
    wait: async (signal) => describe(await process.wait({ signal })),
    signal: (signal) => process.signal(signal),
    end,
    log,
  })
}

/** Empty where the programs that started it are not there any more. */
function argvOf(process: DetachedProcess): string[] {
  try {
    return [...process.argv]
  } catch (error) {
    if (isTelling(error)) return []
    throw error
  }
}
