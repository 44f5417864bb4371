// Real xterm.js, without a window: the counts of hostile sequences are held to its size, and what they do stays the same.
import { Terminal } from '@xterm/headless'
import { expect, test } from 'vitest'
import { limitRepetition } from '../../../src-shared/sequence-limits.ts'

async function drawn(written: string, isLimited = true): Promise<string[]> {
  const terminal = new Terminal({ cols: 10, rows: 4, allowProposedApi: true })
  if (isLimited) limitRepetition(terminal)
  await new Promise<void>((resolve) => terminal.write(written, resolve))
  const { active } = terminal.buffer
  const lines = Array.from(
    { length: terminal.rows },
    (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
  )
  const place = [active.cursorX, active.cursorY].join()
  terminal.dispose()
  return [...lines, place]
}

const full = 'one\r\ntwo\r\nthree\r\nfour\u001b[2;3H'

test.each(['L', 'M', 'S', 'T', 'b', 'I', 'Z'])('two billion times %s is done in no time', async (final) => {
  const began = performance.now()
  await drawn(`${full}\u001b[2147483647${final}`)
  // Each of them takes minutes without the bound.
  expect(performance.now() - began).toBeLessThan(2000)
})

test.each(['L', 'M', 'S', 'T', 'I', 'Z'])(
  'more than its size of %s draws what as many draw',
  async (final) => {
    const sequence = `${full}\u001b[500${final}x`
    expect(await drawn(sequence)).toEqual(await drawn(sequence, false))
  },
)

test.each(['L', 'M', 'S', 'T', 'b', 'I', 'Z'])('a few of %s are as they were', async (final) => {
  for (const count of ['', '0', '1', '2']) {
    const sequence = `${full}a\u001b[${count}${final}x`
    expect(await drawn(sequence)).toEqual(await drawn(sequence, false))
  }
})

test('another build of xterm.js is noticed', () => {
  expect(() => limitRepetition({ rows: 1, cols: 1 })).toThrow('built in another way')
})
