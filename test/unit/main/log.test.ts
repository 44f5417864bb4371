import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../../electron/main/log.ts'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'log-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

test('lines carry time and level, in a file for its owner only', () => {
  const path = join(temporaryFolder(), 'logs', 'main.log')
  const log = createLog(path)
  log.write('info', 'one\n')
  log.write('error', 'two')
  log.flush()
  expect(readFileSync(path, 'utf8')).toMatch(/^\d{4}-\S+Z info one\n\d{4}-\S+Z error two\n$/)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a full file makes way for a new one', () => {
  const path = join(temporaryFolder(), 'main.log')
  writeFileSync(path, 'x'.repeat(1024 * 1024 + 1))
  const log = createLog(path)
  log.write('info', 'new')
  log.flush()
  expect(statSync(`${path}.old`).size).toBe(1024 * 1024 + 1)
  expect(readFileSync(path, 'utf8')).toMatch(/ info new\n$/)
})

test('a flood is bounded, and what was dropped is counted', () => {
  const path = join(temporaryFolder(), 'main.log')
  const log = createLog(path)
  for (let index = 0; index < 5000; index += 1) log.write('info', 'y'.repeat(index === 0 ? 100_000 : 1))
  log.flush()
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  expect(lines).toHaveLength(2001)
  expect(lines[0]?.length).toBeLessThan(8300)
  expect(lines.at(-1)).toMatch(/3000 lines were dropped/)
})
