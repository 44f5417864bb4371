import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { decodeK8sLog } from '../../../../electron/engine/logs/k8s-log.ts'
import { readLastOutput } from '../../../../electron/engine/logs/last-output.ts'
import { toPlainText } from '../../../../electron/engine/logs/plain-text.ts'

const time = '2026-11-23T15:57:40.459246595+00:00'
const directory = mkdtempSync(join(tmpdir(), 'runc-desktop-log-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function log(...records: string[]): string {
  const path = join(directory, 'ctr.log')
  writeFileSync(path, records.map((record) => `${time} stdout ${record}\n`).join(''))
  return path
}

describe('conmon’s log', () => {
  it('gives back the bytes', () => {
    const bytes = Buffer.from(
      `${time} stdout F one\n${time} stderr P tw\n${time} stdout F o\n${time} stdout F \n`,
    )
    expect(Buffer.from(decodeK8sLog(bytes, true)).toString()).toBe('one\ntwo\n\n')
  })

  it('leaves out what is torn', () => {
    const bytes = Buffer.from(`9+00:00 stdout F torn\n${time} stdout F whole\n${time} std`)
    expect(Buffer.from(decodeK8sLog(bytes, false)).toString()).toBe('whole\n')
    expect(Buffer.from(decodeK8sLog(Buffer.from('garbage\n\n \n  X y\n'), true)).toString()).toBe('')
  })
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
    expect(await readLastOutput(log('F \u001b[32mhello\u001b[0m', 'P wor', 'F ld'))).toBe('hello\nworld\n')
    expect(await readLastOutput(log())).toBe('')
  })

  it('is the end of a long one, from the start of a line', async () => {
    const output = await readLastOutput(
      log(...Array.from({ length: 5000 }, (_, index) => `F line ${index} é`)),
    )
    expect(output).toMatch(/^line \d+ é\n/)
    expect(output?.endsWith('line 4999 é\n')).toBe(true)
    expect(Buffer.byteLength(output ?? '')).toBeLessThanOrEqual(4096)
    expect(Buffer.byteLength(output ?? '')).toBeGreaterThan(4000)
  })

  it('is cut between characters when there are no lines', async () => {
    const output = await readLastOutput(log(`F ${'日'.repeat(5000)}`))
    expect(output).toMatch(/^日+\n$/)
  })

  it('is nothing when there is no log', async () => {
    expect(await readLastOutput(join(directory, 'gone'))).toBeNull()
  })
})
