// What the page makes of a log by itself: runs of one look, times, rows that come and go.
import { describe, expect, it } from 'vitest'
import type { LogLine, LogNews, LogPage } from '../../../src-shared/logs-model.ts'
import type { Engine } from '../../../renderer/engine/connection.ts'
import { runsOf } from '../../../renderer/features/logs/ansi.ts'
import { textOf } from '../../../renderer/features/logs/copy-lines.ts'
import {
  appended,
  cutBefore,
  rowLimits,
  rowsOf,
  windowOf,
  withBefore,
  withBehind,
} from '../../../renderer/features/logs/log-rows.ts'
import { fieldTime, timeText } from '../../../renderer/features/logs/log-time.ts'
import { LogView } from '../../../renderer/features/logs/log-view.ts'

describe('text with control sequences', () => {
  it.each([
    ['plain', [{ text: 'plain', look: {} }]],
    [
      '\u001b[1;31mred\u001b[0m end',
      [
        { text: 'red', look: { isBold: true, color: 'var(--terminal-red)' } },
        { text: ' end', look: {} },
      ],
    ],
    ['\u001b[38;5;196mx', [{ text: 'x', look: { color: 'rgb(255 0 0)' } }]],
    ['\u001b[48;2;1;2;3mx', [{ text: 'x', look: { background: 'rgb(1 2 3)' } }]],
    ['\u001b[38;2;999;0;0mx', [{ text: 'x', look: {} }]],
    [
      'a\u001b]0;title\u0007\u001b[2Jb',
      [
        { text: 'a', look: {} },
        { text: 'b', look: {} },
      ],
    ],
    ['10 %\r\u001b[32m100 %\r', [{ text: '100 %', look: { color: 'var(--terminal-green)' } }]],
    ['windows\r', [{ text: 'windows', look: {} }]],
  ])('%j', (written, runs) => {
    expect(runsOf(written)).toEqual(runs)
  })
})

it('tells times in UTC, locally and since the start', () => {
  const time = Date.UTC(2026, 7, 3, 12, 0, 1, 5)
  expect(timeText(time, 'utc', null)).toBe('2026-08-03 12:00:01.005Z')
  expect(timeText(time, 'start', time - 3_723_004)).toBe('+1:02:03.004')
  expect(timeText(time, 'start', time + 4)).toBe('−0.004')
  expect(timeText(null, 'local', 0)).toBe('–')
  expect(fieldTime('2026-08-03T12:00:01', true)).toBe(time - 5)
  expect(fieldTime('nonsense', true)).toBeNull()
})

function line(offset: number, text = `line ${offset}`, goesOn = false): LogLine {
  return { file: '1', offset, time: 0, output: 'stdout', text, goesOn }
}
function page(from: number, to: number): LogPage {
  const lines = Array.from({ length: to - from }, (_, index) => line(from + index))
  const before = from === 0 ? null : { file: '1', offset: from }
  return { lines, before, after: { file: '1', offset: to }, isEnd: false, position: from, size: to }
}

describe('rows', () => {
  it('take a line that goes on in the place of its beginning', () => {
    const rows = appended(rowsOf([line(0), line(1, 'Pass', true)]), [line(1, 'Password: '), line(2)])
    expect(rows.map((row) => row.line?.text)).toEqual(['line 0', 'Password: ', 'line 2'])
  })

  it('are no more than may be kept, and know where the others are', () => {
    const { most } = rowLimits
    const window = windowOf(page(10, 10 + most))
    const earlier = withBefore(window, page(0, 10))
    expect(earlier).toMatchObject({ before: null, after: { offset: most }, isEnd: false })
    expect(earlier.rows).toHaveLength(most)
    const later = withBehind(window, page(10 + most, 20 + most))
    expect(later).toMatchObject({ before: { offset: 20 }, after: { offset: 20 + most } })
    expect(cutBefore(window, 5)).toMatchObject({ before: { offset: 5 + most } })
  })

  it('are copied as lines', () => {
    expect(textOf(rowsOf([line(0, '\u001b[31mred\u001b[0m'), line(1, 'one ', true), line(2, 'two')]))).toBe(
      'red\none two\n',
    )
  })
})

it('knows the size of a log that is followed', async () => {
  let hear: (news: LogNews) => void = () => {}
  const engine = {
    call: () => Promise.resolve({ ...page(0, 10), isEnd: true }),
    open(
      _name: string,
      _args: unknown,
      { onData }: { onData: (bytes: Uint8Array, done: () => void) => void },
    ) {
      hear = (news) => onData(new TextEncoder().encode(JSON.stringify(news)), () => {})
      return { close() {} }
    },
  }
  const view = new LogView(engine as unknown as Engine, '/run/runc/web', null)
  view.openEnd()
  await expect.poll(() => view.state().isFollowing).toBe(true)
  expect(view.state().size).toBe(10)
  hear({ lines: [line(10)], after: { file: '1', offset: 20 }, size: 20 })
  await expect.poll(() => view.state().size).toBe(20)
  expect(view.state().rows).toHaveLength(11)
  view.dispose()
})
