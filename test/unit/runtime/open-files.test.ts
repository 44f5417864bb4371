// What is held open tells of what it was opened for, and of nobody else; and it is let go.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OpenFiles } from '../../../electron/runtime/open-files.ts'

/** How often this process has a file open. */
function timesOpen(path: string): number {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(path)
    } catch {
      return false // The one that lists them.
    }
  }).length
}

test('a process is read through one open file until it is gone, which closes it', async () => {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' })
  const path = `/proc/${child.pid}/stat`
  const files = new OpenFiles()
  const fields = (text: string | null): string[] | undefined => text?.split(' ').slice(0, 2)
  expect(fields(files.read('one', path))).toEqual(fields(readFileSync(path, 'utf8')))
  expect(fields(files.read('one', path))).toEqual([String(child.pid), '(sleep)'])
  expect(timesOpen(path)).toBe(1)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(files.read('one', path)).toBeNull()
  expect(timesOpen(path)).toBe(0)
  expect(files.read('one', path)).toBeNull()
})

test('what is written into the file is seen, and the files of owners that are gone are closed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rd-open-'))
  try {
    const files = new OpenFiles()
    const [one, other] = [join(directory, 'one'), join(directory, 'other')]
    for (const path of [one, other]) {
      writeFileSync(path, 'THAWED\n')
      expect(files.read(path, path)).toBe('THAWED\n')
    }
    writeFileSync(one, 'FROZEN\n')
    expect(files.read(one, one)).toBe('FROZEN\n')
    files.keepOnly(new Set([one]))
    expect([timesOpen(one), timesOpen(other)]).toEqual([1, 0])
    files.forget(one)
    expect(timesOpen(one)).toBe(0)
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('beyond what may be open at once nothing is, and the path is to be asked', () => {
  const files = new OpenFiles()
  const most = 1024
  const read = Array.from({ length: most + 1 }, (_, index) => files.read(`${index}`, '/proc/self/stat'))
  expect(read.slice(0, most).every((text) => text !== null)).toBe(true)
  expect(read[most]).toBeNull()
  files.keepOnly(new Set())
  expect(files.read('again', '/proc/self/stat')).not.toBeNull()
  files.close()
  expect(files.read('again', '/proc/self/stat')).toBeNull()
  const others = new OpenFiles()
  expect(others.read('again', '/proc/self/stat')).not.toBeNull()
  others.close()
})
