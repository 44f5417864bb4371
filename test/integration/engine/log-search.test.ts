// The search itself, with its threads, on logs that are rotated, cleared or not their user's.
import { renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { LogOrigin } from '../../../electron/engine/logs/log-origin.ts'
import type { searchLog } from '../../../electron/engine/logs/search.ts'
import type { LogFindings } from '../../../src-shared/logs-model.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { record, rotatedOnce, writeLog, type WrittenLog } from '../../unit/engine/logs/log-text.ts'

let folder: string
let search: typeof searchLog
const written: WrittenLog[] = []

beforeAll(async () => {
  const bundle = await bundleEntry('electron/engine/logs/search.ts')
  folder = bundle.folder
  search = ((await import(bundle.program)) as { searchLog: typeof searchLog }).searchLog
})
afterEach(() => {
  for (const log of written.splice(0)) log.remove()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function threeFiles(first: string): WrittenLog {
  const log = writeLog([record(first), record('needle two'), record('needle three')])
  written.push(log)
  return log
}

async function find(origin: LogOrigin, { pattern = 'needle' }: { pattern?: string } = {}) {
  const frames: LogFindings[] = []
  const channel = {
    outstanding: 0,
    send: (bytes: Uint8Array) => frames.push(JSON.parse(Buffer.from(bytes).toString()) as LogFindings),
    end() {},
    fail() {},
  }
  const { signal } = new AbortController()
  const count = await search(origin, { pattern, isRegex: true, isCaseSensitive: true }, null, channel, signal)
  const excerpts = frames.flatMap(({ matches }) => matches.map(({ excerpt }) => excerpt))
  return { count, excerpts, isCut: frames.at(-1)?.isCut }
}

it('searches every file, also when each has got another name meanwhile', async () => {
  const origin = rotatedOnce(threeFiles('needle one'), ([first, second, third], live) => {
    renameSync(first, `${live}.3`)
    renameSync(second, `${live}.2`)
    renameSync(third, `${live}.1`)
  })
  expect(await find(origin)).toEqual({
    count: 3,
    excerpts: ['needle one', 'needle two', 'needle three'],
    isCut: false,
  })
})

it('says so when some of the log is gone', async () => {
  const origin = rotatedOnce(threeFiles('needle one'), ([, second]) => rmSync(second))
  expect(await find(origin)).toEqual({ count: 2, excerpts: ['needle one', 'needle three'], isCut: true })
})

it('shows nothing of a file that is not its user’s', async () => {
  const { origin } = threeFiles('needle one')
  const uid = statSync(origin.path).uid + 1
  await expect(find({ ...origin, uid })).rejects.toMatchObject({ code: 'PermissionDenied' })
})

it('ends all its threads when one of them fails', async () => {
  // The first is at a pattern that takes for ever when the other meets what cannot be opened.
  const origin = rotatedOnce(threeFiles(`${'a'.repeat(5000)}b`), ([, , third]) => {
    rmSync(third)
    symlinkSync(third, third)
  })
  await expect(find(origin, { pattern: '^(a+)+$' })).rejects.toMatchObject({ code: 'StateUnreadable' })
})
