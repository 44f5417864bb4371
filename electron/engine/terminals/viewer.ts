// One viewer of a session's history: where it stands in it, and whether it has fallen behind. It takes only what it has
// credit for, so a slow one costs no memory of its own; one that is slower than the history forgets begins anew.
import { credit } from '../../../src-shared/credit.ts'
import type { Chunk } from '../../../src-shared/frames.ts'
import type { TerminalSummary } from '../../../src-shared/terminal-model.ts'
import type { TerminalSize } from '../../../src-shared/terminal-size.ts'
import type { ByteChannel } from '../contract/service.ts'
import type { History } from './history.ts'

export interface Viewer {
  /** Sends what there is and what credit allows; with `ended`, also the end once all has been sent. */
  pump(ended: TerminalSummary | null): void
  /** True from above the high-water mark until below the low one. */
  readonly isBehind: boolean
  readonly isOver: boolean
}

const nothing = new Uint8Array(0)

/** `after` is where it stood when it was here before; null for one that comes for the first time. */
export function createViewer(
  history: History,
  channel: ByteChannel<'terminal'>,
  after: number | null = null,
): Viewer {
  let position = 0
  /** What lies before it was said before this viewer came, or came back. */
  let liveFrom = 0
  let hasBegun = false
  let isBehind = false
  let isOver = false
  /** What the viewer was told that its replay is of; null while it has a size of its own. */
  let told: TerminalSize | null = null

  function begin(): void {
    const isKept = after !== null && after >= history.start && after <= history.end
    if (!hasBegun && isKept) {
      position = after
      liveFrom = history.end
      hasBegun = true
      return
    }
    // What it has is of no use to it any more.
    const isFresh = hasBegun || after !== null
    const { position: from, screen, size } = history.beginning()
    const first: Chunk = { isReplay: true }
    if (isFresh) first.isFresh = true
    if (from > 0) first.omittedBytes = from
    position = from
    liveFrom = history.end
    if (screen !== null || isFresh || from > 0) channel.send(screen ?? nothing, tellSize(first, size))
    hasBegun = true
  }

  /** Full-screen programs place what they draw: on a narrower screen it would be drawn over itself. */
  function tellSize(chunk: Chunk, size: TerminalSize | null): Chunk {
    if (size === null || (told?.columns === size.columns && told.rows === size.rows)) return chunk
    told = size
    return { ...chunk, size }
  }
  function endReplay(): void {
    if (told === null || position < liveFrom) return
    told = null
    channel.send(nothing, { isReplay: true, size: null })
  }

  function measure(): void {
    const unconsumed = history.end - position + channel.outstanding
    if (unconsumed > credit.highWaterBytes) isBehind = true
    else if (unconsumed < credit.lowWaterBytes) isBehind = false
  }

  return {
    pump(ended) {
      if (isOver) return
      const hasLost = position < history.start && channel.outstanding < credit.highWaterBytes
      if (!hasBegun || hasLost) begin()
      while (position < history.end && channel.outstanding < credit.highWaterBytes) {
        const isReplay = position < liveFrom
        if (!isReplay) endReplay()
        const room = Math.min(credit.batchBytes, credit.highWaterBytes - channel.outstanding)
        const { bytes, next, output, size } = history.read(
          position,
          isReplay ? Math.min(room, liveFrom - position) : room,
        )
        position = next
        const chunk = chunkOf(output, isReplay)
        channel.send(bytes, chunk && isReplay ? tellSize(chunk, size) : chunk)
      }
      endReplay()
      measure()
      if (ended === null || position < history.end) return
      isOver = true
      channel.end(ended)
    },
    get isBehind() {
      return isBehind
    },
    get isOver() {
      return isOver
    },
  }
}

/** Undefined for what is plain: live standard output, as nearly all of it is. */
export function chunkOf(output: 'stdout' | 'stderr', isReplay: boolean): Chunk | undefined {
  if (output === 'stdout' && !isReplay) return undefined
  return { ...(output === 'stderr' ? { output } : {}), ...(isReplay ? { isReplay } : {}) }
}
