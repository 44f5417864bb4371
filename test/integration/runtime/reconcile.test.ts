// What a runtime finds after a crash, of its own programs or of itself: it is finished, cleared or named, and nothing of
// anybody else is touched.
import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLayout } from '../../../electron/runtime/layout.ts'
import type { ContainerPlaces, Layout } from '../../../electron/runtime/layout.ts'
import { identify } from '../../../electron/runtime/processes.ts'
import type { Runtime } from '../../../electron/runtime/index.ts'
import { bundleScript } from '../../fixtures/bundled-script.ts'
import { cgroupDirectories, openBench } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench
let layout: Layout
let script: string
let scripts: string

beforeAll(async () => {
  bench = await openBench()
  layout = createLayout({
    root: bench.root,
    stateDirectory: join(bench.directory, 'state'),
    socketDirectory: join(bench.directory, 's'),
  })
  scripts = mkdtempSync('/tmp/rc-')
  script = await bundleScript(resolve(import.meta.dirname, '../../fixtures/create-one.ts'), scripts)
})
afterAll(async () => {
  await bench.close()
  rmSync(scripts, { recursive: true, force: true })
})

/** A runtime that begins now, as after a restart. */
async function restarted(): Promise<Runtime> {
  return bench.another({})
}

function metadataOf(places: ContainerPlaces): Record<string, unknown> {
  return JSON.parse(readFileSync(places.metadata, 'utf8')) as Record<string, unknown>
}

function makeOld(path: string): void {
  const old = new Date(Date.now() - 120_000)
  utimesSync(path, old, old)
}

/** Files, links and cgroups of ours; operations belong to whatever else runs. */
function traces(id: string): string[] {
  return bench.traces(id).filter((path) => !path.startsWith(layout.operationsDirectory))
}

test('a killed conmon: its container runs on, that is said, and it can be deleted', async () => {
  const container = await bench.runtime.create('bereft', bench.bundle('bereft'))
  await container.start()
  expect(container.state().problem).toBe(null)
  const monitor = Number(readFileSync(layout.places('bereft').monitorPidFile, 'utf8'))
  process.kill(monitor, 'SIGKILL')
  await expect.poll(() => container.state().problem).toContain('What it writes is lost')
  const later = await restarted()
  expect(later.info.warnings).toEqual([expect.stringContaining('“bereft”: Its monitor (conmon) was killed')])
  expect(later.get('bereft').state().status).toBe('running')
  await expect(container.rotateLog()).rejects.toMatchObject({ code: 'Stopped' })
  await container.kill('KILL')
  expect(await container.wait()).toMatchObject({ code: null, signal: null })
  expect(container.state()).toMatchObject({ status: 'stopped', problem: null, exit: { code: null } })
  await container.delete()
  expect(traces('bereft')).toEqual([])
})

test('a conmon that was killed before it was known is as lost as any', async () => {
  const container = await bench.runtime.create('unmet', bench.bundle('unmet'))
  const places = layout.places('unmet')
  const monitor = readFileSync(places.monitorPidFile, 'utf8')
  // The disk was full, or it was gone already: we have no identity of it.
  writeFileSync(places.metadata, JSON.stringify({ ...metadataOf(places), monitor: null }))
  expect((await restarted()).info.warnings).toEqual([])
  expect(container.state().problem).toBe(null)
  process.kill(Number(monitor), 'SIGKILL')
  await expect.poll(() => container.state().problem).toContain('Its monitor (conmon) was killed')
  const later = await restarted()
  expect(later.info.warnings).toEqual([expect.stringContaining('“unmet”: Its monitor (conmon) was killed')])
  await container.delete({ force: true })
  expect(traces('unmet')).toEqual([])
})

test('a deletion that was cut off is finished with the bundle of its own, unless runc still has the container', async () => {
  // A deleter that has ended: a stranger now has its pid.
  const deleter = { pid: process.pid, startTime: 1 }
  const markDeleted = (id: string): void => {
    const places = layout.places(id)
    writeFileSync(places.metadata, JSON.stringify({ ...metadataOf(places), deleter }))
  }
  for (const id of ['cut-late', 'cut-early']) {
    await bench.runtime.create(id, bench.bundle(id), { ownsBundle: true })
    markDeleted(id)
  }
  const bundles = ['cut-late', 'cut-early'].map((id) => join(bench.directory, id))
  bench.runc('delete', '--force', 'cut-late')
  await restarted()
  await expect
    .poll(() => [...traces('cut-late'), existsSync(bundles[0] ?? '')], { timeout: 5000 })
    .toEqual([false])
  expect(bench.runtime.get('cut-early').state()).toMatchObject({ status: 'created', ownsBundle: true })
  expect(metadataOf(layout.places('cut-early'))).not.toHaveProperty('deleter')
  // Deleted by another tool after that, its bundle stays.
  bench.runc('delete', '--force', 'cut-early')
  makeOld(layout.places('cut-early').directory)
  await expect.poll(async () => [(await restarted()) && traces('cut-early')], { timeout: 5000 }).toEqual([[]])
  expect(bundles.map((path) => existsSync(path))).toEqual([false, true])
})

test('a creation that was cut off goes with the bundle of its own, soon and after a while', async () => {
  const container = await bench.runtime.create('pattern', bench.bundle('pattern'))
  for (const [id, isOldOne] of [
    ['begun', false],
    ['begun-long-ago', true],
  ] as const) {
    const places = layout.places(id)
    const bundle = bench.bundle(id)
    mkdirSync(places.bundle, { recursive: true })
    const creator = { pid: process.pid, startTime: 1 }
    const about = { id, bundle, ownsBundle: true, phase: 'creating', monitor: null, creator }
    writeFileSync(places.metadata, JSON.stringify({ ...metadataOf(layout.places('pattern')), ...about }))
    if (isOldOne) makeOld(places.directory)
    await restarted()
    const left = (): string[] => [...traces(id), bundle].filter((path) => existsSync(path))
    await expect.poll(left, { timeout: 5000 }).toEqual([])
  }
  await container.delete()
})

test('runc killed in the middle of a creation leaves an error and nothing else', async () => {
  const bundle = bench.bundle('halted', {
    edit: (config) =>
      (config.hooks = { createRuntime: [{ path: '/bin/sh', args: ['sh', '-c', 'kill -9 $PPID; sleep 1'] }] }),
  })
  await expect(bench.runtime.create('halted', bundle)).rejects.toMatchObject({
    code: expect.stringMatching(/RuncFailed|Internal/),
  })
  expect(traces('halted')).toEqual([])
  const again = await bench.runtime.create('halted', bench.bundle('halted-again'))
  await again.delete()
})

test('the creator killed at any moment: what is finished stays, what is half made goes', async () => {
  const bundle = bench.bundle('moments')
  const outcomes: string[] = []
  // Milliseconds after it has begun to run runc; the last when it has said that it is done.
  const moments = [0, 8, 20, 40, 80, null]
  for (const [index, afterMs] of moments.entries()) {
    const id = `moment-${index}`
    const args = [script, bench.directory, id, bundle, ...(afterMs === null ? [] : [String(afterMs)])]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = new Promise((done) => child.once('exit', done))
    if (afterMs === null) {
      let said = ''
      child.stdout.on('data', (text: Buffer) => (said += text.toString()))
      await expect.poll(() => said, { interval: 1, timeout: 10_000 }).toContain('created')
      child.kill('SIGKILL')
    }
    await ended
  }
  // Whatever was still at work has come to its end by now.
  await delay(300)
  const later = await restarted()
  for (let index = 0; index < moments.length; index += 1) {
    const id = `moment-${index}`
    const isKnown = (): boolean => later.list().some((state) => state.id === id)
    await expect.poll(() => isKnown() || traces(id).length === 0, { timeout: 3000 }).toBe(true)
    if (!isKnown()) {
      expect(traces(id)).toEqual([])
      outcomes.push('cleared')
      continue
    }
    expect(later.get(id).state()).toMatchObject({ status: 'created', isSupervised: true, problem: null })
    expect(metadataOf(layout.places(id))).toMatchObject({
      phase: 'created',
      monitor: { pid: expect.any(Number) },
    })
    await later.get(id).start()
    await later.get(id).delete({ force: true })
    expect(traces(id)).toEqual([])
    outcomes.push('finished')
  }
  expect([outcomes[0], outcomes.at(-1)]).toEqual(['cleared', 'finished'])
}, 15_000)

test('a creation without monitor, and one of which runc has only a directory, are cleared away', async () => {
  const bundle = bench.bundle('waiting')
  const container = await bench.runtime.create('waiting', bundle)
  const places = layout.places('waiting')
  const pid = container.pid() ?? 0
  process.kill(Number(readFileSync(places.monitorPidFile, 'utf8')), 'SIGKILL')
  // A creator that has ended: a stranger now has its pid.
  const creator = { pid: process.pid, startTime: 1 }
  writeFileSync(
    places.metadata,
    JSON.stringify({ ...metadataOf(places), phase: 'creating', monitor: null, creator }),
  )
  const ghost = layout.places('ghost')
  mkdirSync(ghost.bundle, { recursive: true })
  mkdirSync(ghost.persist)
  mkdirSync(join(bench.root, 'ghost'))
  const forGhost = { ...metadataOf(places), id: 'ghost', cgroupsPath: layout.cgroupsPath('ghost') }
  writeFileSync(ghost.metadata, JSON.stringify(forGhost))
  // Another tool's: not ours to clear.
  mkdirSync(join(bench.root, 'foreign-ghost'))
  await restarted()
  await expect.poll(() => [...traces('waiting'), ...traces('ghost')], { timeout: 5000 }).toEqual([])
  expect(identify(pid)).toBe(null)
  expect(existsSync(join(bench.root, 'foreign-ghost'))).toBe(true)
  rmSync(join(bench.root, 'foreign-ghost'), { recursive: true })
})

test('a creation that is under way in another process is left alone', async () => {
  const places = layout.places('underway')
  mkdirSync(places.bundle, { recursive: true })
  const container = await bench.runtime.create('model', bench.bundle('model'))
  const metadata = { ...metadataOf(layout.places('model')), id: 'underway', phase: 'creating', monitor: null }
  writeFileSync(places.metadata, JSON.stringify({ ...metadata, creator: identify(process.pid) }))
  await restarted()
  await delay(50)
  expect(existsSync(places.metadata)).toBe(true)
  rmSync(places.directory, { recursive: true })
  await container.delete()
})

test('a reused pid is not taken for conmon', async () => {
  const container = await bench.runtime.create('reused', bench.bundle('reused', { args: ['true'] }))
  await container.start()
  await container.wait()
  const places = layout.places('reused')
  const monitor = { pid: process.pid, startTime: 1 }
  writeFileSync(places.metadata, JSON.stringify({ ...metadataOf(places), monitor }))
  // conmon writes the code twice; with the first it is known.
  for (const path of [places.exitFile, join(places.persist, 'exit')]) {
    await expect.poll(() => existsSync(path)).toBe(true)
    rmSync(path)
  }
  const later = await restarted()
  expect(later.get('reused').exit()).toMatchObject({ code: null, source: 'unknown' })
  await later.get('reused').delete()
  expect(traces('reused')).toEqual([])
})

test('a damaged exit file gives no code, or the right one, and never another', async () => {
  const bundle = bench.bundle('garbled', { args: ['sh', '-c', 'exit 49'] })
  const container = await bench.runtime.create('garbled', bundle)
  await container.start()
  await container.wait()
  const { exitFile, persist } = layout.places('garbled')
  const codes: unknown[] = []
  for (const text of ['', '\0\0', 'abc', '49999', '4', '49']) {
    writeFileSync(exitFile, text)
    codes.push((await restarted()).get('garbled').exit()?.code)
  }
  // conmon has written it twice; of two different numbers either may be the damaged one.
  expect(codes).toEqual([49, 49, 49, 49, null, 49])
  rmSync(exitFile)
  expect(container.exit()).toMatchObject({ code: 49, source: 'conmon' })
  rmSync(join(persist, 'exit'))
  expect(container.exit()).toMatchObject({ code: null, signal: null })
  await container.delete()
  expect(traces('garbled')).toEqual([])
})

test('damaged metadata is set aside and named; a newer version’s is left as it is', async () => {
  for (const id of ['damaged', 'newer']) await bench.runtime.create(id, bench.bundle(id))
  const [damaged, newer] = [layout.places('damaged'), layout.places('newer')]
  const before = metadataOf(newer)
  writeFileSync(damaged.metadata, '{"version":1,"id":"dam')
  writeFileSync(newer.metadata, JSON.stringify({ ...before, version: 99 }))
  const later = await restarted()
  expect(later.info.warnings).toEqual([
    expect.stringContaining(`${damaged.metadata}.damaged`),
    expect.stringContaining('newer version'),
  ])
  expect(readFileSync(`${damaged.metadata}.damaged`, 'utf8')).toBe('{"version":1,"id":"dam')
  expect(metadataOf(newer)['version']).toBe(99)
  expect(later.get('damaged').state()).toMatchObject({ status: 'created', isSupervised: false })
  writeFileSync(newer.metadata, JSON.stringify(before))
  rmSync(`${damaged.metadata}.damaged`)
  writeFileSync(damaged.metadata, JSON.stringify({ ...before, id: 'damaged' }))
  for (const id of ['damaged', 'newer']) await bench.runtime.get(id).delete({ force: true })
})

test('stale pid files, temporary names, socket links and empty cgroups are no hindrance and go', async () => {
  const places = layout.places('stale')
  mkdirSync(places.bundle, { recursive: true })
  for (const name of ['.init.pid', 'init.pid', '.conmon.pid', 'conmon.pid', 'meta.json.1.2.tmp']) {
    writeFileSync(join(places.directory, name), '1')
  }
  const container = await bench.runtime.create('stale', bench.bundle('stale'))
  expect(readdirSync(places.directory)).not.toContain('.init.pid')
  const left = join(places.directory, 'meta.json.1.2.tmp')
  writeFileSync(left, '{')
  makeOld(left)
  const link = join(bench.directory, 's', '0123456789abcdef')
  symlinkSync(join(layout.containersDirectory, 'never/bundle'), link)
  const [hierarchy] = cgroupDirectories(layout.cgroupsPath('stale'))
  const empty = join(hierarchy ?? '', '../nobody')
  mkdirSync(empty)
  await restarted()
  expect([left, link, empty].filter((path) => existsSync(path))).toEqual([])
  expect(container.state().status).toBe('created')
  await container.delete()
  expect(traces('stale')).toEqual([])
})

test('running out of memory, and how and when it ended, are known to a runtime that was not there', async (context) => {
  const limit = 16 * 1024 * 1024
  const first = await bench.another({})
  const bundle = bench.bundle('hungry', {
    args: ['sh', '-c', 'x=a; while :; do x=$x$x; done'],
    edit: (config) => (config.linux.resources = { memory: { limit, swap: limit } }),
  })
  const container = await first.create('hungry', bundle).catch((error: unknown) => {
    expect(bench.runtime.info.cgroup).toBe('v2')
    expect(error).toMatchObject({ code: expect.stringMatching(/RuncFailed|CgroupUnavailable/) })
    return null
  })
  if (!container) context.skip('the memory controller is bound to cgroup v1 here')
  const before = Date.now()
  await container?.start()
  await container?.wait()
  await first.dispose()
  const later = await restarted()
  const exit = later.get('hungry').exit()
  expect(exit).toMatchObject({ code: 137, signal: 'SIGKILL', oomKilled: true, source: 'conmon' })
  const finished = Date.parse(exit?.finishedAt ?? '')
  expect([finished >= before - 20, finished <= Date.now() + 20]).toEqual([true, true])
  await later.get('hungry').delete()
})
