// Connects one screen to the stream of one session: first attach, detaching while hidden and busy, re-attaching with
// replay, input and size. Knows neither xterm nor React; the screen is whatever takes bytes in order.
import type { StreamHandle } from '../../../src-shared/client.ts'
import type { StreamEnd } from '../../../src-shared/contract.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { Engine } from '../../engine/connection.ts'

export const attachmentLimits = {
  /**
   * What a hidden screen takes before it lets go of its stream. Little output is cheaper to draw than to replay; a
   * flood would take the processor from what is visible. Well below the 2 MiB that the engine replays.
   */
  hiddenBytes: 256 * 1024,
  /**
   * The contract does not say where a replay ends and live output begins. It arrives in one go, so the first moment
   * of quiet after it is the end; in a flood there is none, and nobody waits for an answer in a flood.
   */
  replayQuietMs: 150,
  /** Input goes in frames of at most this, so that a large paste does not travel as one message. */
  inputFrameBytes: 64 * 1024,
  /** What is typed before the session answers is kept up to here. */
  typedAheadBytes: 64 * 1024,
} as const

/** Full reset (RIS). Sent in the stream of bytes, so that what was written before it is parsed before it. */
const fullReset = new TextEncoder().encode('\u001bc')

/** The program is gone: no mouse reports, no bracketed paste, no blinking cursor. */
const farewell = new TextEncoder().encode(
  '\u001b[?9l\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?2004l\u001b[?25l',
)

export interface Screen {
  /** Draws in the order of calls; `done` when these bytes have been dealt with. */
  write(bytes: Uint8Array, done?: () => void): void
}

export interface AttachmentOptions {
  open: Engine['open']
  screen: Screen
  /** The program ended, or the stream could not be had. A lost connection is not reported: `reattach` follows it. */
  onEnd: (result: { ok: true; value: StreamEnd<'terminal'> } | { ok: false; error: ErrorInfo }) => void
}

export interface Attachment {
  /** Shows a session from now on; `isNew` when all it ever said is to be answered as live output. */
  start(sessionId: string, isNew: boolean): void
  /** After a reconnection, with the session still there. */
  reattach(): void
  /** The session went away without an end of its stream, or never came. */
  stop(): void
  setVisible(isVisible: boolean): void
  readonly input: (bytes: Uint8Array<ArrayBuffer>) => void
  resize(columns: number, rows: number): void
  /** Old output is being drawn: what it asks must not be answered. */
  readonly isReplaying: () => boolean
  dispose(): void
}

/** Makes an attachment that shows nothing yet. */
export function createAttachment({ open, screen, onEnd }: AttachmentOptions): Attachment {
  let sessionId: string | null = null
  let handle: StreamHandle<'terminal'> | null = null
  let isVisible = true
  let hasEnded = false
  let isScreenFresh = true
  let size: { columns: number; rows: number } | null = null
  let hiddenBytes = 0
  let typedAhead: Uint8Array<ArrayBuffer>[] = []
  let typedAheadBytes = 0
  /** Writes that the screen has not dealt with. */
  let drawing = 0
  let replaying = false
  let quiet: ReturnType<typeof setTimeout> | undefined

  function waitForQuiet(): void {
    clearTimeout(quiet)
    if (!replaying || drawing > 0) return
    quiet = setTimeout(() => {
      replaying = false
    }, attachmentLimits.replayQuietMs)
  }

  function draw(bytes: Uint8Array, consumed: () => void): void {
    drawing += 1
    clearTimeout(quiet)
    screen.write(bytes, () => {
      drawing -= 1
      consumed()
      waitForQuiet()
    })
  }

  function attach(isReplay: boolean): void {
    if (sessionId === null || hasEnded) return
    if (!isScreenFresh) screen.write(fullReset)
    isScreenFresh = false
    hiddenBytes = 0
    replaying = isReplay
    const opened: StreamHandle<'terminal'> = open(
      'terminal',
      { id: sessionId },
      {
        onData(bytes, consumed) {
          draw(bytes, consumed)
          if (isVisible) return
          hiddenBytes += bytes.byteLength
          if (hiddenBytes > attachmentLimits.hiddenBytes) detach()
        },
        onEnd(result) {
          if (handle !== opened) return
          handle = null
          if (!result.ok && result.error.code === 'EngineGone') return
          hasEnded = true
          screen.write(farewell)
          onEnd(result)
        },
      },
    )
    handle = opened
    // The size may have changed since the session was made, and another window may have set it: last one wins.
    if (size !== null) opened.send({ type: 'resize', ...size })
    for (const bytes of typedAhead) opened.send({ type: 'input', bytes })
    typedAhead = []
    typedAheadBytes = 0
    waitForQuiet()
  }

  function detach(): void {
    handle?.close()
    handle = null
  }

  return {
    start(id, isNew) {
      detach()
      sessionId = id
      hasEnded = false
      attach(!isNew)
    },
    reattach() {
      if (handle === null && isVisible) attach(true)
    },
    stop() {
      detach()
      if (hasEnded) return
      hasEnded = true
      isScreenFresh = false
      // Meant for the program that is gone, not for the next one.
      typedAhead = []
      typedAheadBytes = 0
      screen.write(farewell)
    },
    setVisible(visible) {
      isVisible = visible
      hiddenBytes = 0
      if (visible && handle === null) attach(true)
    },
    input(bytes) {
      if (hasEnded) return
      if (handle === null) {
        if (typedAheadBytes + bytes.byteLength > attachmentLimits.typedAheadBytes) return
        typedAhead.push(bytes)
        typedAheadBytes += bytes.byteLength
        return
      }
      for (let start = 0; start < bytes.byteLength; start += attachmentLimits.inputFrameBytes) {
        handle.send({ type: 'input', bytes: bytes.slice(start, start + attachmentLimits.inputFrameBytes) })
      }
    },
    resize(columns, rows) {
      if (size?.columns === columns && size.rows === rows) return
      size = { columns, rows }
      handle?.send({ type: 'resize', columns, rows })
    },
    isReplaying: () => replaying,
    dispose() {
      clearTimeout(quiet)
      detach()
      hasEnded = true
    },
  }
}
