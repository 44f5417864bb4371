// One screen on one session's stream: credit by what was drawn, detaching while hidden, replay, input and size.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { attachmentLimits, createAttachment } from '../../../../renderer/features/terminal/attachment.ts'
import type { Engine } from '../../../../renderer/engine/connection.ts'
import type { StreamHandlers } from '../../../../src-shared/client.ts'
import type { StreamInput } from '../../../../src-shared/contract.ts'

const text = new TextDecoder()
const bytes = (content: string) => new TextEncoder().encode(content)

interface OpenedStream {
  id: string
  after: number | null | undefined
  handlers: StreamHandlers<'terminal'>
  sent: StreamInput<'terminal'>[]
  isClosed: boolean
}

function setUp({ drawsAtOnce = true } = {}) {
  const streams: OpenedStream[] = []
  const drawn: string[] = []
  const undrawn: (() => void)[] = []
  const ended: unknown[] = []
  const open = ((
    _name: 'terminal',
    args: { id: string; after?: number | null },
    handlers: StreamHandlers<'terminal'>,
  ) => {
    const stream: OpenedStream = { id: args.id, after: args.after, handlers, sent: [], isClosed: false }
    streams.push(stream)
    return {
      send: (input: StreamInput<'terminal'>) => void stream.sent.push(input),
      close() {
        stream.isClosed = true
      },
    }
  }) as unknown as Engine['open']
  const attachment = createAttachment({
    open,
    screen: {
      write(content, done = () => {}) {
        drawn.push(text.decode(content))
        if (drawsAtOnce) done()
        else undrawn.push(done)
      },
    },
    onShape: (shape) => drawn.push(shape === null ? '[own]' : `[${shape.columns}×${shape.rows}]`),
    onEnd: (result) => ended.push(result),
  })
  const at = (index: number): OpenedStream => {
    const stream = streams.at(index)
    if (!stream) throw new Error(`There is no stream ${index}.`)
    return stream
  }
  return { attachment, streams, at, drawn, undrawn, ended }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const reset = '\u001bc'

describe('attaching', () => {
  it('opens the stream, tells the size and then what was typed before', () => {
    const { attachment, at } = setUp()
    attachment.resize(120, 30)
    attachment.input(bytes('ls\r'))
    attachment.start('a', true)
    expect({ id: at(0).id, sent: at(0).sent }).toEqual({
      id: 'a',
      sent: [
        { type: 'resize', columns: 120, rows: 30 },
        { type: 'input', bytes: bytes('ls\r') },
      ],
    })
  })

  it('gives credit when bytes are drawn, not when they arrive', () => {
    const { attachment, at, undrawn } = setUp({ drawsAtOnce: false })
    const consumed = vi.fn()
    attachment.start('a', true)
    at(0).handlers.onData(bytes('hello'), consumed, {})
    expect(consumed).not.toHaveBeenCalled()
    undrawn[0]?.()
    expect(consumed).toHaveBeenCalledTimes(1)
  })

  it('draws what is replayed at its own size, and lets go of that at the end, also of the stream', () => {
    const { attachment, at, drawn } = setUp()
    const size = { columns: 120, rows: 30 }
    attachment.start('a', false)
    at(0).handlers.onData(bytes('old'), () => {}, { isReplay: true, size })
    at(0).handlers.onData(bytes(''), () => {}, { isReplay: true, size: null })
    at(0).handlers.onData(bytes('new'), () => {}, {})
    expect(drawn.filter((content) => content !== '')).toEqual(['[120×30]', 'old', '[own]', 'new'])
    at(0).handlers.onData(bytes('more'), () => {}, { isReplay: true, size })
    attachment.stop()
    expect(drawn.filter((content) => content.startsWith('['))).toEqual([
      '[120×30]',
      '[own]',
      '[120×30]',
      '[own]',
    ])
  })

  it('sends a size only when it changed', () => {
    const { attachment, at } = setUp()
    attachment.start('a', true)
    attachment.resize(80, 24)
    attachment.resize(80, 24)
    attachment.resize(80, 25)
    expect(at(0).sent).toEqual([
      { type: 'resize', columns: 80, rows: 24 },
      { type: 'resize', columns: 80, rows: 25 },
    ])
  })

  it('cuts a large paste into frames', async () => {
    const { attachment, at } = setUp()
    attachment.start('a', true)
    const paste = new Uint8Array(attachmentLimits.inputFrameBytes * 2 + 5).fill(97)
    attachment.input(paste)
    // With room between them for what is drawn meanwhile.
    expect(at(0).sent).toHaveLength(1)
    await vi.runAllTimersAsync()
    expect(at(0).sent.map((input) => (input.type === 'input' ? input.bytes.byteLength : 0))).toEqual([
      attachmentLimits.inputFrameBytes,
      attachmentLimits.inputFrameBytes,
      5,
    ])
  })
})

it('drops the rest of a paste when it is interrupted, and keeps the order of what is typed', async () => {
  const { attachment, at } = setUp()
  attachment.start('a', true)
  attachment.input(new Uint8Array(attachmentLimits.inputFrameBytes * 5).fill(97))
  attachment.input(bytes('typed'))
  attachment.input(Uint8Array.of(3))
  await vi.runAllTimersAsync()
  expect(at(0).sent.map((input) => (input.type === 'input' ? input.bytes.byteLength : 0))).toEqual([
    attachmentLimits.inputFrameBytes,
    1,
  ])
})

describe('hidden', () => {
  it('stays attached to a quiet session and lets go of a busy one', () => {
    const { attachment, at } = setUp()
    attachment.start('a', true)
    attachment.setVisible(false)
    at(0).handlers.onData(bytes('a line\n'), () => {}, {})
    expect(at(0).isClosed).toBe(false)
    at(0).handlers.onData(new Uint8Array(attachmentLimits.hiddenBytes), () => {}, {})
    expect(at(0).isClosed).toBe(true)
  })

  it('goes on where it was when shown, without clearing the screen', () => {
    const { attachment, at, drawn } = setUp()
    attachment.start('a', true)
    attachment.setVisible(false)
    at(0).handlers.onData(new Uint8Array(attachmentLimits.hiddenBytes + 1), () => {}, {})
    attachment.setVisible(true)
    at(1).handlers.onData(bytes('what it missed'), () => {}, { isReplay: true })
    expect({
      after: [at(0).after, at(1).after],
      last: drawn.at(-1),
      isCleared: drawn.includes(reset),
    }).toEqual({
      after: [null, attachmentLimits.hiddenBytes + 1],
      last: 'what it missed',
      isCleared: false,
    })
  })

  it('clears the screen when what it missed is not kept, and counts on from there', () => {
    const { attachment, at, drawn } = setUp()
    attachment.start('a', true)
    at(0).handlers.onData(bytes('first'), () => {}, {})
    at(0).handlers.onData(bytes('the screen'), () => {}, {
      isReplay: true,
      isFresh: true,
      omittedBytes: 1000,
    })
    at(0).handlers.onData(bytes('then'), () => {}, { isReplay: true })
    expect(drawn.filter((one) => one !== '').slice(-3)).toEqual([reset, 'the screen', 'then'])
    at(0).handlers.onEnd({ ok: false, error: { code: 'EngineGone', message: 'gone' } })
    attachment.reattach()
    expect(at(1).after).toBe(1004)
  })

  it('does nothing when shown while attached', () => {
    const { attachment, streams } = setUp()
    attachment.start('a', true)
    attachment.setVisible(false)
    attachment.setVisible(true)
    expect(streams).toHaveLength(1)
  })
})

describe('replay', () => {
  it('lasts from its first byte to its last, as the screen gets to them', () => {
    const { attachment, at, undrawn } = setUp({ drawsAtOnce: false })
    attachment.start('a', false)
    at(0).handlers.onData(bytes('old'), () => {}, { isReplay: true })
    const told = [attachment.isReplaying()]
    for (const done of undrawn) {
      done()
      told.push(attachment.isReplaying())
    }
    expect(told).toEqual([false, true, false])
  })

  it('does not happen for a session that was started here: nobody has answered it', () => {
    const { attachment, at, drawn } = setUp()
    attachment.start('a', true)
    at(0).handlers.onData(bytes('asks'), () => {}, { isReplay: true })
    expect(drawn).toEqual(['asks'])
  })
})

it('tells apart what a program without a terminal wrote to its standard error', () => {
  const { attachment, at, drawn } = setUp()
  attachment.start('a', true)
  at(0).handlers.onData(bytes('no such file'), () => {}, { output: 'stderr' })
  expect(drawn.join('')).toBe('\u001b[31mno such file\u001b[39m')
})

describe('ends', () => {
  const gone = { ok: false, error: { code: 'EngineGone', message: 'gone' } } as const

  it('a lost connection is followed by another stream when the session is still there', () => {
    const { attachment, at, streams, ended } = setUp()
    attachment.start('a', true)
    at(0).handlers.onEnd(gone)
    attachment.reattach()
    expect({ streams: streams.length, id: at(1).id, ended }).toEqual({ streams: 2, id: 'a', ended: [] })
  })

  it('an ended session takes no input and is not opened again', () => {
    const { attachment, at, streams, drawn, ended } = setUp()
    const summary = { id: 'a' } as never
    attachment.start('a', true)
    at(0).handlers.onEnd({ ok: true, value: summary })
    attachment.input(bytes('x'))
    attachment.reattach()
    attachment.setVisible(true)
    expect({ streams: streams.length, sent: at(0).sent, ended }).toEqual({
      streams: 1,
      sent: [],
      ended: [{ ok: true, value: summary }],
    })
    // Mouse reports off, cursor hidden.
    expect(drawn.at(-1)).toContain('\u001b[?1003l')
    expect(drawn.at(-1)).toContain('\u001b[?25l')
  })

  it('another session starts on a cleared screen', () => {
    const { attachment, at, drawn } = setUp()
    attachment.start('a', true)
    at(0).handlers.onEnd({ ok: true, value: { id: 'a' } as never })
    attachment.start('b', true)
    attachment.input(bytes('x'))
    expect({ last: drawn.at(-1), id: at(1).id, sent: at(1).sent.length }).toEqual({
      last: reset,
      id: 'b',
      sent: 1,
    })
  })

  it('what was typed for a session that is lost does not reach the next one', () => {
    const { attachment, at } = setUp()
    attachment.start('a', true)
    at(0).handlers.onEnd(gone)
    attachment.input(bytes('rm -rf build\r'))
    attachment.stop()
    attachment.start('b', true)
    expect(at(1).sent).toEqual([])
  })

  it('nothing is kept open after it is disposed of', () => {
    const { attachment, at, streams } = setUp()
    attachment.start('a', true)
    attachment.dispose()
    attachment.setVisible(true)
    expect({ isClosed: at(0).isClosed, streams: streams.length }).toEqual({ isClosed: true, streams: 1 })
  })
})
