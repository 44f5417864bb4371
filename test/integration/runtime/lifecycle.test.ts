// The whole life of a container on real runc and conmon, and that nothing is left of it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBench } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})

afterAll(() => bench.close())

test('a container is created, started, paused, resumed, killed and deleted', async () => {
  const bundle = bench.bundle('life', { edit: (config) => (config.annotations = { purpose: 'test=1' }) })
  const before = readFileSync(join(bundle, 'config.json'), 'utf8')
  const container = await bench.runtime.create('life', bundle)
  expect(container.state()).toMatchObject({
    id: 'life',
    status: 'created',
    bundle,
    root: bench.root,
    isSupervised: true,
    ownsBundle: false,
    hasCgroup: true,
    terminal: false,
    annotations: { purpose: 'test=1' },
    startedAt: null,
    exit: null,
    problem: null,
  })
  await container.start()
  expect(container.state().status).toBe('running')
  expect(Date.parse(container.state().startedAt ?? '')).toBeGreaterThan(Date.now() - 5000)
  const pid = container.pid()
  // runc has let init go, which then becomes the program.
  await expect.poll(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toBe('sleep\x00600\x00')
  await container.pause()
  expect(container.state().status).toBe('paused')
  await container.resume()
  expect(container.state().status).toBe('running')
  await container.kill('KILL')
  expect(await container.wait()).toMatchObject({
    code: 137,
    signal: 'SIGKILL',
    oomKilled: false,
    source: 'conmon',
  })
  expect(container.state()).toMatchObject({ status: 'stopped', pid: null, exit: { code: 137 } })
  await container.delete()
  expect(bench.traces('life')).toEqual([])
  expect(readFileSync(join(bundle, 'config.json'), 'utf8')).toBe(before)
  expect(bench.runtime.list()).toEqual([])
})
