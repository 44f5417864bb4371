// The caller's half of the contract, for the page, for main and for tests: typed calls, events and byte streams over
// any transport. It parses nothing (the engine does) and so needs no zod at run time.
import { credit } from './credit.ts'
import type { ErrorCode, ErrorDetail, ErrorInfo } from './errors.ts'
import type {
  CallArgs,
  CallName,
  CallResult,
  EventName,
  EventPayload,
  StreamArgs,
  StreamEnd,
  StreamInput,
  StreamName,
} from './contract.ts'
import type { Chunk, ClientFrame, EngineFrame, Transport } from './frames.ts'

/** An engine's refusal, as it is thrown on the caller's side. */
export class EngineError extends Error {
  readonly code: ErrorCode
  readonly detail: ErrorDetail

  constructor(info: ErrorInfo) {
    super(info.message)
    this.name = 'EngineError'
    this.code = info.code
    this.detail = info.detail ?? {}
  }

  /** Back to the shape that travels and is kept in stores. */
  get info(): ErrorInfo {
    return { code: this.code, message: this.message, detail: this.detail }
  }
}

export interface StreamHandlers<Name extends StreamName> {
  /** Call `consumed` when the bytes have been dealt with (drawn, written): that is what gives the sender credit. */
  onData(bytes: Uint8Array, consumed: () => void, chunk: Chunk): void
  /** Once, unless the caller closed first: with the end value, or with why it broke. */
  onEnd(result: { ok: true; value: StreamEnd<Name> } | { ok: false; error: ErrorInfo }): void
}

export interface StreamHandle<Name extends StreamName> {
  send(input: StreamInput<Name>): void
  /** Detaches; nothing more arrives. */
  close(): void
}

export interface EngineClient {
  call<Name extends CallName>(
    name: Name,
    args: CallArgs<Name>,
    options?: { signal?: AbortSignal },
  ): Promise<CallResult<Name>>
  on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void
  open<Name extends StreamName>(
    name: Name,
    args: StreamArgs<Name>,
    handlers: StreamHandlers<Name>,
  ): StreamHandle<Name>
  /** Resolves when the engine went away or `close` was called. */
  readonly closed: Promise<void>
  close(): void
}

const plainChunk: Chunk = {}

const gone: ErrorInfo = { code: 'EngineGone', message: 'The engine ended before it answered.' }

/** Makes a client on one end of a connection. */
export function createEngineClient(transport: Transport<ClientFrame, EngineFrame>): EngineClient {
  let isOpen = true
  let lastNumber = 0
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: EngineError) => void }>()
  const openStreams = new Map<number, StreamHandlers<StreamName>>()
  const listeners = new Map<string, Set<(payload: never) => void>>()
  let resolveClosed: () => void = () => {}
  const closed = new Promise<void>((resolve) => {
    resolveClosed = resolve
  })

  function end(): void {
    if (!isOpen) return
    isOpen = false
    for (const { reject } of pending.values()) reject(new EngineError(gone))
    pending.clear()
    const ended = [...openStreams.values()]
    openStreams.clear()
    for (const handlers of ended) handlers.onEnd({ ok: false, error: gone })
    resolveClosed()
  }

  transport.listen((frame) => {
    switch (frame.type) {
      case 'answer': {
        const waiting = pending.get(frame.call)
        pending.delete(frame.call)
        if (frame.ok) waiting?.resolve(frame.value as never)
        else waiting?.reject(new EngineError(frame.error))
        return
      }
      case 'event':
        for (const listener of listeners.get(frame.name) ?? []) listener(frame.payload as never)
        return
      case 'data':
        openStreams
          .get(frame.stream)
          ?.onData(frame.bytes, acknowledger(frame.stream, frame.bytes.byteLength), frame.chunk ?? plainChunk)
        return
      case 'end': {
        const handlers = openStreams.get(frame.stream)
        openStreams.delete(frame.stream)
        unacknowledged.delete(frame.stream)
        handlers?.onEnd(frame.ok ? { ok: true, value: frame.value as never } : frame)
      }
    }
  }, end)

  /** Per stream: bytes handed over, and bytes consumed that the engine has not been told of yet. */
  const unacknowledged = new Map<number, { outstanding: number; consumed: number }>()

  function acknowledger(stream: number, bytes: number): () => void {
    const count = unacknowledged.get(stream) ?? { outstanding: 0, consumed: 0 }
    unacknowledged.set(stream, count)
    count.outstanding += bytes
    let isDone = false
    return () => {
      if (isDone) return
      isDone = true
      count.outstanding -= bytes
      count.consumed += bytes
      const isDue = count.consumed >= credit.acknowledgeBytes || count.outstanding === 0
      if (!isDue || !isOpen || !openStreams.has(stream)) return
      transport.send({ type: 'acknowledge', stream, bytes: count.consumed })
      count.consumed = 0
    }
  }

  return {
    call(name, args, options = {}) {
      if (!isOpen) return Promise.reject(new EngineError(gone))
      const call = ++lastNumber
      const cancel = (): void => {
        if (pending.has(call)) transport.send({ type: 'cancel', call })
      }
      const answer = new Promise<CallResult<typeof name>>((resolve, reject) => {
        pending.set(call, { resolve, reject })
        options.signal?.addEventListener('abort', cancel)
        transport.send({ type: 'call', call, name, args })
        if (options.signal?.aborted) cancel()
      })
      return answer.finally(() => {
        // Also for what could not be sent; and a signal may outlive many calls.
        pending.delete(call)
        options.signal?.removeEventListener('abort', cancel)
      })
    },
    on(name, listener) {
      const all = listeners.get(name) ?? new Set()
      listeners.set(name, all)
      all.add(listener)
      return () => all.delete(listener)
    },
    open(name, args, handlers) {
      const stream = ++lastNumber
      if (!isOpen) {
        queueMicrotask(() => handlers.onEnd({ ok: false, error: gone }))
        return { send() {}, close() {} }
      }
      openStreams.set(stream, handlers)
      transport.send({ type: 'open', stream, name, args })
      return {
        send(data) {
          if (isOpen && openStreams.has(stream)) transport.send({ type: 'send', stream, data })
        },
        close() {
          if (!openStreams.delete(stream)) return
          unacknowledged.delete(stream)
          if (isOpen) transport.send({ type: 'close', stream })
        },
      }
    },
    closed,
    close() {
      transport.close()
      end()
    },
  }
}
