// What the program tells of itself, and `run`: create, start, wait and delete in one.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBench } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('version, features and the configuration to begin with', async () => {
  const { runtime } = bench
  expect(await runtime.version()).toMatchObject({
    name: 'runc',
    version: runtime.info.runc?.version,
    commit: runtime.info.runc?.commit,
    spec: runtime.info.runc?.spec,
    go: expect.stringMatching(/^go/),
  })
  const features = await runtime.features()
  expect(features.linux?.namespaces).toContain('pid')
  const annotation = features.annotations['org.opencontainers.runc.version']
  expect(annotation).toBe(annotation?.trim())
  expect(annotation).toBe(runtime.info.runc?.version)
  const config = await runtime.spec()
  expect(config).toMatchObject({ process: { args: ['sh'], capabilities: { bounding: expect.any(Array) } } })
  expect(JSON.stringify(config)).not.toMatch(/inheritable|ambient/)
  const rootless = await runtime.spec({ rootless: true, keepInheritable: true })
  expect(rootless).toMatchObject({ linux: { uidMappings: expect.any(Array) } })
  const [operations] = readdirSync(join(bench.directory, 'state'))
  expect(readdirSync(join(bench.directory, 'state', operations ?? '', 'operations'))).toEqual([])
  const commands = bench.commands.map(({ argv }) => argv.slice(3).join(' '))
  expect(commands.slice(0, 2)).toEqual(['--version', 'features'])
})

test('run waits, tells how it ended, and leaves nothing', async () => {
  const bundle = bench.bundle('once', { args: ['sh', '-c', 'echo done; exit 7'] })
  const { exit, container } = await bench.runtime.run('once', bundle)
  expect(exit).toMatchObject({ code: 7, source: 'conmon' })
  expect(container.id).toBe('once')
  expect(bench.traces('once')).toEqual([])
  const kept = await bench.runtime.run('once', bundle, { keep: true })
  expect(kept.container.state()).toMatchObject({ status: 'stopped', exit: { code: 7 } })
  await kept.container.delete()
})

test('run detached leaves it running; aborted or failed it leaves nothing', async () => {
  const bundle = bench.bundle('lasting')
  const detached = await bench.runtime.run('lasting', bundle, { detach: true })
  expect([detached.exit, detached.container.state().status]).toEqual([null, 'running'])
  await detached.container.delete({ force: true })
  const giveUp = new AbortController()
  const running = bench.runtime.run('lasting', bundle, { signal: giveUp.signal })
  await expect.poll(() => existsSync(join(bench.root, 'lasting', 'state.json'))).toBe(true)
  await expect.poll(() => bench.runtime.get('lasting').state().status).toBe('running')
  giveUp.abort()
  await expect(running).rejects.toMatchObject({ code: 'Cancelled' })
  expect(bench.traces('lasting')).toEqual([])
  const broken = bench.bundle('nothing', { args: ['/no/such/program'] })
  await expect(bench.runtime.run('nothing', broken)).rejects.toMatchObject({ code: 'ExecFailed' })
  expect(bench.traces('nothing')).toEqual([])
})
