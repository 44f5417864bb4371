// Following a log whose files are cleared while they are read.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { followLog } from '../../../../electron/engine/logs/follow.ts'
import type { LogOrigin } from '../../../../electron/engine/logs/log-origin.ts'
import type { LogNews, LogPlace } from '../../../../src-shared/logs-model.ts'
import { record } from './log-text.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rd-follow-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const records = (from: number, to: number): Buffer =>
  Buffer.concat(Array.from({ length: to - from }, (_, index) => record(`line ${from + index}`)))

/** Ended, so following ends too. */
function origin(): LogOrigin {
  const files = () =>
    readdirSync(folder)
      .toSorted()
      .map((name) => {
        const path = join(folder, name)
        const { ino, size } = statSync(path)
        return { path, file: String(ino), size }
      })
  return { format: 'conmon', path: join(folder, '2'), files, isLive: () => false, note: null, uid: null }
}

async function follow(from: LogPlace | null, onNews: (news: LogNews) => void): Promise<LogNews[]> {
  const all: LogNews[] = []
  const channel = {
    outstanding: 0,
    send(bytes: Uint8Array) {
      const news = JSON.parse(Buffer.from(bytes).toString()) as LogNews
      all.push(news)
      onNews(news)
    },
    end() {},
    fail() {},
  }
  const { signal } = new AbortController()
  await followLog(origin(), { from, output: null }, channel, () => Promise.resolve(), signal)
  return all
}

it('reads a file to its end that is cleared in the middle of that, and tells the size of what is left', async () => {
  writeFileSync(join(folder, '1'), records(0, 5000))
  writeFileSync(join(folder, '2'), records(5000, 5010))
  const news = await follow(null, ({ lines }) => {
    if (lines[0]?.text === 'line 0') rmSync(join(folder, '1'))
  })
  const texts = news.flatMap(({ lines }) => lines.map(({ text }) => text))
  expect(texts).toEqual(Array.from({ length: 5010 }, (_, index) => `line ${index}`))
  expect(news.some(({ skipped }) => skipped)).toBe(false)
  expect(news[0]?.size).toBe(records(0, 5010).length)
  expect(news.at(-1)?.size).toBe(records(5000, 5010).length)
})

it('says so when the file of its place is gone', async () => {
  writeFileSync(join(folder, '2'), records(0, 3))
  const from = { file: '1', offset: 77 }
  const news = await follow(from, () => {})
  expect(news[0]?.skipped).toEqual({ lines: null, bytes: null, from })
  expect(news.flatMap(({ lines }) => lines)).toHaveLength(3)
})
