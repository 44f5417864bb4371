import { terminalSample } from '../../../fixtures/terminals.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ByteChannel, StreamEndpoint } from '../../../../electron/engine/contract/service.ts'
import { createProcessSession } from '../../../../electron/engine/terminals/process-session.ts'
import { createTelling, type Session } from '../../../../electron/engine/terminals/session.ts'
import { RuncError } from '../../../../electron/runtime/index.ts'
import { credit } from '../../../../src-shared/credit.ts'
import type { ErrorInfo } from '../../../../src-shared/errors.ts'
import type { Chunk } from '../../../../src-shared/frames.ts'
import type { TerminalSummary } from '../../../../src-shared/terminal-model.ts'
import { createMemoryProcess, type MemoryProcess } from '../../../fixtures/engine/memory-process.ts'

/** A client that consumes when the test says so. */
function viewer(session: Session) {
  const messages: Uint8Array[] = []
  const chunks: Chunk[] = []
  let outstanding = 0
  let ended: TerminalSummary | null = null
  let failure: ErrorInfo | null = null
  const channel: ByteChannel<'terminal'> = {
    get outstanding() {
      return outstanding
    },
    send(bytes, chunk = {}) {
      outstanding += bytes.byteLength
      chunks.push(chunk)
      messages.push(bytes)
    },
    end: (value) => {
      ended = value
    },
    fail: (error) => {
      failure = error
    },
  }
  const endpoint: StreamEndpoint<'terminal'> = session.attach(channel, null)
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
    chunks,
    ended: () => ended,
    failure: () => failure,
  }
}

const kilobyte = 1024
/** More than a viewer may have on its way, in kilobytes. */
const highWater = credit.highWaterBytes / kilobyte
const tooMuch = highWater + 64
let process: MemoryProcess
let session: Session
let onChanged: ReturnType<typeof vi.fn<() => void>>

function sessionOf(
  program: MemoryProcess,
  size: { columns: number; rows: number } | null = { columns: 80, rows: 24 },
): Session {
  const telling = createTelling(terminalSample({ id: 't', containerId: 'c' }), null, () => onChanged())
  const reason = () => 'The container ended, and this program with it.'
  return createProcessSession({ telling, process: program, size, reason, log: () => {} })
}

beforeEach(() => {
  vi.useFakeTimers()
  process = createMemoryProcess({ args: ['sh'] })
  onChanged = vi.fn<() => void>()
  session = sessionOf(process)
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
    const batch = credit.batchBytes / kilobyte
    expect(messages.slice(2).map((message) => message.byteLength / kilobyte)).toEqual([batch])
    // A flood has fewer and larger ones.
    vi.advanceTimersByTime(credit.floodMs - 1)
    expect(messages).toHaveLength(3)
    vi.advanceTimersByTime(1)
    expect(messages.at(-1)?.byteLength).toBe((200 - batch) * kilobyte)
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
    flood(highWater)
    expect(process.isPaused).toBe(false)
    flood(64)
    expect(process.isPaused).toBe(true)
    // What came meanwhile waits in the history, and takes the credit first.
    expect(view.bytes()).toBe(credit.highWaterBytes)
    view.consume(credit.highWaterBytes - credit.lowWaterBytes)
    expect([process.isPaused, view.bytes() / kilobyte]).toEqual([true, tooMuch])
    view.consume(64 * kilobyte)
    expect(process.isPaused).toBe(true)
    view.consume(kilobyte)
    expect(process.isPaused).toBe(false)
  })

  it('is that of the quickest viewer; one who hangs holds nobody up', () => {
    const quick = viewer(session)
    const slow = viewer(session)
    flood(tooMuch)
    expect(process.isPaused).toBe(true)
    quick.consumeAll()
    expect(process.isPaused).toBe(false)
    for (let round = 0; round < 20; round += 1) {
      flood(256)
      quick.consumeAll()
    }
    expect([process.isPaused, quick.bytes() / kilobyte]).toEqual([false, tooMuch + 20 * 256])
    expect(slow.bytes()).toBe(credit.highWaterBytes)
  })

  it('shows a viewer anew what it could not follow', async () => {
    vi.useRealTimers()
    const quick = viewer(session)
    const slow = viewer(session)
    process.print('beginning\r\n')
    for (let line = 0; line < 260_000; line += 1) {
      process.print(`line ${line} ${'x'.repeat(40)}\r\n`)
      if (line % 500 === 0) {
        quick.consumeAll()
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    process.end({})
    quick.consumeAll()
    const before = slow.chunks.length
    slow.consumeAll()
    expect(slow.chunks[before]).toEqual({
      isReplay: true,
      isFresh: true,
      omittedBytes: expect.any(Number),
      size: { columns: 80, rows: 24 },
    })
    expect(slow.text().endsWith(`line 259999 ${'x'.repeat(40)}\r\n`)).toBe(true)
    expect(slow.ended()).not.toBeNull()
    expect(quick.text().match(/line /g)).toHaveLength(260_000)
  })

  it('is free when nobody watches, and the last of it is kept', () => {
    const view = viewer(session)
    flood(tooMuch)
    expect(process.isPaused).toBe(true)
    view.endpoint.detached()
    expect(process.isPaused).toBe(false)
    flood(4096)
    expect(process.isPaused).toBe(false)
    const late = viewer(session)
    expect([process.isPaused, late.bytes()]).toEqual([true, credit.highWaterBytes])
    late.consumeAll()
    expect(process.isPaused).toBe(false)
    expect(late.bytes()).toBeGreaterThan(1.4 * kilobyte * kilobyte)
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
    expect(onChanged).toHaveBeenCalledOnce()
    const late = viewer(session)
    expect([late.text(), late.ended()]).toEqual(['first last', session.summary()])
  })

  it('waits for credit like everything else', () => {
    const view = viewer(session)
    flood(tooMuch)
    process.end({})
    expect([view.bytes(), view.ended()]).toEqual([credit.highWaterBytes, null])
    view.consumeAll()
    expect(view.bytes()).toBe(tooMuch * kilobyte)
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
    flood(tooMuch)
    expect(process.isPaused).toBe(true)
    await session.close()
    expect([process.isPaused, process.isClosed]).toEqual([false, true])
  })
})

describe('what a chunk is', () => {
  it('says what was said before the viewer came', () => {
    process.print('old')
    const view = viewer(session)
    process.print('new')
    vi.advanceTimersByTime(credit.batchMs)
    expect(view.text()).toBe('oldnew')
    expect(view.chunks).toEqual([
      { isReplay: true, size: { columns: 80, rows: 24 } },
      { isReplay: true, size: null },
      {},
    ])
  })

  it('says for which size what is replayed was drawn, and when the replay is over', () => {
    const { endpoint } = viewer(session)
    process.print('wide')
    endpoint.input({ type: 'resize', columns: 60, rows: 24 })
    endpoint.input({ type: 'resize', columns: 60, rows: 20 })
    process.print('narrow')
    vi.advanceTimersByTime(credit.batchMs)
    // The same again, as from every viewer that comes.
    endpoint.input({ type: 'resize', columns: 60, rows: 20 })
    process.print('er')
    vi.advanceTimersByTime(credit.batchMs)
    const late = viewer(session)
    expect(late.messages.map((bytes, at) => [Buffer.from(bytes).toString(), late.chunks[at]])).toEqual([
      ['wide', { isReplay: true, size: { columns: 80, rows: 24 } }],
      ['narrower', { isReplay: true, size: { columns: 60, rows: 20 } }],
      ['', { isReplay: true, size: null }],
    ])
  })

  it('says which output it is of where there is no terminal', () => {
    const piped = createMemoryProcess({ args: ['make'] })
    const view = viewer(sessionOf(piped, null))
    piped.print('building')
    piped.print('oops', 'stderr')
    piped.print('done')
    vi.advanceTimersByTime(credit.batchMs)
    expect(view.messages.map((bytes, at) => [Buffer.from(bytes).toString(), view.chunks[at]])).toEqual([
      ['building', {}],
      ['oops', { output: 'stderr' }],
      ['done', {}],
    ])
  })
})

describe('input', () => {
  it('ends when the viewer says so', () => {
    const piped = createMemoryProcess({ args: ['cat'] })
    const { endpoint } = viewer(sessionOf(piped, null))
    endpoint.input({ type: 'input', bytes: Buffer.from('all of it') })
    endpoint.input({ type: 'eof' })
    expect([piped.written, piped.isInputOver]).toEqual(['all of it', true])
  })

  it('that nobody reads is refused before it fills the memory, and only to whoever sent it', () => {
    const stuck = createMemoryProcess({ args: ['sleep'] }, { isStuck: true })
    const both = sessionOf(stuck, null)
    const typing = viewer(both)
    const watching = viewer(both)
    const paste = new Uint8Array(4 * kilobyte * kilobyte)
    for (let sent = 0; sent < 9; sent += 1) typing.endpoint.input({ type: 'input', bytes: paste })
    expect(typing.failure()).toMatchObject({
      code: 'InvalidArgument',
      message: expect.stringContaining('32 MiB'),
    })
    stuck.print('still here')
    expect([watching.failure(), watching.text()]).toEqual([null, 'still here'])
  })
})

describe('what else is told of it', () => {
  it('is its name, why it does not answer, and why it ended', () => {
    session.rename('build')
    session.notice('It is paused.')
    expect(session.summary()).toMatchObject({ name: 'build', notice: 'It is paused.' })
    vi.advanceTimersByTime(2000)
    process.end({ code: 137, signal: 'SIGKILL' })
    session.notice('It is paused.')
    expect(session.summary()).toMatchObject({
      name: 'build',
      notice: null,
      exit: { code: 137, durationMs: 2000, reason: 'The container ended, and this program with it.' },
    })
  })
})
