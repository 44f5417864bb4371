// The time of a container's start is that of its start, whatever is done in it later and whoever has started it.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Container, Runtime } from '../../../electron/runtime/index.ts'
import { openBench, foreignCgroups } from './setup.ts'
import type { Bench } from './setup.ts'

/** Between the creation and the start: long enough to tell the two apart. */
const waitMs = 400
/** Of init's start time (field 22 of its stat), and of the boot's moment that it counts from. */
const toleranceMs = 60

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

function startOf(container: Container): number {
  return Date.parse(container.state().startedAt ?? '')
}

/** Runs a program in it; runc then changes its own directory of the container. */
function execIn(id: string): void {
  const before = statSync(join(bench.root, id)).mtimeMs
  expect(bench.runc('exec', id, 'true')).toEqual({ status: 0, output: '' })
  expect(statSync(join(bench.root, id)).mtimeMs).toBeGreaterThan(before)
}

function runForeign(id: string, verb: 'create' | 'run'): void {
  const bundle = bench.bundle(id, {
    edit: (config) => (config.linux.cgroupsPath = `${foreignCgroups}/${id}`),
  })
  const flags = verb === 'run' ? ['--detach'] : []
  expect(bench.runc(verb, ...flags, '--bundle', bundle, id).status).toBe(0)
}

async function watching(runtime: Runtime, body: () => Promise<void>): Promise<void> {
  const watch = runtime.watch(() => undefined)
  await delay(50)
  await body()
  watch.dispose()
}

test('of ours: when we started it, to this and any later runtime, before and after its end', async () => {
  const container = await bench.runtime.create('ours', bench.bundle('ours'))
  expect(container.state().startedAt).toBe(null)
  await delay(waitMs)
  const before = Date.now()
  await container.start()
  const after = Date.now()
  const at = startOf(container)
  expect([at >= before - 5, at <= after + 5]).toEqual([true, true])
  await delay(50)
  execIn('ours')
  expect(startOf(container)).toBe(at)
  const later = await bench.another({})
  expect(startOf(later.get('ours'))).toBe(at)
  await container.pause()
  await container.resume()
  expect(startOf(container)).toBe(at)
  await container.kill('KILL')
  await container.wait()
  expect(startOf(container)).toBe(at)
  await container.delete()
})

test('of a foreign one: when the watcher saw it started', async () => {
  await watching(bench.runtime, async () => {
    runForeign('seen', 'create')
    const container = bench.runtime.get('seen')
    await delay(waitMs)
    const before = Date.now()
    bench.runc('start', 'seen')
    const after = Date.now()
    await delay(100)
    const at = startOf(container)
    expect([at >= before - 5, at <= after + 5]).toEqual([true, true])
    execIn('seen')
    await delay(50)
    expect(startOf(container)).toBe(at)
    await container.delete({ force: true })
  })
})

test('of a foreign one that nobody watched: when its init was started', async () => {
  const before = Date.now()
  runForeign('unseen', 'run')
  const after = Date.now()
  const container = bench.runtime.get('unseen')
  const at = startOf(container)
  expect([at >= before - toleranceMs, at <= after + toleranceMs]).toEqual([true, true])
  await delay(waitMs)
  execIn('unseen')
  expect(startOf(container)).toBe(at)
  bench.runc('update', '--pids-limit', '100', 'unseen')
  expect(startOf(container)).toBe(at)
  await container.delete({ force: true })
})
