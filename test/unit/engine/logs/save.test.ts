// Saving while a log is rotated, and what may not be written over.
import { linkSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LogOrigin } from '../../../../electron/engine/logs/log-origin.ts'
import { saveLog } from '../../../../electron/engine/logs/save.ts'
import { record, rotatedOnce, writeLog, type WrittenLog } from './log-text.ts'

let log: WrittenLog
let folder: string
beforeEach(() => {
  log = writeLog([record('one'), record('two'), record('three')])
  folder = mkdtempSync(join(tmpdir(), 'rd-save-'))
})
afterEach(() => {
  log.remove()
  rmSync(folder, { recursive: true })
})

function save(origin: LogOrigin, path: string): Promise<number> {
  const channel = { outstanding: 0, send() {}, end() {}, fail() {} }
  return saveLog(origin, { path, output: null, hasTimes: false }, channel, new AbortController().signal)
}

describe('saving a log', () => {
  it('finds every file again when each has got another name', async () => {
    const path = join(folder, 'saved')
    const origin = rotatedOnce(log, ([first, second, third], live) => {
      renameSync(first, `${live}.3`)
      renameSync(second, `${live}.2`)
      renameSync(third, `${live}.1`)
    })
    await save(origin, path)
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\nthree\n')
  })

  it('fails, and leaves nothing, when one of them is gone', async () => {
    const origin = rotatedOnce(log, ([, second]) => rmSync(second))
    await expect(save(origin, join(folder, 'saved'))).rejects.toMatchObject({
      code: 'NotFound',
      message: expect.stringMatching(/cleared/),
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('does not take the log’s own place, under whatever name', async () => {
    const path = `${log.origin.path}.again`
    linkSync(log.origin.path, path)
    await expect(save(log.origin, path)).rejects.toMatchObject({ code: 'InvalidArgument' })
    expect(statSync(path).ino).toBe(statSync(log.origin.path).ino)
  })
})
