// One open stream of one connection: parses what comes in, counts what is outstanding, and sees to it that nothing is
// sent after the end.
import { streams, type StreamArgs, type StreamInput, type StreamName } from '../../../src-shared/contract.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { EngineFrame } from '../../../src-shared/frames.ts'
import { Refusal, shortened, toErrorInfo } from './failure.ts'
import { driftProblem, parseArguments } from './schema.ts'
import type { ByteChannel, Service, StreamEndpoint } from './service.ts'

export interface ServedStream {
  input(data: unknown): void
  acknowledge(bytes: number): void
  /** The client closed it or has gone; nothing is sent any more. */
  detach(): void
}

interface Opening {
  stream: number
  name: string
  args: unknown
  send(frame: EngineFrame): void
  /** Called once, when the stream is over by itself; not when it is detached. */
  onOver(): void
}

/** How much of an unknown name is repeated to whoever sent it. */
const longestName = 60

/** Opens a stream. Whatever is wrong with it becomes its end. */
export function serveStream(service: Service, opening: Opening): ServedStream {
  const { stream, name } = opening
  let isOver = false
  let outstanding = 0
  let endpoint: StreamEndpoint<StreamName> | null = null

  function finish(frame: EngineFrame): void {
    if (isOver) return
    isOver = true
    opening.send(frame)
    opening.onOver()
  }
  function fail(error: ErrorInfo): void {
    finish({ type: 'end', stream, ok: false, error })
  }

  const channel: ByteChannel<StreamName> = {
    get outstanding() {
      return outstanding
    },
    send(bytes, chunk) {
      if (isOver) return
      outstanding += bytes.byteLength
      opening.send({ type: 'data', stream, bytes, ...(chunk ? { chunk } : {}) })
    },
    end(value) {
      const drift = service.checkResults && isStreamName(name)
      const problem = drift ? driftProblem(streams[name].end, `stream ${name}`, value, service.log) : null
      if (problem === null) finish({ type: 'end', stream, ok: true, value })
      else fail(problem)
    },
    fail,
  }

  /** Runs what belongs to the stream's owner. Its faults end this stream, not the engine. */
  function guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      const abandoned = endpoint
      endpoint = null
      fail(toErrorInfo(error, service.log))
      abandoned?.detached()
    }
  }

  guarded(() => {
    endpoint = begin(service, name, opening.args, channel)
  })

  return {
    input(data) {
      const target = endpoint
      if (isOver || target === null || !isStreamName(name)) return
      const parsed = parseArguments(streams[name].input, name, data)
      if (parsed.ok) {
        guarded(() => target.input(parsed.value as StreamInput<StreamName>))
        return
      }
      // There is no answer to an input, so the stream itself has to say it.
      fail(parsed.error)
      target.detached()
    },
    acknowledge(bytes) {
      // More than was sent is nonsense, and would let the sender run away.
      if (isOver || bytes === 0 || bytes > outstanding) return
      outstanding -= bytes
      guarded(() => endpoint?.drained())
    },
    detach() {
      if (isOver) return
      isOver = true
      endpoint?.detached()
    },
  }
}

function begin(
  service: Service,
  name: string,
  args: unknown,
  channel: ByteChannel<StreamName>,
): StreamEndpoint<StreamName> {
  if (!isStreamName(name)) {
    throw new Refusal('UnknownCall', `There is no stream “${shortened(name, longestName)}”.`)
  }
  const parsed = parseArguments(streams[name].args, name, args)
  if (!parsed.ok) throw new Refusal(parsed.error.code, parsed.error.message, { detail: parsed.error.detail })
  return open(service, name, parsed.value as StreamArgs<typeof name>, channel)
}

function open<Name extends StreamName>(
  service: Service,
  name: Name,
  args: StreamArgs<Name>,
  channel: ByteChannel<Name>,
): StreamEndpoint<Name> {
  return service.streams[name](args, channel)
}

function isStreamName(name: string): name is StreamName {
  return Object.hasOwn(streams, name)
}
