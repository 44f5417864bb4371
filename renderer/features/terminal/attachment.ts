// Connects one screen to the stream of one session: first attach, detaching while hidden and busy, going on from there,
// input and size. Knows neither xterm nor React; the screen is whatever takes bytes in order.
import type { StreamHandle } from '../../../src-shared/client.ts'
import type { StreamEnd } from '../../../src-shared/contract.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { Chunk } from '../../../src-shared/frames.ts'
import type { TerminalSize } from '../../../src-shared/terminal-size.ts'
import type { Engine } from '../../engine/connection.ts'

export const attachmentLimits = {
  /**
   * What a hidden screen takes before it lets go of its stream. Little output is cheaper to draw than to replay; a
   * flood would take the processor from what is visible. Well below the 2 MiB that the engine replays.
   */
  hiddenBytes: 256 * 1024,
  /** Input goes in frames of at most this, so that a large paste does not travel as one message … */
  inputFrameBytes: 64 * 1024,
  /** … but with room between them for what is drawn and typed meanwhile: ten megabytes take half a second. */
  betweenFramesMs: 2,
  /** What is typed before the session answers is kept up to here. */
  typedAheadBytes: 64 * 1024,
} as const

/** Full reset (RIS). Sent in the stream of bytes, so that what was written before it is parsed before it. */
const fullReset = new TextEncoder().encode('\u001bc')

const nothing = new Uint8Array(0)

/** Of a program without a terminal: what it wrote to its standard error is told apart. */
const errorColour = {
  begin: new TextEncoder().encode('\u001b[31m'),
  end: new TextEncoder().encode('\u001b[39m'),
} as const

/** The program is gone: no mouse reports, no bracketed paste, no blinking cursor. */
const farewell = new TextEncoder().encode(
  '\u001b[?9l\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?2004l\u001b[?25l',
)

/** ^C. */
const interrupt = 0x03

export interface Screen {
  /** Draws in the order of calls; `done` when these bytes have been dealt with. */
  write(bytes: Uint8Array, done?: () => void): void
}

export interface AttachmentOptions {
  open: Engine['open']
  screen: Screen
  /** What is drawn from here on was drawn on a screen of this size; null: from here on on its own. */
  onShape: (size: TerminalSize | null) => void
  /** The program ended, or the stream could not be had. A lost connection is not reported: `reattach` follows it. */
  onEnd: (result: { ok: true; value: StreamEnd<'terminal'> } | { ok: false; error: ErrorInfo }) => void
}

export interface Attachment {
  /** Shows a session from now on; `isNew` when nobody has answered what it asked so far. */
  start(sessionId: string, isNew: boolean): void
  /** Another session is on its way: what is typed from here on is for that one. */
  expect(): void
  /** After a reconnection, with the session still there. */
  reattach(): void
  /** The session went away without an end of its stream, or never came. */
  stop(): void
  setVisible(isVisible: boolean): void
  readonly input: (bytes: Uint8Array<ArrayBuffer>) => void
  /** Ends the standard input of a program without a terminal. */
  endInput(): void
  resize(columns: number, rows: number): void
  /** Old output is being drawn: what it asks must not be answered. */
  readonly isReplaying: () => boolean
  dispose(): void
}

/** Makes an attachment that shows nothing yet. */
export function createAttachment({ open, screen, onShape, onEnd }: AttachmentOptions): Attachment {
  let sessionId: string | null = null
  let handle: StreamHandle<'terminal'> | null = null
  let isVisible = true
  let hasEnded = false
  let isScreenFresh = true
  /** How much of the session's output the screen has; null for nothing that could be gone on from. */
  let position: number | null = null
  let size: TerminalSize | null = null
  let hiddenBytes = 0
  /** What is left of a large paste. */
  let waiting: Uint8Array<ArrayBuffer>[] = []
  let sending: ReturnType<typeof setTimeout> | undefined
  let typedAhead: Uint8Array<ArrayBuffer>[] = []
  let typedAheadBytes = 0
  let isUnanswered = false
  let replaying = false
  let isShaped = false

  /** What is told of old output holds from its first byte to its last, whenever the screen gets to them. */
  function draw(bytes: Uint8Array, chunk: Chunk, isAnswered: boolean, consumed: () => void): void {
    const { isReplay = false, isFresh, output, omittedBytes, size: shape } = chunk
    if (shape !== undefined) takeShape(shape)
    if (isFresh) screen.write(fullReset)
    if (isFresh || omittedBytes !== undefined) position = omittedBytes ?? 0
    else position = (position ?? 0) + bytes.byteLength
    if (isReplay && isAnswered) screen.write(nothing, () => (replaying = true))
    const isError = output === 'stderr'
    if (isError) screen.write(errorColour.begin)
    screen.write(bytes, () => {
      replaying = false
      consumed()
    })
    if (isError) screen.write(errorColour.end)
  }

  /** In its turn. */
  function takeShape(shape: TerminalSize | null): void {
    if (shape === null && !isShaped) return
    isShaped = shape !== null
    screen.write(nothing, () => onShape(shape))
  }

  /** Goes on where the screen left off; the engine says when that is not possible. */
  function attach(): void {
    if (sessionId === null || hasEnded) return
    if (position === null && !isScreenFresh) screen.write(fullReset)
    isScreenFresh = false
    hiddenBytes = 0
    const isAnswered = !isUnanswered
    isUnanswered = false
    const opened: StreamHandle<'terminal'> = open(
      'terminal',
      { id: sessionId, after: position },
      {
        onData(bytes, consumed, chunk) {
          if (handle !== opened) return
          draw(bytes, chunk, isAnswered, consumed)
          if (isVisible) return
          hiddenBytes += bytes.byteLength
          if (hiddenBytes > attachmentLimits.hiddenBytes) detach()
        },
        onEnd(result) {
          if (handle !== opened) return
          handle = null
          takeShape(null)
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
  }

  function detach(): void {
    if (handle === null) return
    handle.close()
    handle = null
    takeShape(null)
  }

  function sendNext(): void {
    sending = undefined
    const next = waiting.shift()
    if (next === undefined || handle === null) return
    handle.send({ type: 'input', bytes: next })
    if (waiting.length > 0) sending = setTimeout(sendNext, attachmentLimits.betweenFramesMs)
  }

  function dropWaiting(): void {
    clearTimeout(sending)
    sending = undefined
    waiting = []
  }

  return {
    start(id, isNew) {
      isUnanswered = isNew
      detach()
      dropWaiting()
      sessionId = id
      position = null
      hasEnded = false
      attach()
    },
    expect() {
      if (!hasEnded) return
      sessionId = null
      hasEnded = false
    },
    reattach() {
      if (handle === null && isVisible) attach()
    },
    stop() {
      detach()
      if (hasEnded) return
      hasEnded = true
      isScreenFresh = false
      // Meant for the program that is gone, not for the next one.
      typedAhead = []
      typedAheadBytes = 0
      dropWaiting()
      screen.write(farewell)
    },
    setVisible(visible) {
      isVisible = visible
      hiddenBytes = 0
      if (visible && handle === null) attach()
    },
    input(bytes) {
      if (hasEnded) return
      if (handle === null) {
        if (typedAheadBytes + bytes.byteLength > attachmentLimits.typedAheadBytes) return
        typedAhead.push(bytes)
        typedAheadBytes += bytes.byteLength
        return
      }
      // Whoever interrupts does not want the rest of the paste to follow.
      if (bytes.byteLength === 1 && bytes[0] === interrupt) dropWaiting()
      for (let start = 0; start < bytes.byteLength; start += attachmentLimits.inputFrameBytes) {
        waiting.push(bytes.slice(start, start + attachmentLimits.inputFrameBytes))
      }
      // In order behind what is still on its way, at once when nothing is.
      if (sending === undefined) sendNext()
    },
    endInput() {
      handle?.send({ type: 'eof' })
    },
    resize(columns, rows) {
      if (size?.columns === columns && size.rows === rows) return
      size = { columns, rows }
      handle?.send({ type: 'resize', columns, rows })
    },
    isReplaying: () => replaying,
    dispose() {
      dropWaiting()
      detach()
      hasEnded = true
    },
  }
}
