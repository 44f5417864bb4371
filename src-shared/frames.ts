// What crosses the wire between a client (page, main) and an engine, whichever transport carries it: a MessagePort
// clones these objects as they are, stdio writes them length-prefixed.
import type { ErrorInfo } from './errors.ts'
import type { TerminalSize } from './terminal-size.ts'

/** From client to engine. `call` and `stream` are numbers of the client's choice, each used once per connection. */
export type ClientFrame =
  | { type: 'call'; call: number; name: string; args: unknown }
  /** The caller lost interest: abort, then answer with `Cancelled` (or the result, if it came first). */
  | { type: 'cancel'; call: number }
  | { type: 'open'; stream: number; name: string; args: unknown }
  | { type: 'send'; stream: number; data: unknown }
  /** `bytes` more of this stream have been consumed. */
  | { type: 'acknowledge'; stream: number; bytes: number }
  | { type: 'close'; stream: number }

/** From engine to client. */
export type EngineFrame =
  | { type: 'answer'; call: number; ok: true; value: unknown }
  | { type: 'answer'; call: number; ok: false; error: ErrorInfo }
  | { type: 'event'; name: string; payload: unknown }
  | { type: 'data'; stream: number; bytes: Uint8Array; chunk?: Chunk }
  /** No more data will come: the stream ended by itself, or could not be opened. */
  | { type: 'end'; stream: number; ok: true; value: unknown }
  | { type: 'end'; stream: number; ok: false; error: ErrorInfo }

/** What a chunk of a stream is, where that is not plain: live standard output, following what came before. */
export interface Chunk {
  output?: 'stderr'
  /** Said before this viewer came, or before it fell behind: a terminal must not answer what is asked in it. */
  isReplay?: true
  /** It begins anew: what is on the screen is of no use any more, and is to be cleared before. */
  isFresh?: true
  /** So many bytes of output before it are not sent. Of a terminal, the screen they left behind comes first. */
  omittedBytes?: number
  /** What is replayed from here on was said to a terminal of this size; null: the replay is over. */
  size?: TerminalSize | null
}

/** One end of a connection, made from a MessagePort or from a pair of byte streams. */
export interface Transport<Outgoing, Incoming> {
  send(frame: Outgoing): void
  /** Called once, before anything can arrive. */
  listen(onFrame: (frame: Incoming) => void, onClose: () => void): void
  close(): void
}
