import { closeSync, openSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scanStretch } from '../../../../electron/engine/logs/scan.ts'
import { compilePattern, type SearchQuery } from '../../../../electron/engine/logs/search-pattern.ts'
import { shownLine } from '../../../../src-shared/control-sequences.ts'
import { record, writeLog } from './log-text.ts'

const texts = Array.from({ length: 4000 }, (_, index) => {
  const kinds = [
    `[INFO] request ${index} took ${(index * 31) % 500} ms`,
    `[ERROR] broken pipe ${index}; retry`,
    '',
    `größer als ${index} Stück`,
    'progress 10 %\rprogress 100 %',
    ` stdout F ${index} looks like a header`,
    'windows line end\r',
    'tabs\tand  blanks ',
  ]
  return kinds[index % kinds.length] ?? ''
})
const coloured = '\u001b[31mERR\u001b[0mOR in \u001b[1mcolour\u001b[0m'

/** As conmon parts what it reads, now and then, with the other output in between. */
function parted(): Buffer {
  return Buffer.concat(
    texts.flatMap((text, index) => {
      const output = index % 3 === 0 ? 'stderr' : 'stdout'
      if (index % 13 !== 5 || text.length < 3) return [record(text, { output })]
      const between =
        index % 2 === 0 ? [record('', { output: output === 'stderr' ? 'stdout' : 'stderr' })] : []
      const middle = text.length >> 1
      return [
        record(text.slice(0, middle), { output, goesOn: true }),
        ...between,
        record(text.slice(middle), { output }),
      ]
    }),
  )
}

function content(extra: readonly Buffer[]): Buffer {
  const lines = texts.map((text, index) => record(text, { output: index % 3 === 0 ? 'stderr' : 'stdout' }))
  return Buffer.concat([...lines.slice(0, 2500), ...extra, ...lines.slice(2500)])
}

function search(bytes: Buffer, query: SearchQuery, stretches = 1, mostMatches = 10) {
  const log = writeLog([bytes])
  const path = log.origin.path
  const descriptor = openSync(path, 'r')
  try {
    const end = bytes.length
    const file = String(statSync(path).ino)
    const step = Math.ceil(end / stretches)
    const scans = Array.from({ length: stretches }, (_, index) =>
      scanStretch(
        {
          descriptor,
          file,
          format: 'conmon',
          from: index * step,
          to: Math.min(end, (index + 1) * step),
          end,
          output: null,
        },
        compilePattern(query),
        mostMatches,
      ),
    )
    return {
      count: scans.reduce((sum, scan) => sum + scan.count, 0),
      matches: scans.flatMap(({ matches }) => matches),
    }
  } finally {
    closeSync(descriptor)
    log.remove()
  }
}

const patterns = [
  'took 49\\d ms',
  '^\\[ERROR',
  'retry$',
  '^$',
  'stück',
  'St.ck',
  'gr\\S+er',
  '\\s$',
  'line end$',
  '10 %',
  '2026',
  'stdout',
  '[^a]broken',
  'ms[\\s\\S]*request',
  'pipe \\D*',
  '(?<!r)etry',
  '(?=took)\\w+',
  'a|b',
  '(\\d)\\1',
  '\\bF\\b',
  '[^]',
  'x*',
  'request\\s+\\d+',
  '[\\[\\]]',
  'and\\s\\sblanks\\s',
  '\\u00fc',
  '\\n',
  'F ',
]

describe('searching a stretch', () => {
  it.each(patterns)('finds what line by line is found: %s', (pattern) => {
    const query = { pattern, isRegex: true, isCaseSensitive: pattern !== 'stück' }
    const exact = new RegExp(pattern, pattern === 'stück' ? 'i' : '')
    const expected = texts.filter((text) => exact.test(shownLine(text))).length
    const bytes = content([])
    expect(search(bytes, query).count).toBe(expected)
    expect(search(bytes, query, 7).count).toBe(expected)
    const inBetween = texts.filter((text, index) => index % 26 === 18 && text.length >= 3).length
    const empty = exact.test('') ? inBetween : 0
    expect(search(parted(), query).count).toBe(expected + empty)
    // However many are told of.
    expect(search(bytes, query, 3, 5000).matches).toHaveLength(expected)
  })

  it('takes text as text', () => {
    const query = { pattern: '[ERROR] broken pipe 1;', isRegex: false, isCaseSensitive: true }
    expect(search(content([]), query).matches).toMatchObject([
      {
        excerpt: '[ERROR] broken pipe 1; retry',
        start: 0,
        length: 22,
        offset: record(texts[0] ?? '').length,
      },
    ])
  })

  it('sees through colours and over the parts of a line', () => {
    const parts = [
      record('needle in a hay', { goesOn: true }),
      record('other', { output: 'stderr' }),
      record('stack'),
    ]
    const bytes = content([record(coloured), ...parts])
    const find = (pattern: string) => search(bytes, { pattern, isRegex: true, isCaseSensitive: true }, 5)
    expect(find('^ERROR in colour$').count).toBe(1)
    expect(find('haystack').matches).toMatchObject([{ excerpt: 'needle in a haystack', output: 'stdout' }])
    expect(find('\u001b').count).toBe(0)
  })

  it('does not choke on one huge line', () => {
    const bytes = Buffer.concat([record('start'), record('x'.repeat(3_000_000)), record('needle')])
    const find = (pattern: string) => search(bytes, { pattern, isRegex: true, isCaseSensitive: true }, 3)
    expect(find('needle').count).toBe(1)
    expect(find('start').count).toBe(1)
  })
})
