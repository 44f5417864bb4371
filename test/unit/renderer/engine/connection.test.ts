// The lasting connection: what is subscribed, asked and waited for survives the ports that carry it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectionTimes, createEngineConnection } from '../../../../renderer/engine/connection.ts'
import type { ClientFrame, EngineFrame, Transport } from '../../../../src-shared/frames.ts'

/** The engine's end of a transport, as a test drives it. */
function fakeEngine() {
  const sent: ClientFrame[] = []
  let onFrame: (frame: EngineFrame) => void = () => {}
  let onClose: () => void = () => {}
  let isClosed = false
  const transport: Transport<ClientFrame, EngineFrame> = {
    send: (frame) => void sent.push(frame),
    listen(frame, close) {
      onFrame = frame
      onClose = close
    },
    close() {
      isClosed = true
    },
  }
  return {
    transport,
    sent,
    say: (frame: EngineFrame) => onFrame(frame),
    die: () => onClose(),
    isClosed: () => isClosed,
  }
}

function connectionOn(requestPort: () => Promise<void> = async () => {}) {
  const changes: boolean[] = []
  const request = vi.fn(requestPort)
  const connection = createEngineConnection({
    requestPort: request,
    onChange: (isConnected) => changes.push(isConnected),
  })
  return { connection, request, changes }
}

const running = { state: 'running', restarts: 0, message: null, answeredAt: null } as const
const restarting = { state: 'restarting', restarts: 1, message: 'It ended.', answeredAt: null } as const
const failed = { state: 'failed', restarts: 5, message: 'It ended five times.', answeredAt: null } as const

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('calls', () => {
  it('wait for the connection and then go through', async () => {
    const { connection } = connectionOn()
    connection.start()
    const answer = connection.engine.call('engine.ping', {})
    const engine = fakeEngine()
    connection.accept(engine.transport)
    await vi.advanceTimersByTimeAsync(0)
    expect(engine.sent).toEqual([{ type: 'call', call: 1, name: 'engine.ping', args: {} }])
    engine.say({ type: 'answer', call: 1, ok: true, value: {} })
    await expect(answer).resolves.toEqual({})
  })

  it('end with EngineGone when no connection comes in time', async () => {
    const { connection } = connectionOn()
    connection.start()
    const answer = expect(connection.engine.call('engine.ping', {})).rejects.toMatchObject({
      code: 'EngineGone',
    })
    await vi.advanceTimersByTimeAsync(connectionTimes.callWaitMs)
    await answer
  })

  it('end with EngineGone at once when the engine has failed for good', async () => {
    const { connection } = connectionOn()
    connection.start()
    const before = expect(connection.engine.call('engine.ping', {})).rejects.toMatchObject({
      code: 'EngineGone',
    })
    connection.processChanged(failed)
    await before
    await expect(connection.engine.call('engine.ping', {})).rejects.toMatchObject({ code: 'EngineGone' })
  })

  it('in flight end with EngineGone when the port closes', async () => {
    const { connection } = connectionOn()
    const engine = fakeEngine()
    connection.accept(engine.transport)
    const answer = expect(connection.engine.call('engine.ping', {})).rejects.toMatchObject({
      code: 'EngineGone',
    })
    engine.die()
    await answer
  })

  it('can be cancelled while they wait', async () => {
    const { connection } = connectionOn()
    const controller = new AbortController()
    const answer = expect(
      connection.engine.call('engine.ping', {}, { signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'Cancelled' })
    controller.abort()
    await answer
  })
})

describe('reconnection', () => {
  it('keeps subscriptions and tells whoever waits for a connection', async () => {
    const { connection, changes } = connectionOn()
    const seen: unknown[] = []
    const connected = vi.fn()
    const stop = connection.engine.on('terminals.changed', (payload) => seen.push(payload))
    connection.onConnected(connected)
    const first = fakeEngine()
    const second = fakeEngine()
    connection.accept(first.transport)
    first.say({ type: 'event', name: 'terminals.changed', payload: ['first'] })
    first.die()
    await vi.advanceTimersByTimeAsync(0)
    connection.accept(second.transport)
    second.say({ type: 'event', name: 'terminals.changed', payload: ['second'] })
    stop()
    second.say({ type: 'event', name: 'terminals.changed', payload: ['third'] })
    expect({ seen, changes, connected: connected.mock.calls.length }).toEqual({
      seen: [['first'], ['second']],
      changes: [true, false, true],
      connected: 2,
    })
  })

  it('asks again after a lost port, a refusal and a port that does not come', async () => {
    let refuses = true
    const { connection, request } = connectionOn(async () => {
      if (refuses) throw new Error('refused')
    })
    connection.start()
    await vi.advanceTimersByTimeAsync(connectionTimes.retryMs)
    expect(request).toHaveBeenCalledTimes(2)
    refuses = false
    await vi.advanceTimersByTimeAsync(connectionTimes.retryMs)
    expect(request).toHaveBeenCalledTimes(3)
    await vi.advanceTimersByTimeAsync(connectionTimes.portWaitMs)
    expect(request).toHaveBeenCalledTimes(4)
    const engine = fakeEngine()
    connection.accept(engine.transport)
    await vi.advanceTimersByTimeAsync(connectionTimes.portWaitMs * 2)
    expect(request).toHaveBeenCalledTimes(4)
    engine.die()
    await vi.advanceTimersByTimeAsync(connectionTimes.retryMs)
    expect(request).toHaveBeenCalledTimes(5)
  })

  it('follows what main says of the process', async () => {
    const { connection, request, changes } = connectionOn()
    const engine = fakeEngine()
    connection.processChanged(running)
    connection.accept(engine.transport)
    connection.processChanged(restarting)
    expect({ isClosed: engine.isClosed(), changes }).toEqual({ isClosed: true, changes: [true, false] })
    connection.processChanged(failed)
    request.mockClear()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(request).not.toHaveBeenCalled()
    connection.processChanged(running)
    expect(request).toHaveBeenCalledTimes(1)
  })

  it('does not ask twice when the engine turns out to run while the port is on its way', () => {
    const { connection, request } = connectionOn()
    connection.start()
    connection.processChanged(running)
    expect(request).toHaveBeenCalledTimes(1)
  })

  it('replaces a port by a newer one without waiting for the older to close', () => {
    const { connection, changes } = connectionOn()
    const first = fakeEngine()
    const second = fakeEngine()
    connection.accept(first.transport)
    connection.accept(second.transport)
    expect({ isClosed: first.isClosed(), changes }).toEqual({ isClosed: true, changes: [true, true] })
  })
})

it('a stream opened without a connection ends with EngineGone', async () => {
  const { connection } = connectionOn()
  const onEnd = vi.fn()
  connection.engine.open('terminal', { id: '1' }, { onData() {}, onEnd })
  await vi.advanceTimersByTimeAsync(0)
  expect(onEnd).toHaveBeenCalledWith({ ok: false, error: expect.objectContaining({ code: 'EngineGone' }) })
})
