// Logs through the real engine on real runc: followed over a rotation, searched with a pattern that takes for ever,
// saved or given up.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { StreamEnd } from '../../../src-shared/contract.ts'
import { credit } from '../../../src-shared/credit.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { LogFindings, LogNews } from '../../../src-shared/logs-model.ts'
import { makeBundle } from '../../fixtures/bundle.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { startRealEngine, type RealEngine } from '../../fixtures/engine/real-engine.ts'

let engine: RealEngine
let folder: string
let bundles: string

beforeAll(async () => {
  const bundle = await bundleEntry('electron/engine/stdio-entry.ts')
  folder = bundle.folder
  engine = await startRealEngine({ program: bundle.program })
  bundles = mkdtempSync(join(tmpdir(), 'rd-logs-'))
})
afterAll(async () => {
  await engine.dispose()
  rmSync(folder, { recursive: true, force: true })
  rmSync(bundles, { recursive: true, force: true })
})

async function start(id: string, script: string): Promise<{ key: string; log: string }> {
  const bundle = makeBundle(join(bundles, id), { args: ['sh', '-c', script] })
  const { key } = await engine.client.call('containers.create', { id, bundle })
  await engine.client.call('containers.start', { key })
  const { logPath } = await engine.client.call('containers.detail', { key })
  return { key, log: logPath ?? '' }
}

type Ended<Name extends 'logFollow' | 'logSearch' | 'logSave'> =
  { ok: true; value: StreamEnd<Name> } | { ok: false; error: ErrorInfo }

function follow(key: string, onNews: (news: LogNews) => void): Promise<Ended<'logFollow'>> {
  return new Promise((resolve) => {
    engine.client.open(
      'logFollow',
      { key, from: null, output: null },
      {
        onData(bytes, consumed) {
          onNews(JSON.parse(Buffer.from(bytes).toString()) as LogNews)
          consumed()
        },
        onEnd: resolve,
      },
    )
  })
}

it('follows a log to its end, over rotations, without a gap', async () => {
  const { key, log } = await start(
    'logs-rotated',
    'i=0; while [ $i -lt 300 ]; do echo "line $i"; i=$((i+1)); busybox usleep 3000; done',
  )
  const seen = new Set<string>()
  const ended = follow(key, ({ lines }) => {
    for (const { text } of lines) seen.add(text)
  })
  // conmon's own: what it does when the log is opened anew.
  await expect.poll(() => existsSync(`${log}.1`), { timeout: 5000, interval: 5 }).toBe(true)
  writeFileSync(join(log, '..', 'bundle', 'ctl'), '2 0 0\n')
  expect(await ended).toMatchObject({ ok: true })
  expect(statSync(log).ino).not.toBe(statSync(`${log}.1`).ino)
  expect([...seen]).toEqual(Array.from({ length: 300 }, (_, index) => `line ${index}`))
})

it('tells a viewer that is far behind what it does not see', async () => {
  const { key, log } = await start('logs-flood', 'seq 1 200000; echo end')
  const frames: LogNews[] = []
  let held: (() => void)[] = []
  let isHolding = true
  let heldBytes = 0
  const ended = new Promise<Ended<'logFollow'>>((resolve) => {
    engine.client.open(
      'logFollow',
      { key, from: null, output: null },
      {
        onData(bytes, consumed) {
          frames.push(JSON.parse(Buffer.from(bytes).toString()) as LogNews)
          heldBytes += bytes.byteLength
          if (isHolding) held.push(consumed)
          else consumed()
        },
        onEnd: resolve,
      },
    )
  })
  const length = (): number => statSync(log).size
  await expect.poll(length, { timeout: 10_000 }).toBeGreaterThan(8_000_000)
  await expect.poll(() => heldBytes, { timeout: 10_000 }).toBeGreaterThanOrEqual(credit.highWaterBytes)
  isHolding = false
  for (const consumed of held) consumed()
  held = []
  expect(await ended).toMatchObject({ ok: true })
  const skipped = frames.reduce((sum, frame) => sum + (frame.skipped?.lines ?? 0), 0)
  const seen = new Set(frames.flatMap(({ lines }) => lines.map(({ text }) => text)))
  expect(skipped).toBeGreaterThan(0)
  expect(seen.has('end')).toBe(true)
  // Counted are records; a line may have two.
  expect(skipped + seen.size).toBeGreaterThanOrEqual(200_001)
})

it('gives up a search whose pattern takes for ever, and goes on answering meanwhile', async () => {
  const { key } = await start('logs-searched', `echo ${'a'.repeat(5000)}b; echo needle; sleep 1000`)
  const query = { isRegex: true, isCaseSensitive: true, output: null }
  const page = () => engine.client.call('logs.page', { key, from: 'end', direction: 'before', output: null })
  await expect.poll(async () => (await page()).lines.length).toBe(2)
  const stuck = engine.client.open(
    'logSearch',
    { key, pattern: '^(a+)+$', ...query },
    { onData: () => {}, onEnd: () => {} },
  )
  expect((await page()).lines).toHaveLength(2)
  stuck.close()
  const found: LogFindings[] = []
  const end = await new Promise<Ended<'logSearch'>>((resolve) => {
    engine.client.open(
      'logSearch',
      { key, pattern: 'n[e]+dle$', ...query },
      {
        onData(bytes, consumed) {
          found.push(JSON.parse(Buffer.from(bytes).toString()) as LogFindings)
          consumed()
        },
        onEnd: resolve,
      },
    )
  })
  expect(end).toEqual({ ok: true, value: { count: 1 } })
  expect(found.at(-1)).toMatchObject({ count: 1 })
  expect(found.flatMap(({ matches }) => matches.map(({ excerpt }) => excerpt))).toEqual(['needle'])
  const refused = await new Promise<Ended<'logSearch'>>((resolve) => {
    engine.client.open('logSearch', { key, pattern: '(', ...query }, { onData: () => {}, onEnd: resolve })
  })
  expect(refused).toMatchObject({ ok: false, error: { code: 'InvalidArgument' } })
})

it('runs so many searches at once, and gives up their places', async () => {
  const { key } = await start('logs-searches', `echo ${'a'.repeat(5000)}b; sleep 1000`)
  const query = { key, pattern: '^(a+)+$', isRegex: true, isCaseSensitive: true, output: null }
  const page = () => engine.client.call('logs.page', { key, from: 'end', direction: 'before', output: null })
  await expect.poll(async () => (await page()).lines.length).toBe(1)
  const open = () => engine.client.open('logSearch', query, { onData: () => {}, onEnd: () => {} })
  const running = [open(), open(), open(), open()]
  const ended = (pattern: string) =>
    new Promise<Ended<'logSearch'>>((resolve) => {
      engine.client.open(
        'logSearch',
        { ...query, pattern },
        { onData: (_bytes, consumed) => consumed(), onEnd: resolve },
      )
    })
  expect(await ended('b$')).toMatchObject({ ok: false, error: { code: 'NotSupported' } })
  for (const one of running) one.close()
  await expect.poll(async () => ended('b$')).toEqual({ ok: true, value: { count: 1 } })
})

it('saves all of it or nothing', async () => {
  const { key } = await start('logs-saved', 'echo out; echo error >&2; printf half')
  const save = (path: string, hasTimes: boolean) =>
    new Promise<Ended<'logSave'>>((resolve) => {
      engine.client.open(
        'logSave',
        { key, path, output: 'stdout', hasTimes },
        { onData: (_bytes, consumed) => consumed(), onEnd: resolve },
      )
    })
  await expect.poll(async () => (await engine.client.call('logs.source', { key })).isThere).toBe(true)
  await expect
    .poll(async () => (await engine.client.call('containers.detail', { key })).summary.status)
    .toBe('stopped')
  const path = join(bundles, 'saved.log')
  expect(await save(path, false)).toEqual({ ok: true, value: { bytes: 8 } })
  expect(readFileSync(path, 'utf8')).toBe('out\nhalf')
  await save(path, true)
  expect(readFileSync(path, 'utf8')).toMatch(/^\d{4}-\S+Z out\n\d{4}-\S+Z half\n$/)
  expect(await save('/proc/nowhere/saved.log', false)).toMatchObject({
    ok: false,
    error: { code: 'PermissionDenied' },
  })
  expect(readdirSync(bundles).filter((name) => name.endsWith('.part'))).toEqual([])
})
