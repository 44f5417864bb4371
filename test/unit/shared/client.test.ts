import { describe, expect, it, vi } from 'vitest'
import { createEngineClient, EngineError } from '../../../src-shared/client.ts'
import { credit } from '../../../src-shared/credit.ts'
import type { ClientFrame, EngineFrame } from '../../../src-shared/frames.ts'

/** A client on a wire of which the test holds the other end. */
function connected() {
  const sent: ClientFrame[] = []
  let receive: (frame: EngineFrame) => void = () => {}
  let drop: () => void = () => {}
  const client = createEngineClient({
    send: (frame) => sent.push(frame),
    listen(onFrame, onClose) {
      receive = onFrame
      drop = onClose
    },
    close: vi.fn<() => void>(),
  })
  return { client, sent, receive: (frame: EngineFrame) => receive(frame), drop: () => drop() }
}

const internal = { code: 'Internal', message: 'No.' } as const

describe('calls', () => {
  it('get their own answers, in whatever order these come', async () => {
    const { client, sent, receive } = connected()
    const first = client.call('engine.ping', {})
    const second = client.call('containers.start', { key: '/r/a' })
    expect(sent).toEqual([
      { type: 'call', call: 1, name: 'engine.ping', args: {} },
      { type: 'call', call: 2, name: 'containers.start', args: { key: '/r/a' } },
    ])
    const refused = expect(second).rejects.toMatchObject({
      code: 'Running',
      message: 'It runs.',
      detail: { exitCode: 1 },
    })
    receive({
      type: 'answer',
      call: 2,
      ok: false,
      error: { code: 'Running', message: 'It runs.', detail: { exitCode: 1 } },
    })
    receive({ type: 'answer', call: 1, ok: true, value: {} })
    await refused
    expect(await first).toEqual({})
    receive({ type: 'answer', call: 1, ok: true, value: 'again' })
    receive({ type: 'answer', call: 99, ok: true, value: 'nobody asked' })
  })

  it('are cancelled by their signal, also one that was aborted before', async () => {
    const { client, sent } = connected()
    const abort = new AbortController()
    void client.call('engine.ping', {}, { signal: abort.signal })
    abort.abort()
    void client.call('engine.ping', {}, { signal: abort.signal })
    expect(sent.filter((frame) => frame.type === 'cancel')).toEqual([
      { type: 'cancel', call: 1 },
      { type: 'cancel', call: 2 },
    ])
  })

  it('fail when the engine goes, and at once after that', async () => {
    const { client, drop } = connected()
    const call = client.call('engine.ping', {})
    drop()
    await expect(call).rejects.toBeInstanceOf(EngineError)
    await expect(client.call('engine.ping', {})).rejects.toMatchObject({ code: 'EngineGone' })
    await client.closed
  })

  it('give an error back in the shape that travels', () => {
    expect(new EngineError(internal).info).toEqual({ ...internal, detail: {} })
  })
})

describe('events', () => {
  it('reach their listeners until these leave', () => {
    const { client, receive } = connected()
    const heard = vi.fn<(payload: unknown) => void>()
    const leave = client.on('terminals.changed', heard)
    receive({ type: 'event', name: 'terminals.changed', payload: [] })
    receive({ type: 'event', name: 'engine.changed', payload: 1 })
    leave()
    receive({ type: 'event', name: 'terminals.changed', payload: [] })
    expect(heard.mock.calls).toEqual([[[]]])
  })
})

describe('streams', () => {
  function opened() {
    const wire = connected()
    const onData = vi.fn<(bytes: Uint8Array, consumed: () => void) => void>()
    const onEnd = vi.fn<(result: unknown) => void>()
    const stream = wire.client.open('terminal', { id: 't' }, { onData, onEnd })
    function data(bytes: number) {
      wire.receive({ type: 'data', stream: 1, bytes: new Uint8Array(bytes) })
      return onData.mock.lastCall?.[1] ?? (() => {})
    }
    const acknowledged = () =>
      wire.sent.filter((frame) => frame.type === 'acknowledge').map((frame) => frame.bytes)
    return { ...wire, stream, onData, onEnd, data, acknowledged }
  }

  it('acknowledge what was consumed, when it is enough or all', () => {
    const { data, acknowledged } = opened()
    const part = credit.acknowledgeBytes / 2
    const consumed = [data(part), data(part), data(part), data(1)]
    consumed[0]?.()
    consumed[0]?.()
    expect(acknowledged()).toEqual([])
    consumed[1]?.()
    expect(acknowledged()).toEqual([2 * part])
    consumed[2]?.()
    consumed[3]?.()
    expect(acknowledged()).toEqual([2 * part, part + 1])
  })

  it('end once, and say nothing after that', () => {
    const { stream, receive, data, onEnd, onData, sent } = opened()
    const consumed = data(5)
    receive({ type: 'end', stream: 1, ok: false, error: internal })
    receive({ type: 'end', stream: 1, ok: true, value: null })
    data(5)
    consumed()
    stream.send({ type: 'resize', columns: 1, rows: 1 })
    stream.close()
    expect(onEnd.mock.calls).toEqual([[expect.objectContaining({ ok: false, error: internal })]])
    expect(onData).toHaveBeenCalledOnce()
    expect(sent).toHaveLength(1)
  })

  it('detach when they are closed', () => {
    const { stream, data, onData, onEnd, drop, sent } = opened()
    stream.send({ type: 'resize', columns: 80, rows: 24 })
    stream.close()
    stream.close()
    data(5)
    drop()
    expect(sent.slice(1)).toEqual([
      { type: 'send', stream: 1, data: { type: 'resize', columns: 80, rows: 24 } },
      { type: 'close', stream: 1 },
    ])
    expect(onData).not.toHaveBeenCalled()
    expect(onEnd).not.toHaveBeenCalled()
  })

  it('end when the engine goes, and never begin after that', async () => {
    const { client, drop, onEnd } = opened()
    drop()
    expect(onEnd.mock.lastCall).toEqual([
      { ok: false, error: expect.objectContaining({ code: 'EngineGone' }) },
    ])
    const late = vi.fn<(result: unknown) => void>()
    client
      .open('terminal', { id: 't' }, { onData() {}, onEnd: late })
      .send({ type: 'resize', columns: 1, rows: 1 })
    await Promise.resolve()
    expect(late).toHaveBeenCalledOnce()
  })
})
