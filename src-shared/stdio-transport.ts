// A Transport over a pair of byte streams, for both ends: the engine on its stdin and stdout, and whoever started it
// on the child's. Knows streams by their shape only, so that it needs neither Node nor its Buffer.
import type { Transport } from './frames.ts'
import { createFrameDecoder, encodeFrame, largestFrameBytes, MalformedFrame } from './stdio-frames.ts'

/** What is used of a readable stream. */
export interface ByteSource {
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown
  on(event: 'end' | 'close', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** What is used of a writable stream. */
export interface ByteSink {
  write(chunk: Uint8Array): boolean
  end(): unknown
  cork(): void
  uncork(): void
  on(event: 'close', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  /** Bytes that were written and have not left. */
  readonly writableLength: number
}

/** Unsent bytes at which the other side counts as dead: streams keep to their credit, so only a stuck reader gets here. */
const mostUnsentBytes = 2 * largestFrameBytes

export function createStdioTransport<Outgoing extends object, Incoming>(
  source: ByteSource,
  sink: ByteSink,
  /** Told in one sentence why the connection had to be ended; not called when it just ends. */
  onProblem: (sentence: string) => void,
): Transport<Outgoing, Incoming> {
  let isOpen = true
  let tellClosed: () => void = () => {}

  function end(problem: string | null): void {
    if (!isOpen) return
    isOpen = false
    if (problem !== null) onProblem(problem)
    sink.end()
    tellClosed()
  }

  return {
    send(frame) {
      if (!isOpen) return
      const pieces = encodeFrame(frame)
      sink.cork()
      for (const piece of pieces) sink.write(piece)
      sink.uncork()
      if (sink.writableLength > mostUnsentBytes)
        end('The other side stopped reading, so the connection was ended.')
    },
    listen(onFrame, onClose) {
      tellClosed = onClose
      const decoder = createFrameDecoder()
      source.on('data', (chunk) => {
        if (!isOpen) return
        try {
          for (const frame of decoder.push(chunk)) onFrame(frame as Incoming)
        } catch (error) {
          if (!(error instanceof MalformedFrame)) throw error
          end(`The other side sent something that is no message: ${error.message}`)
        }
      })
      source.on('end', () =>
        end(decoder.isMidFrame ? 'The connection ended in the middle of a message.' : null),
      )
      source.on('close', () => end(null))
      source.on('error', (error) => end(`Reading from the other side failed: ${error.message}`))
      sink.on('close', () => end(null))
      // EPIPE: the other side has gone, which is an ordinary end.
      sink.on('error', (error) => end(isBrokenPipe(error) ? null : `Writing failed: ${error.message}`))
    },
    close() {
      end(null)
    },
  }
}

function isBrokenPipe(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')
}
