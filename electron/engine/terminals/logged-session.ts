// A program that runs without us, under conmon: a container's own, or one that was started to survive the app. Its log is
// its history; the session only shows it, and tells its end.
import type { Attachment, AttachOptions } from '../../runtime/index.ts'
import type { Log } from '../contract/failure.ts'
import { createLogViewer } from './log-viewer.ts'
import type { Session, Telling, TerminalExit } from './session.ts'

export interface LoggedSessionParts {
  telling: Telling
  attach: (options: AttachOptions) => Attachment
  /** How it ended, once it has. Rejects when it is aborted. */
  wait: (signal: AbortSignal) => Promise<TerminalExit>
  signal: (signal: string) => void
  /** Ends the program and clears it away, where closing does that. */
  end: () => Promise<void>
  log: Log
}

export function createLoggedSession(parts: LoggedSessionParts): Session {
  const { telling, log } = parts
  const leaving = new AbortController()
  const viewers = new Set<() => void>()
  const ended = parts.wait(leaving.signal).then(
    (exit) => telling.ended(exit),
    (error: unknown) => {
      if (!leaving.signal.aborted) log('The end of a program cannot be waited for.', error)
    },
  )

  function leave(): void {
    leaving.abort()
    for (const detach of viewers) detach()
    viewers.clear()
  }

  return {
    id: telling.summary().id,
    summary: telling.summary,
    attach(channel, after) {
      // A log is read from where it begins for everybody.
      if (after !== null) channel.send(new Uint8Array(0), { isReplay: true, isFresh: true })
      const endpoint = createLogViewer({ telling, attach: parts.attach, ended, log }, channel)
      const detach = (): void => endpoint.detached()
      viewers.add(detach)
      return {
        ...endpoint,
        detached() {
          viewers.delete(detach)
          detach()
        },
      }
    },
    rename: telling.rename,
    notice: telling.notice,
    signal: parts.signal,
    async close() {
      await parts.end()
      leave()
    },
    dispose() {
      leave()
      return Promise.resolve()
    },
  }
}
