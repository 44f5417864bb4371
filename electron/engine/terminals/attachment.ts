// One viewer of a terminal: where in the history it stands, and whether it has fallen too far behind. It takes from the
// history only what it has credit for, so a slow one costs no memory of its own.
import { credit } from '../../../src-shared/credit.ts'
import type { TerminalSummary } from '../../../src-shared/model.ts'
import type { ByteChannel } from '../contract/service.ts'
import type { History } from './history.ts'

export interface Attachment {
  /** Sends what there is and what credit allows; with `ended`, also the end once all has been sent. */
  pump(ended: TerminalSummary | null): void
  /** True from above the high-water mark until below the low one: the source should pause. */
  readonly isBehind: boolean
  readonly isOver: boolean
}

export function createAttachment(history: History, channel: ByteChannel<'terminal'>): Attachment {
  let position = history.replayStart()
  let isBehind = false
  let isOver = false

  function measure(): void {
    const unconsumed = history.end - position + channel.outstanding
    if (unconsumed > credit.highWaterBytes) isBehind = true
    else if (unconsumed < credit.lowWaterBytes) isBehind = false
  }

  return {
    pump(ended) {
      if (isOver) return
      while (position < history.end && channel.outstanding < credit.highWaterBytes) {
        const room = Math.min(credit.batchBytes, credit.highWaterBytes - channel.outstanding)
        const { bytes, next } = history.read(position, room)
        position = next
        channel.send(bytes)
      }
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
