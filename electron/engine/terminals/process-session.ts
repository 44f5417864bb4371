// One program on a pty or on pipes of ours: keeps what it said, tells it to whoever watches, and pauses it while all of
// them are far behind. Without viewers it is never paused. Stays after the program's end, until somebody closes it.
import { credit } from '../../../src-shared/credit.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { TerminalSize } from '../../../src-shared/terminal-size.ts'
import type { Process, ProcessExit } from '../../runtime/index.ts'
import { toErrorInfo, type Log } from '../contract/failure.ts'
import { createLeadingEdge } from '../leading-edge.ts'
import { createHistory } from './history.ts'
import type { Telling, Session } from './session.ts'
import { createViewer, type Viewer } from './viewer.ts'

/** Typed or pasted and not taken by the program yet; beyond it input is refused, or it would fill our memory. */
const mostWaitingBytes = 32 * 1024 * 1024

const tooMuchInput: ErrorInfo = {
  code: 'InvalidArgument',
  message: `The program has not read the last ${mostWaitingBytes / 1024 / 1024} MiB of its input, so that no more is taken.`,
}

export interface ProcessSessionParts {
  telling: Telling
  process: Process
  size: TerminalSize | null
  /** Why it ended, where something else ended it; asked once it has. */
  reason: (exit: ProcessExit) => string | null | Promise<string | null>
  log: Log
}

export function createProcessSession({ telling, process, size, reason, log }: ProcessSessionParts): Session {
  const startedAt = Date.now()
  let isPaused = false
  let isClosing = false
  let gathered = 0
  let isFlood = false
  let waitingBytes = 0
  const history = createHistory(size)
  const viewers = new Set<Viewer>()
  // The first bytes after a quiet moment (the echo of a key) go at once, a flood in large pieces.
  const batch = createLeadingEdge(() => (isFlood ? credit.floodMs : credit.batchMs), pumpAll)

  function pump(viewer: Viewer): void {
    viewer.pump(telling.exit === null ? null : telling.summary())
    if (viewer.isOver) viewers.delete(viewer)
  }

  function pumpAll(): void {
    isFlood = gathered > credit.floodBytes
    gathered = 0
    for (const viewer of viewers) pump(viewer)
    adjustFlow()
  }

  /** The quickest viewer sets the pace; the others are shown anew what they could not follow. */
  function adjustFlow(): void {
    const isLive = telling.exit === null && !isClosing
    const shouldPause = isLive && viewers.size > 0 && [...viewers].every((viewer) => viewer.isBehind)
    if (shouldPause === isPaused) return
    isPaused = shouldPause
    if (shouldPause) process.pause()
    else process.resume()
  }

  process.onData((bytes, output) => {
    history.append(bytes, output)
    gathered += bytes.byteLength
    batch.request()
    if (gathered >= credit.batchBytes) batch.flush()
  })
  process.onExit((exit) => {
    batch.dispose()
    const ended = {
      code: exit.code,
      signal: exit.signal,
      finishedAt: new Date().toISOString(),
      durationMs: Date.now() - startedAt,
      error: exit.error === null ? null : toErrorInfo(exit.error, log),
    }
    const finish = (sentence: string | null): void => {
      telling.ended({ ...ended, reason: sentence })
      pumpAll()
    }
    const told = reason(exit)
    if (!(told instanceof Promise)) return finish(told)
    told.then(finish, (error: unknown) => {
      log('Why a program ended cannot be found out.', error)
      finish(null)
    })
  })

  async function end(): Promise<void> {
    // A paused pty would keep its last words, and with them the news of its end.
    isClosing = true
    adjustFlow()
    await process.close()
  }

  return {
    id: telling.summary().id,
    summary: telling.summary,
    attach(channel, after) {
      const viewer = createViewer(history, channel, after)
      viewers.add(viewer)
      pump(viewer)
      adjustFlow()
      return {
        input(data) {
          if (telling.exit !== null) return
          switch (data.type) {
            case 'input': {
              const { byteLength } = data.bytes
              if (waitingBytes + byteLength > mostWaitingBytes) {
                viewers.delete(viewer)
                channel.fail(tooMuchInput)
                return adjustFlow()
              }
              waitingBytes += byteLength
              return process.write(data.bytes, () => (waitingBytes -= byteLength))
            }
            case 'eof':
              return process.closeStdin()
            case 'resize':
              // What was drawn for the old size must not arrive after the new one holds.
              batch.flush()
              history.resized(data.columns, data.rows)
              return process.resize(data.columns, data.rows)
          }
        },
        drained() {
          pump(viewer)
          adjustFlow()
        },
        detached() {
          viewers.delete(viewer)
          adjustFlow()
        },
      }
    },
    rename: telling.rename,
    notice: telling.notice,
    signal: (signal) => process.signal(signal),
    async close() {
      await end()
      history.dispose()
    },
    dispose: end,
  }
}
