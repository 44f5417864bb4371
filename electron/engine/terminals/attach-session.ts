// A container's own first program as a session: its log from the beginning, its input and its size. It is not ours: it
// runs whether anybody looks or not, and closing the session ends nothing.
import { randomUUID } from 'node:crypto'
import { keyOf } from '../../../src-shared/container-key.ts'
import type { Container } from '../../runtime/index.ts'
import { isTelling, Refusal, type Log } from '../contract/failure.ts'
import { createLoggedSession } from './logged-session.ts'
import { createTelling, type Session, type TerminalExit } from './session.ts'
import { attachProblem } from './terminal-options.ts'

export interface AttachParts {
  container: Container
  /** What it runs, for the label; empty when that is not known. */
  args: readonly string[]
  onChanged: () => void
  log: Log
}

/** Throws NotSupported for a container of somebody else's. */
export function createAttachSession({ container, args, onChanged, log }: AttachParts): Session {
  const state = container.state()
  const problem = attachProblem(state)
  if (problem !== null) throw new Refusal('NotSupported', problem)
  const telling = createTelling(
    {
      id: randomUUID(),
      kind: 'attach',
      tty: state.terminal,
      containerKey: keyOf(state.root, container.id),
      containerId: container.id,
      args: [...args],
      request: null,
      argv: [],
      openedAt: state.startedAt ?? state.created ?? new Date().toISOString(),
    },
    null,
    onChanged,
  )

  async function wait(signal: AbortSignal): Promise<TerminalExit> {
    try {
      const { code, signal: name, finishedAt, oomKilled, checkpoint } = await container.wait({ signal })
      const startedAt = state.startedAt
      const durationMs = finishedAt && startedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : null
      const reason =
        checkpoint === undefined
          ? oomKilled
            ? 'The container ran out of memory.'
            : null
          : `The container was checkpointed as “${checkpoint}”, which ended it.`
      const ended = { code, signal: name, finishedAt: finishedAt ?? new Date().toISOString() }
      return { ...ended, durationMs, error: null, reason }
    } catch (error) {
      if (signal.aborted || !isTelling(error)) throw error
      const finishedAt = new Date().toISOString()
      const reason = 'The container is gone.'
      return { code: null, signal: null, finishedAt, durationMs: null, error: null, reason }
    }
  }

  return createLoggedSession({
    telling,
    attach: (options) => container.attach(options),
    wait,
    signal: () => {
      const message = 'This is the container’s own program; signal the container instead.'
      throw new Refusal('InvalidArgument', message)
    },
    end: () => Promise.resolve(),
    log,
  })
}
