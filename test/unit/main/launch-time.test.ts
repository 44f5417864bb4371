import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { launchTime } from '../../../electron/main/launch-time.ts'

test('a process’s start is known to some hundredths of a second', async () => {
  const before = Date.now()
  const child = spawn('sleep', ['10'])
  await once(child, 'spawn')
  const after = Date.now()
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
  const started = launchTime(stat, readFileSync('/proc/uptime', 'utf8'), Date.now())
  child.kill()
  expect(started).toBeGreaterThan(before - 30)
  expect(started).toBeLessThan(after + 30)
})

test('a name with brackets and spaces does not mislead', () => {
  const stat = `1 (a) (b c) S ${Array.from({ length: 18 }, () => '0').join(' ')} 500 0 0`
  expect(launchTime(stat, '20.00 1.00', 100_000)).toBe(85_000)
})
