// One viewer of a program under conmon, whose output is read from its log: since the beginning or, of a huge log, its
// end, then live. Reads as fast as the viewer consumes; neither program nor monitor ever waits for it.
import { credit } from '../../../src-shared/credit.ts'
import type { Attachment, AttachOptions, LogRecord } from '../../runtime/index.ts'
import { isTelling, toErrorInfo, type Log } from '../contract/failure.ts'
import type { ByteChannel, StreamEndpoint } from '../contract/service.ts'
import { createLeadingEdge } from '../leading-edge.ts'
import type { Telling } from './session.ts'
import { chunkOf } from './viewer.ts'

/** How much of a log is shown: more than a terminal's scroll-back holds; the page of logs has all of it. */
export const shownLogBytes = 4 * 1024 * 1024
/** Input that the program has not taken; see process-session.ts. */
const mostWaitingBytes = 32 * 1024 * 1024

const nanosecondsPerMs = 1_000_000n

export interface LogViewerParts {
  telling: Telling
  attach: (options: AttachOptions) => Attachment
  /** Resolves when the session has been told its end. */
  ended: Promise<void>
  log: Log
}

export function createLogViewer(
  { telling, attach, ended, log }: LogViewerParts,
  channel: ByteChannel<'terminal'>,
): StreamEndpoint<'terminal'> {
  const attachedAt = BigInt(Date.now()) * nanosecondsPerMs
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  let output: LogRecord['stream'] = 'stdout'
  let isReplay = true
  let omittedBytes = 0
  let waitingBytes = 0
  let isOver = false
  let goOn: (() => void) | null = null
  const batch = createLeadingEdge(credit.batchMs, flush)

  function flush(): void {
    if (pendingBytes === 0 || isOver) return
    const bytes =
      pending.length === 1 && pending[0] ? new Uint8Array(pending[0]) : joined(pending, pendingBytes)
    pending = []
    pendingBytes = 0
    const chunk = chunkOf(output, isReplay)
    channel.send(bytes, omittedBytes > 0 ? { ...chunk, omittedBytes } : chunk)
    omittedBytes = 0
  }

  function take(record: LogRecord): void | Promise<void> {
    const wasSaid = record.time < attachedAt
    if (record.stream !== output || wasSaid !== isReplay) flush()
    output = record.stream
    isReplay = wasSaid
    pending.push(record.bytes)
    pendingBytes += record.bytes.byteLength
    if (pendingBytes >= credit.batchBytes) flush()
    else batch.request()
    if (channel.outstanding < credit.highWaterBytes) return undefined
    return new Promise((resolve) => {
      goOn = resolve
    })
  }

  const attachment = attach({
    onData: take,
    history: { bytes: shownLogBytes },
    onOmitted: (bytes) => (omittedBytes = bytes),
  })

  function release(): void {
    goOn?.()
    goOn = null
  }
  async function finish(): Promise<void> {
    if ((await attachment.ended) === 'detached') return
    await ended
    flush()
    batch.dispose()
    if (!isOver) channel.end(telling.summary())
    isOver = true
  }
  finish().catch((error: unknown) => {
    if (!isOver) channel.fail(toErrorInfo(error, log))
    isOver = true
  })

  function type(bytes: Uint8Array): void {
    if (waitingBytes + bytes.byteLength > mostWaitingBytes) {
      telling.inputRefused('The program does not read what was typed or pasted; no more is taken.')
      return
    }
    waitingBytes += bytes.byteLength
    attachment.write(bytes).then(
      () => (waitingBytes -= bytes.byteLength),
      (error: unknown) => {
        waitingBytes -= bytes.byteLength
        refuse(error)
      },
    )
  }
  function refuse(error: unknown): void {
    // Of one that has ended: its end says it.
    if (isTelling(error) && error.toInfo().code === 'Stopped') return
    telling.inputRefused(toErrorInfo(error, log).message)
  }
  async function resize(columns: number, rows: number, isFirst: boolean): Promise<void> {
    // A full-screen program whose beginning is not shown draws itself anew when its size changes, and only then.
    if (isFirst && omittedBytes > 0) await attachment.resize(columns, rows > 1 ? rows - 1 : rows + 1)
    await attachment.resize(columns, rows)
  }

  let isFirstSize = true
  return {
    input(data) {
      if (telling.exit !== null) return undefined
      switch (data.type) {
        case 'input':
          return type(data.bytes)
        case 'eof':
          attachment.closeStdin().catch(refuse)
          return undefined
        case 'resize':
          if (!telling.summary().tty) return undefined
          resize(data.columns, data.rows, isFirstSize).catch(refuse)
          isFirstSize = false
          return undefined
      }
    },
    drained() {
      if (channel.outstanding < credit.lowWaterBytes) release()
    },
    detached() {
      isOver = true
      batch.dispose()
      attachment.detach()
      release()
    },
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.byteLength
  }
  return all
}
