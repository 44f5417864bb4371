import { describe, expect, it } from 'vitest'
import { createFrameDecoder, encodeFrame, MalformedFrame } from '../../../src-shared/stdio-frames.ts'

function joined(pieces: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces))
}
function encoded(...frames: object[]): Uint8Array {
  return joined(frames.flatMap(encodeFrame))
}
/** A frame by hand: its JSON as it is, then raw bytes. */
function raw(json: string, bytes: number[] = [], jsonLength = Buffer.byteLength(json)): Uint8Array {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(4 + Buffer.byteLength(json) + bytes.length, 0)
  head.writeUInt32BE(jsonLength, 4)
  return joined([head, Buffer.from(json), Uint8Array.from(bytes)])
}

const frames = [
  { type: 'call', call: 1, name: 'engine.ping', args: {} },
  { type: 'data', stream: 2, bytes: Uint8Array.of(0, 1, 254, 255) },
  { type: 'send', stream: 2, data: { type: 'input', bytes: new TextEncoder().encode('é\n') } },
  { type: 'data', stream: 3, bytes: new Uint8Array(0) },
  { type: 'event', name: 'terminals.changed', payload: [{ id: 'ü', exit: null }] },
]

describe('frames on byte streams', () => {
  it('come out as they went in, whatever pieces the stream makes of them', () => {
    const all = encoded(...frames)
    for (const size of [1, 2, 3, 7, 64, all.byteLength]) {
      const decoder = createFrameDecoder()
      const found: unknown[] = []
      for (let at = 0; at < all.byteLength; at += size) {
        found.push(...decoder.push(all.subarray(at, at + size)))
      }
      expect(found).toEqual(frames)
      expect(decoder.isMidFrame).toBe(false)
    }
  })

  it('give bytes an array of their own', () => {
    const [frame] = createFrameDecoder().push(encoded(frames[1] ?? {})) as [{ bytes: Uint8Array }]
    expect(frame.bytes.buffer.byteLength).toBe(4)
    expect(Object.getPrototypeOf(frame.bytes)).toBe(Uint8Array.prototype)
  })

  it('take a view on a larger buffer for what it shows', () => {
    const view = Buffer.from('abcdef').subarray(2, 4)
    expect(createFrameDecoder().push(encoded({ type: 'data', stream: 1, bytes: view }))).toEqual([
      { type: 'data', stream: 1, bytes: Uint8Array.from([99, 100]) },
    ])
  })

  it('carry one array of bytes at most', () => {
    const bytes = new Uint8Array(1)
    expect(() => encodeFrame({ bytes, data: { bytes } })).toThrow(TypeError)
  })

  it('know that they are in the middle of one', () => {
    const decoder = createFrameDecoder()
    expect(decoder.push(encoded(...frames).subarray(0, -1))).toHaveLength(frames.length - 1)
    expect(decoder.isMidFrame).toBe(true)
  })
})

describe('what is no frame', () => {
  it.each([
    ['too large', Uint8Array.of(255, 255, 255, 255)],
    ['too small', Uint8Array.of(0, 0, 0, 3, 0, 0, 0)],
    ['text', new TextEncoder().encode('bash: runc: command not found\n')],
    ['JSON longer than the frame', raw('[null,1]', [], 1000)],
    ['broken JSON', raw('[null,')],
    ['broken UTF-8', joined([raw('[null,"xx"]').subarray(0, -4), Uint8Array.of(0xff, 0xff, 0x22, 0x5d)])],
    ['no pair', raw('{"type":"call"}')],
    ['bytes without a place', raw('[null,{}]', [1])],
    ['a place that is none', raw('["bytes",{"bytes":null}]', [1])],
    ['a place that is not there', raw('[["bytes"],{}]', [1])],
    ['a place that is taken', raw('[["bytes"],{"bytes":1}]', [1])],
    ['a place in a prototype', raw('[["__proto__","bytes"],{}]', [1])],
    ['a place too deep', raw('[["a","a","a"],{"a":{"a":{"a":null}}}]', [1])],
    ['a place in nothing', raw('[["a","b"],{"a":null}]', [1])],
  ])('is refused: %s', (_what, bytes) => {
    expect(() => createFrameDecoder().push(bytes)).toThrow(MalformedFrame)
  })

  it('is refused before it is held', () => {
    expect(() => createFrameDecoder(100).push(Uint8Array.of(0, 0, 0, 101))).toThrow(/limit of 100/)
  })
})
