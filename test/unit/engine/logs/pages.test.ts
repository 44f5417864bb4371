import { afterEach, describe, expect, it } from 'vitest'
import { readPage } from '../../../../electron/engine/logs/pages.ts'
import { placeOfTime } from '../../../../electron/engine/logs/place-of-time.ts'
import type { LogOrigin } from '../../../../electron/engine/logs/log-origin.ts'
import type { LogLine, LogOutput } from '../../../../src-shared/logs-model.ts'
import { begin, record, writeLog, type WrittenLog } from './log-text.ts'

const written: WrittenLog[] = []
function logOf(...args: Parameters<typeof writeLog>): LogOrigin {
  const log = writeLog(...args)
  written.push(log)
  return log.origin
}
afterEach(() => {
  for (const log of written.splice(0)) log.remove()
})

async function forward(origin: LogOrigin, output: LogOutput | null = null): Promise<LogLine[]> {
  const lines: LogLine[] = []
  let page = await readPage(origin, { from: 'start', direction: 'behind', output })
  lines.push(...page.lines)
  while (!page.isEnd && page.after) {
    page = await readPage(origin, { from: page.after, direction: 'behind', output })
    lines.push(...page.lines)
  }
  return lines
}

async function backward(origin: LogOrigin, output: LogOutput | null = null): Promise<LogLine[]> {
  let page = await readPage(origin, { from: 'end', direction: 'before', output })
  const pages = [page.lines]
  while (page.before) {
    page = await readPage(origin, { from: page.before, direction: 'before', output })
    pages.unshift(page.lines)
  }
  return pages.flat()
}

/** What was written, with parts of lines put together again. */
function said(lines: readonly LogLine[]): string {
  return lines.map(({ text, goesOn }) => (goesOn ? text : `${text}\n`)).join('')
}

const many = (from: number, to: number): Buffer =>
  Buffer.concat(
    Array.from({ length: to - from }, (_, index) =>
      record(`line ${from + index} ${'é'.repeat((from + index) % 50)}`, {
        output: index % 5 === 0 ? 'stderr' : 'stdout',
        tick: from + index,
      }),
    ),
  )

describe('pages of a log', () => {
  it('are the same lines from either end, over all files', async () => {
    const origin = logOf([many(0, 3000), many(3000, 3001), '', many(3001, 6000)])
    const all = await forward(origin)
    expect(all.map(({ text }) => text.split(' ')[1])).toEqual(
      Array.from({ length: 6000 }, (_, at) => String(at)),
    )
    expect(await backward(origin)).toEqual(all)
    const errors = all.filter(({ output }) => output === 'stderr')
    expect(await forward(origin, 'stderr')).toEqual(errors)
    expect(await backward(origin, 'stderr')).toEqual(errors)
  })

  it('put the records of one line together, each output’s own', async () => {
    const origin = logOf([
      Buffer.concat([
        record('one ', { goesOn: true }),
        record('error ', { goesOn: true, output: 'stderr' }),
        record('two', {}),
        record('end', { output: 'stderr' }),
        record('last', { goesOn: true }),
      ]),
    ])
    const lines = await forward(origin)
    expect(lines.map(({ text, output, goesOn }) => [text, output, goesOn])).toEqual([
      ['one two', 'stdout', false],
      ['error end', 'stderr', false],
      ['last', 'stdout', true],
    ])
    expect(await backward(origin)).toEqual(lines)
  })

  const longText = 'wörter '.repeat(100_000)
  const parts = longText.match(/.{1,4000}/gsu) ?? []
  it.each([
    ['in records', Buffer.concat(parts.map((part, at) => record(part, { goesOn: at < parts.length - 1 })))],
    ['in one record', record(longText)],
  ])('give out a huge line in parts, %s', async (_, huge) => {
    const origin = logOf([Buffer.concat([record('before'), huge, record('behind')])])
    for (const lines of [await forward(origin), await backward(origin)]) {
      expect(said(lines) === `before\n${longText}\nbehind\n`).toBe(true)
      expect(Math.max(...lines.map(({ text }) => Buffer.byteLength(text)))).toBeLessThanOrEqual(16 * 1024)
    }
  })

  it('show what is broken as it is, and half a record when nothing more comes', async () => {
    const content = Buffer.concat([
      record(Buffer.from([0xff, 0xfe, 0x00, 0x41])),
      Buffer.from('no record at all\n\n'),
      record('whole'),
      record('half a record').subarray(0, -5),
    ])
    const texts = ['\ufffd\ufffd\u0000A', 'no record at all', '', 'whole']
    const ended = logOf([content])
    expect((await forward(ended)).map(({ text }) => text)).toEqual([...texts, 'half a re'])
    expect((await backward(ended)).map(({ text }) => text)).toEqual([...texts, 'half a re'])
    const live = logOf([content], { isLive: true })
    const page = await readPage(live, { from: 'end', direction: 'before', output: null })
    expect(page.lines.map(({ text }) => text)).toEqual(texts)
    expect(page.after?.offset).toBe(content.indexOf(record('half a record').subarray(0, -5)))
  })

  it('go on from a line without its end where it begins', async () => {
    const content = Buffer.concat([record('first'), record('Password: ', { goesOn: true })])
    const page = await readPage(logOf([content], { isLive: true }), {
      from: 'end',
      direction: 'before',
      output: null,
    })
    expect(page.lines.at(-1)).toMatchObject({ text: 'Password: ', goesOn: true })
    expect(page.after?.offset).toBe(record('first').length)
  })

  it('begin with the oldest file when theirs is gone', async () => {
    const page = await readPage(logOf([many(0, 10)]), {
      from: { file: '1', offset: 77 },
      direction: 'behind',
      output: null,
    })
    expect(page.lines[0]?.text).toBe('line 0 ')
  })

  it('read Docker’s records', async () => {
    const docker = (log: string, stream: string): string =>
      `${JSON.stringify({ log, stream, time: '2026-08-03T12:00:00.123456789Z' })}\n`
    const origin = logOf(
      [
        docker('a “b” \u001b[1m\n', 'stdout') +
          docker('half ', 'stderr') +
          docker('whole\n', 'stderr') +
          '{"log":"cu',
      ],
      { format: 'docker' },
    )
    expect((await backward(origin)).map(({ text, output, time }) => [text, output, time])).toEqual([
      ['a “b” \u001b[1m', 'stdout', begin + 123.456],
      ['half whole', 'stderr', begin + 123.456],
    ])
  })

  it('are found by time', async () => {
    const origin = logOf([many(0, 3000), many(3000, 9000)])
    for (const tick of [0, 1, 2999, 3000, 8999]) {
      const place = await placeOfTime(origin, begin + tick * 1000 - 1)
      if (place === 'end') throw new Error('It is there.')
      const page = await readPage(origin, { from: place, direction: 'behind', output: null })
      expect(page.lines[0]?.time).toBe(begin + tick * 1000)
    }
    expect(await placeOfTime(origin, begin + 1e9)).toBe('end')
  })
})
