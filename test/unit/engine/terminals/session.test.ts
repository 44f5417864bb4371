import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ByteChannel, StreamEndpoint } from '../../../../electron/engine/contract/service.ts'
import { createSession, type Session } from '../../../../electron/engine/terminals/session.ts'
import { RuncError } from '../../../../electron/runtime/index.ts'
import { credit } from '../../../../src-shared/credit.ts'
import type { TerminalSummary } from '../../../../src-shared/model.ts'
import { createMemoryProcess, type MemoryProcess } from '../../../fixtures/engine/memory-process.ts'

/** A client that consumes when the test says so. */
function viewer(session: Session) {
  const messages: Uint8Array[] = []
  let outstanding = 0
  let ended: TerminalSummary | null = null
  const channel: ByteChannel<'terminal'> = {
    get outstanding() {
      return outstanding
    },
    send(bytes) {
      outstanding += bytes.byteLength
      messages.push(bytes)
    },
    end: (value) => {
      ended = value
    },
    fail: (error) => expect.unreachable(error.message),
  }
  const endpoint: StreamEndpoint<'terminal'> = session.attach(channel)
  return {
    endpoint,
    messages,
    text: () => Buffer.concat(messages).toString(),
    bytes: () => messages.reduce((sum, message) => sum + message.byteLength, 0),
    consume(bytes = outstanding) {
      outstanding -= bytes
      endpoint.drained()
    },
    consumeAll() {
      this.consume()
      if (outstanding > 0) this.consumeAll()
    },
    ended: () => ended,
  }
}

const kilobyte = 1024
let process: MemoryProcess
let session: Session
let onExit: ReturnType<typeof vi.fn<() => void>>

beforeEach(() => {
  vi.useFakeTimers()
  process = createMemoryProcess({ args: ['sh'] })
  onExit = vi.fn<() => void>()
  session = createSession({ id: 't', containerId: 'c', args: ['sh'] }, process, onExit, () => {})
})
afterEach(() => void vi.useRealTimers())

function flood(kilobytes: number): void {
  for (let sent = 0; sent < kilobytes; sent += 8) process.print(new Uint8Array(8 * kilobyte))
}

describe('a terminal session', () => {
  it('sends the first bytes at once and what follows in batches', () => {
    const { messages } = viewer(session)
    process.print('a')
    expect(messages).toHaveLength(1)
    process.print('b')
    process.print('c')
    expect(messages).toHaveLength(1)
    vi.advanceTimersByTime(credit.batchMs)
    expect(messages.map(String)).toEqual(['97', '98,99'])
    flood(200)
    expect(messages.slice(2).map((message) => message.byteLength / kilobyte)).toEqual([64, 64, 64])
    vi.advanceTimersByTime(credit.batchMs)
    expect(messages.at(-1)?.byteLength).toBe(8 * kilobyte)
  })

  it('sends what is gathered before a new size holds', () => {
    const { messages, endpoint } = viewer(session)
    process.print('a')
    process.print('b')
    endpoint.input({ type: 'resize', columns: 10, rows: 5 })
    expect(messages).toHaveLength(2)
    expect(process.sizes).toEqual([[10, 5]])
  })

  it('replays what was said to whoever comes later, then goes on live', () => {
    const early = viewer(session)
    process.print('hello ')
    const late = viewer(session)
    process.print('world')
    vi.advanceTimersByTime(credit.batchMs)
    expect([early.text(), late.text()]).toEqual(['hello world', 'hello world'])
  })

  it('passes input on until the program has ended', () => {
    const { endpoint } = viewer(session)
    endpoint.input({ type: 'input', bytes: Buffer.from('ls\r') })
    process.end({})
    endpoint.input({ type: 'input', bytes: Buffer.from('late') })
    endpoint.input({ type: 'resize', columns: 1, rows: 1 })
    expect([process.written, process.sizes]).toEqual(['ls\r', []])
  })
})

describe('flow', () => {
  it('stops above the high-water mark and goes on below the low one', () => {
    const view = viewer(session)
    flood(256)
    expect(process.isPaused).toBe(false)
    flood(64)
    expect(process.isPaused).toBe(true)
    // What came meanwhile waits in the history, and takes the credit first.
    expect(view.bytes()).toBe(credit.highWaterBytes)
    view.consume(credit.highWaterBytes - credit.lowWaterBytes)
    expect([process.isPaused, view.bytes() / kilobyte]).toEqual([true, 320])
    view.consume(64 * kilobyte)
    expect(process.isPaused).toBe(true)
    view.consume(kilobyte)
    expect(process.isPaused).toBe(false)
  })

  it('is that of the viewer who is furthest behind', () => {
    const quick = viewer(session)
    const slow = viewer(session)
    flood(320)
    quick.consumeAll()
    expect(process.isPaused).toBe(true)
    slow.consumeAll()
    expect(process.isPaused).toBe(false)
  })

  it('is free when nobody watches, and the last of it is kept', () => {
    const view = viewer(session)
    flood(320)
    expect(process.isPaused).toBe(true)
    view.endpoint.detached()
    expect(process.isPaused).toBe(false)
    flood(4096)
    expect(process.isPaused).toBe(false)
    const late = viewer(session)
    expect([process.isPaused, late.bytes()]).toEqual([true, credit.highWaterBytes])
    late.consumeAll()
    expect(process.isPaused).toBe(false)
    expect(late.bytes()).toBeGreaterThan(1.8 * kilobyte * kilobyte)
    expect(late.bytes()).toBeLessThanOrEqual(2 * kilobyte * kilobyte)
  })

  it('loses nothing and keeps the order, whatever the viewer does', () => {
    const view = viewer(session)
    let said = ''
    for (let line = 0; line < 20_000; line += 1) {
      const text = `${line} ${'x'.repeat(line % 50)}\r\n`
      said += text
      process.print(text)
      if (line % 97 === 0) vi.advanceTimersByTime(5)
      if (process.isPaused || line % 1013 === 0) view.consume()
    }
    process.end({})
    view.consumeAll()
    expect(view.text() === said).toBe(true)
  })
})

describe('the end', () => {
  it('comes after the last data, and the session stays', () => {
    const view = viewer(session)
    process.print('first')
    process.print(' last')
    process.end({ code: 3 })
    expect(view.text()).toBe('first last')
    const expected = { id: 't', containerId: 'c', exit: { code: 3, signal: null, error: null } }
    expect(view.ended()).toMatchObject(expected)
    expect(onExit).toHaveBeenCalledOnce()
    const late = viewer(session)
    expect([late.text(), late.ended()]).toEqual(['first last', session.summary()])
  })

  it('waits for credit like everything else', () => {
    const view = viewer(session)
    flood(320)
    process.end({})
    expect([view.bytes(), view.ended()]).toEqual([credit.highWaterBytes, null])
    view.consumeAll()
    expect(view.bytes()).toBe(320 * kilobyte)
    expect(view.ended()).not.toBeNull()
  })

  it('says why runc failed', () => {
    process.end({ code: 255, error: new RuncError('ExecFailed', 'There is no such program.') })
    expect(session.summary().exit).toMatchObject({
      code: 255,
      error: { code: 'ExecFailed', message: 'There is no such program.' },
    })
  })

  it('is not held up by a viewer who hangs, when the session is closed', async () => {
    viewer(session)
    flood(320)
    expect(process.isPaused).toBe(true)
    await session.close()
    expect([process.isPaused, process.isClosed]).toEqual([false, true])
  })
})
