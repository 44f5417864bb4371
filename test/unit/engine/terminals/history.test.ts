import { describe, expect, it } from 'vitest'
import { createHistory, type History } from '../../../../electron/engine/terminals/history.ts'

const megabyte = 1024 * 1024
const kept = 2 * megabyte

function textFrom(history: History, position: number): string {
  return Buffer.from(history.read(position, 10 * megabyte).bytes).toString()
}
function lines(count: number, text = 'x'.repeat(90)): Uint8Array {
  return Buffer.from(Array.from({ length: count }, (_, index) => `${index} ${text}\n`).join(''))
}

describe('the history of a terminal', () => {
  it('gives back what was said, in any pieces', () => {
    const history = createHistory()
    const said = lines(5000)
    for (let at = 0; at < said.byteLength; at += 777) history.append(said.subarray(at, at + 777))
    expect(history.end).toBe(said.byteLength)
    const pieces: Uint8Array[] = []
    for (let position = history.replayStart(); position < history.end;) {
      const { bytes, next } = history.read(position, 1000)
      expect(bytes.buffer.byteLength).toBe(bytes.byteLength)
      pieces.push(bytes)
      position = next
    }
    expect(Buffer.concat(pieces).equals(said)).toBe(true)
  })

  it('keeps no reference to what it was given', () => {
    const history = createHistory()
    const bytes = Buffer.from('before')
    history.append(bytes)
    bytes.fill(0)
    expect(textFrom(history, 0)).toBe('before')
  })

  it('forgets the beginning, and replays from the start of a line', () => {
    const history = createHistory()
    const said = lines(60_000)
    history.append(said)
    const start = history.replayStart()
    expect(history.end - start).toBeLessThanOrEqual(kept)
    expect(history.end - start).toBeGreaterThan(kept - 2 * 64 * 1024)
    expect(textFrom(history, start)).toBe(Buffer.from(said).subarray(start).toString())
    expect(textFrom(history, start)).toMatch(/^\d+ x/)
    // Whoever stood where it forgot goes on from what is left.
    expect(history.read(0, 5).next).toBe(history.read(start - 200, 5).next)
  })

  it('never holds more than it should', () => {
    const history = createHistory()
    for (let round = 0; round < 300; round += 1) history.append(new Uint8Array(50_000))
    expect(history.read(0, 100 * megabyte).bytes.byteLength).toBeLessThanOrEqual(kept)
  })

  it.each([
    ['an escape sequence, where no line begins', 'é'.repeat(2 * megabyte), '\u001b[31mred', /^.\[31mred/],
    ['a character, where there is nothing else', '', 'é'.repeat(1.5 * megabyte), /^é/],
  ])('replays from the start of %s', (_what, before, after, expected) => {
    const history = createHistory()
    const tail = Buffer.from(after)
    history.append(Buffer.from(before))
    // So that the cut falls just before the tail, or into a character of it.
    history.append(Buffer.from(`a${after}`))
    if (tail.byteLength < kept) history.append(Buffer.alloc(kept - 64 * 1024 - tail.byteLength, 'b'))
    expect(textFrom(history, history.replayStart())).toMatch(expected)
  })
})
