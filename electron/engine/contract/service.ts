// What the contract asks of an engine, as types: one handler for each call, one opener for each stream. Both are mapped
// over the contract, so that a missing or wrong one does not compile.
import type {
  CallName,
  CallResult,
  EventName,
  EventPayload,
  ParsedCallArgs,
  StreamArgs,
  StreamEnd,
  StreamInput,
  StreamName,
} from '../../../src-shared/contract.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { Chunk } from '../../../src-shared/frames.ts'
import type { Log } from './failure.ts'

export interface CallContext {
  /** Aborted when the caller lost interest. Not when it disconnects: a reload must not leave a create half done. */
  readonly signal: AbortSignal
}

export type Handlers = {
  readonly [Name in CallName]: (
    args: ParsedCallArgs<Name>,
    context: CallContext,
  ) => CallResult<Name> | Promise<CallResult<Name>>
}

/** The way to one client for one stream. After `end` or `fail` nothing is sent any more. */
export interface ByteChannel<Name extends StreamName> {
  /** Bytes that were sent and that the client has not consumed yet. */
  readonly outstanding: number
  /** Takes the array over: it must not be written to again, nor be a view on a larger buffer. */
  send(bytes: Uint8Array, chunk?: Chunk): void
  end(value: StreamEnd<Name>): void
  fail(error: ErrorInfo): void
}

/** What a stream does when its client stirs. Never called again after `detached`, or once its channel has ended. */
export interface StreamEndpoint<Name extends StreamName> {
  input(data: StreamInput<Name>): void
  /** The client consumed some: `outstanding` has fallen. */
  drained(): void
  /** The client closed the stream or went away. */
  detached(): void
}

export type StreamOpeners = {
  /** May send and even end at once. What it throws becomes the stream's end. */
  readonly [Name in StreamName]: (args: StreamArgs<Name>, channel: ByteChannel<Name>) => StreamEndpoint<Name>
}

export interface Service {
  readonly handlers: Handlers
  readonly streams: StreamOpeners
  /** Also parse what goes out. In development and tests: drift is caught there, and users do not pay for it. */
  readonly checkResults: boolean
  readonly log: Log
}

export type Broadcast = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void
