// One client: takes its frames apart, answers its calls, keeps its streams. Whatever it sends, nothing here throws, and
// nothing is kept of it once it has gone.
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { ClientFrame, EngineFrame, Transport } from '../../../src-shared/frames.ts'
import { answerCall } from './answer-call.ts'
import { readClientFrame } from './read-frame.ts'
import { serveStream, type ServedStream } from './served-stream.ts'
import type { Service } from './service.ts'

/** Far more than a page has at once. A flood beyond is refused rather than kept. */
const most = { pendingCalls: 1000, openStreams: 1000 } as const

export interface Connection {
  send(frame: EngineFrame): void
  /** Calls under way; they go on when the client goes, since half a create is worse than an unheard answer. */
  readonly pending: ReadonlySet<Promise<void>>
  close(): void
}

export function serveConnection(
  service: Service,
  transport: Transport<EngineFrame, ClientFrame>,
  onClosed: () => void,
): Connection {
  let isOpen = true
  let hasComplained = false
  const aborts = new Map<number, AbortController>()
  const pending = new Set<Promise<void>>()
  const streams = new Map<number, ServedStream>()

  function send(frame: EngineFrame): void {
    if (isOpen) transport.send(frame)
  }

  /** Once for each client: more would let it fill the log. */
  function complain(sentence: string): void {
    if (!hasComplained) service.log(`A client sent nonsense, which is ignored from here on. ${sentence}`)
    hasComplained = true
  }

  async function call(frame: { call: number; name: string; args: unknown }, abort: AbortController) {
    const answer = await answerCall(service, frame.name, frame.args, { signal: abort.signal })
    aborts.delete(frame.call)
    try {
      send({ type: 'answer', call: frame.call, ...answer })
    } catch (error) {
      // The transport cannot carry the value (it cannot be cloned, or is too large).
      service.log(`The answer to ${frame.name} cannot be sent.`, error)
      send({ type: 'answer', call: frame.call, ok: false, error: unsendable })
    }
  }

  function begin(frame: { call: number; name: string; args: unknown }): void {
    if (aborts.has(frame.call)) return complain(`Call ${frame.call} is under way already.`)
    if (aborts.size >= most.pendingCalls) {
      return send({ type: 'answer', call: frame.call, ok: false, error: tooMany('calls', most.pendingCalls) })
    }
    const abort = new AbortController()
    aborts.set(frame.call, abort)
    const answered = call(frame, abort).finally(() => pending.delete(answered))
    pending.add(answered)
  }

  function open(frame: { stream: number; name: string; args: unknown }): void {
    const { stream } = frame
    if (streams.has(stream)) return complain(`Stream ${stream} is open already.`)
    if (streams.size >= most.openStreams) {
      return send({ type: 'end', stream, ok: false, error: tooMany('streams', most.openStreams) })
    }
    let isOver = false
    const served = serveStream(service, {
      ...frame,
      send,
      onOver: () => {
        isOver = true
        streams.delete(stream)
      },
    })
    // It may have ended while it was opened.
    if (!isOver) streams.set(stream, served)
  }

  function receive(value: unknown): void {
    if (!isOpen) return
    const frame = readClientFrame(value)
    if (frame === null) return complain('It was not a frame.')
    switch (frame.type) {
      case 'call':
        return begin(frame)
      case 'cancel':
        // Unknown ones are ordinary: the answer was on its way already.
        return aborts.get(frame.call)?.abort()
      case 'open':
        return open(frame)
      case 'send':
        return streams.get(frame.stream)?.input(frame.data)
      case 'acknowledge':
        return streams.get(frame.stream)?.acknowledge(frame.bytes)
      case 'close': {
        const closing = streams.get(frame.stream)
        streams.delete(frame.stream)
        return closing?.detach()
      }
    }
  }

  function end(): void {
    if (!isOpen) return
    isOpen = false
    const left = [...streams.values()]
    streams.clear()
    for (const stream of left) stream.detach()
    onClosed()
  }

  transport.listen(receive, end)
  return {
    send,
    pending,
    close() {
      transport.close()
      end()
    },
  }
}

const unsendable: ErrorInfo = { code: 'Internal', message: 'The answer is too large to be sent.' }

function tooMany(what: string, limit: number): ErrorInfo {
  return { code: 'BadArgument', message: `There are ${limit} ${what} at once already; that is the limit.` }
}
