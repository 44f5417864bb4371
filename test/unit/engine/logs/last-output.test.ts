import { afterEach, describe, expect, it } from 'vitest'
import type { LogOrigin } from '../../../../electron/engine/logs/log-origin.ts'
import { readLastOutput } from '../../../../electron/engine/logs/last-output.ts'
import { toPlainText } from '../../../../electron/engine/logs/plain-text.ts'
import { record, writeLog, type WrittenLog } from './log-text.ts'

const written: WrittenLog[] = []
function log(...args: Parameters<typeof writeLog>): LogOrigin {
  const one = writeLog(...args)
  written.push(one)
  return one.origin
}
afterEach(() => {
  for (const one of written.splice(0)) one.remove()
})

describe('plain text', () => {
  it.each([
    ['\u001b[1;31mred\u001b[0m \u001b[38;5;200mpink\u001b[m', 'red pink'],
    ['\u001b]0;title\u0007a\u001b]8;;https://x\u001b\\b\u001b]8;;\u001b\\', 'ab'],
    ['\u001bPq#0;1\u001b\\a\u001b_hidden\u001b\\b', 'ab'],
    ['\u001b(B\u001b=\u001b7a\u001bc', 'a'],
    ['a\u0007b\u0000c\u009bmd\u007f', 'abcd'],
    ['a\tb\r\nc\r\r\nd', 'a\tb\nc\nd'],
    ['10 %\r50 %\r100 %\nend\r', '100 %\nend'],
    ['cut \u001b', 'cut '],
    ['cut \u001b[38;5', 'cut '],
    ['cut \u001b]0;ti', 'cut '],
    ['<b>é 日本</b>', '<b>é 日本</b>'],
  ])('%j becomes %j', (raw, expected) => {
    expect(toPlainText(raw)).toBe(expected)
  })

  it('comes quickly out of whatever is thrown at it', () => {
    const hostile = ['\u001b]', '\u001b[', '\u001bP', '\r', '\u001b\u001b['].map((part) =>
      part.repeat(30_000),
    )
    const begun = performance.now()
    for (const text of hostile) toPlainText(text)
    expect(performance.now() - begun).toBeLessThan(1000)
  })
})

describe('the last output', () => {
  it('is all of a short log', async () => {
    const content = [record('\u001b[32mhello\u001b[0m'), record('wor', { goesOn: true }), record('ld')]
    expect(await readLastOutput(log([Buffer.concat(content)]))).toBe('hello\nworld\n')
    expect(await readLastOutput(log(['']))).toBe('')
    expect(await readLastOutput(log([]))).toBe('')
  })

  it('is the end of a long one, from the start of a line', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => record(`line ${index} é`))
    const output = await readLastOutput(log([Buffer.concat(lines)]))
    expect(output).toMatch(/^line \d+ é\n/)
    expect(output.endsWith('line 4999 é\n')).toBe(true)
    expect(Buffer.byteLength(output)).toBeLessThanOrEqual(4096)
    expect(Buffer.byteLength(output)).toBeGreaterThan(4000)
  })

  it('is cut between characters when there are no lines', async () => {
    expect(await readLastOutput(log([record('日'.repeat(5000))]))).toMatch(/^日+\n$/)
  })

  it('is Docker’s too', async () => {
    const line = JSON.stringify({ log: 'hello\n', stream: 'stdout', time: '2026-08-03T12:00:00Z' })
    expect(await readLastOutput(log([`${line}\n`], { format: 'docker' }))).toBe('hello\n')
  })
})
