// One program on a pty: keeps what it said, tells it to whoever watches, and pauses it while a watcher is far behind.
// Without watchers it is never paused. Stays after the program's end, until somebody closes it.
import { credit } from '../../../src-shared/credit.ts'
import type { TerminalSummary } from '../../../src-shared/model.ts'
import type { Process, ProcessExit } from '../../runtime/index.ts'
import { toErrorInfo, type Log } from '../contract/failure.ts'
import type { ByteChannel, StreamEndpoint } from '../contract/service.ts'
import { createLeadingEdge } from '../leading-edge.ts'
import { createAttachment, type Attachment } from './attachment.ts'
import { createHistory } from './history.ts'

export interface Session {
  summary(): TerminalSummary
  attach(channel: ByteChannel<'terminal'>): StreamEndpoint<'terminal'>
  /** Ends the program; resolves when it has ended and its watchers have been told. */
  close(): Promise<void>
}

export function createSession(
  identity: Pick<TerminalSummary, 'id' | 'containerId' | 'args'>,
  process: Process,
  onExit: () => void,
  log: Log,
): Session {
  const opened = { ...identity, argv: [...process.argv], openedAt: new Date().toISOString() }
  let exit: TerminalSummary['exit'] = null
  let isPaused = false
  let isClosing = false
  let gathered = 0
  const history = createHistory()
  const attachments = new Set<Attachment>()
  // The first bytes after a quiet moment (the echo of a key) go at once, a flood in large pieces.
  const batch = createLeadingEdge(credit.batchMs, pumpAll)

  function summary(): TerminalSummary {
    return { ...opened, exit }
  }

  function pump(attachment: Attachment): void {
    attachment.pump(exit === null ? null : summary())
    if (attachment.isOver) attachments.delete(attachment)
  }

  function pumpAll(): void {
    gathered = 0
    for (const attachment of attachments) pump(attachment)
    adjustFlow()
  }

  function adjustFlow(): void {
    const isLive = exit === null && !isClosing
    const shouldPause = isLive && [...attachments].some((attachment) => attachment.isBehind)
    if (shouldPause === isPaused) return
    isPaused = shouldPause
    if (shouldPause) process.pause()
    else process.resume()
  }

  process.onData((bytes) => {
    history.append(bytes)
    gathered += bytes.byteLength
    batch.request()
    if (gathered >= credit.batchBytes) batch.flush()
  })
  process.onExit((ended) => {
    exit = describeExit(ended, log)
    batch.dispose()
    pumpAll()
    onExit()
  })

  return {
    summary,
    attach(channel) {
      const attachment = createAttachment(history, channel)
      attachments.add(attachment)
      pump(attachment)
      adjustFlow()
      return {
        input(data) {
          if (exit !== null) return
          if (data.type === 'input') {
            process.write(data.bytes)
            return
          }
          // What was drawn for the old size must not arrive after the new one holds.
          batch.flush()
          process.resize(data.columns, data.rows)
        },
        drained() {
          pump(attachment)
          adjustFlow()
        },
        detached() {
          attachments.delete(attachment)
          adjustFlow()
        },
      }
    },
    async close() {
      // A paused pty would keep its last words, and with them the news of its end.
      isClosing = true
      adjustFlow()
      await process.close()
    },
  }
}

function describeExit({ code, signal, error }: ProcessExit, log: Log): NonNullable<TerminalSummary['exit']> {
  return {
    code,
    signal,
    finishedAt: new Date().toISOString(),
    error: error === null ? null : toErrorInfo(error, log),
  }
}
