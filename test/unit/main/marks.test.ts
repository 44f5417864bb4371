import { mkdtempSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createMarks } from '../../../electron/main/marks.ts'

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'marks-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'perf.json')
}

test('the marks are written once the list is there and the window shown, each with its first time, in order', () => {
  const file = temporaryFile()
  const launchedAt = Date.now() - 1000
  const marks = createMarks(launchedAt, file)
  marks.mark('main')
  marks.mark('shell')
  marks.mark('list')
  expect(existsSync(file)).toBe(false)
  marks.mark('shown')
  const first = readFileSync(file, 'utf8')
  marks.mark('shown')
  expect(readFileSync(file, 'utf8')).toBe(first)

  const written = JSON.parse(first) as { launchedAt: number; marks: Record<string, number> }
  expect(written.launchedAt).toBe(launchedAt)
  expect(Object.keys(written.marks)).toEqual(['main', 'shell', 'list', 'shown'])
  expect(written.marks.main).toBeGreaterThanOrEqual(999)
  expect(written.marks.list).toBeGreaterThanOrEqual(written.marks.shell ?? Number.NaN)
})

test('without a file nothing is written, and marks can be asked for', () => {
  const marks = createMarks(Date.now(), null)
  expect(marks.has('list')).toBe(false)
  marks.mark('list')
  expect(marks.has('list')).toBe(true)
})
