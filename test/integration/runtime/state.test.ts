// What is read is what runc says, and what we remember outlives us: exits, terminals, cgroups of their own.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectLeftovers } from '../../../electron/runtime/collect.ts'
import { createLayout } from '../../../electron/runtime/layout.ts'
import { StateReader } from '../../../electron/runtime/state-reader.ts'
import type { RuntimeContext } from '../../../electron/runtime/context.ts'
import { openBench, foreignCgroups } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('forty containers in all states, ours and others, are read as runc lists them', async () => {
  const bundle = bench.bundle('mixed', { edit: (config) => (config.annotations = { 'a=b': 'c=d', e: '' }) })
  const ids = Array.from({ length: 40 }, (_, index) => `mixed-${index}`)
  await Promise.all(
    ids.map(async (id, index) => {
      const container = await bench.runtime.create(id, bundle)
      if (index % 4 === 0) return
      await container.start()
      if (index % 4 === 1) await container.pause()
      if (index % 4 === 2) {
        await container.kill('KILL')
        await container.wait()
      }
    }),
  )
  const foreign = bench.bundle('plain', {
    edit: (config) => (config.linux.cgroupsPath = `${foreignCgroups}/plain`),
  })
  bench.runc('run', '--detach', '--bundle', foreign, 'plain')
  const listed = JSON.parse(
    execFileSync('runc', ['--root', bench.root, 'list', '--format', 'json'], { encoding: 'utf8' }),
  ) as Record<string, unknown>[]
  const layout = createLayout({
    root: bench.root,
    stateDirectory: join(bench.directory, 'state'),
    socketDirectory: '/',
  })
  const ours = bench.runtime.list().map((state) => {
    const fields = {
      ociVersion: state.ociVersion,
      id: state.id,
      pid: state.pid ?? 0,
      status: state.status,
      // runc knows the bundle that we derived.
      bundle: state.isSupervised ? layout.places(state.id).bundle : state.bundle,
      rootfs: state.rootfs,
      created: state.created,
      owner: 'root',
    }
    return state.isSupervised ? Object.assign(fields, { annotations: state.annotations }) : fields
  })
  const byId = (one: { id?: unknown }, other: { id?: unknown }): number =>
    String(one.id) < String(other.id) ? -1 : 1
  expect(ours.toSorted(byId)).toEqual(listed.toSorted(byId))
  expect(bench.runtime.list().filter((state) => state.status === 'running')).toHaveLength(11)
  await Promise.all(ids.map((id) => bench.runtime.get(id).delete({ force: true })))
  await bench.runtime.get('plain').delete({ force: true })
  expect(bench.runtime.list()).toEqual([])
})

test('the same id in two roots has two cgroups: pausing one leaves the other running', async () => {
  const bundle = bench.bundle('twin')
  const other = await bench.another({ root: join(bench.directory, 'second') })
  const [one, two] = await Promise.all([bench.runtime.create('twin', bundle), other.create('twin', bundle)])
  await one.start()
  await two.start()
  await one.pause()
  expect([one.state().status, two.state().status]).toEqual(['paused', 'running'])
  await one.delete({ force: true })
  expect(two.state().status).toBe('running')
  await two.delete({ force: true })
  expect([bench.runtime.list(), other.list()]).toEqual([[], []])
})

test('what was listed before is read as it is now: paused, ended, deleted, and another of the same id', async () => {
  const bundle = bench.bundle('again', {
    edit: (config) => (config.linux.cgroupsPath = `${foreignCgroups}/again`),
  })
  /** Twice: what was met before is read through files that are held open. */
  const listed = (): unknown => {
    bench.runtime.list()
    return bench.runtime.list().find(({ id }) => id === 'again')
  }
  for (let round = 0; round < 3; round += 1) {
    // By others: nobody tells the runtime.
    bench.runc('run', '--detach', '--bundle', bundle, 'again')
    const state = readFileSync(join(bench.root, 'again', 'state.json'), 'utf8')
    const { init_process_pid: pid } = JSON.parse(state) as { init_process_pid: number }
    expect(listed()).toMatchObject({ status: 'running', pid, hasCgroup: true })
    bench.runc('pause', 'again')
    expect(listed()).toMatchObject({ status: 'paused', pid })
    bench.runc('resume', 'again')
    expect(listed()).toMatchObject({ status: 'running', pid })
    bench.runc('kill', 'again', 'KILL')
    await expect.poll(listed).toMatchObject({ status: 'stopped', pid: null })
    bench.runc('delete', 'again')
    expect(listed()).toBeUndefined()
  }
})

test('how it ended is known to a runtime that was not there', async () => {
  const first = await bench.another({})
  const bundle = bench.bundle('later', { args: ['sh', '-c', 'echo out; sleep 0.2; exit 77'] })
  const container = await first.create('later', bundle)
  await container.start()
  await first.dispose()
  await expect
    .poll(() => bench.runtime.get('later').state().exit)
    .toMatchObject({ code: 77, source: 'conmon' })
  const logPath = bench.runtime.get('later').logPath ?? ''
  expect(readFileSync(logPath, 'utf8')).toMatch(/^\S+ stdout F out\n$/)
  await bench.runtime.get('later').delete()
})

test('a killed conmon leaves an exit that is unknown, never 0', async () => {
  const container = await bench.runtime.create('orphaned', bench.bundle('orphaned'))
  await container.start()
  const monitor = Number(readFileSync(join(container.logPath ?? '', '..', 'conmon.pid'), 'utf8'))
  process.kill(monitor, 'SIGKILL')
  await container.kill('KILL')
  expect(await container.wait()).toMatchObject({ code: null, signal: null, source: 'pidwatch' })
  await container.delete()
  expect(bench.traces('orphaned')).toEqual([])
})

test('running out of memory is told', async () => {
  const bundle = bench.bundle('hungry', {
    args: ['sh', '-c', 'x=a; while :; do x=$x$x; done'],
    edit: (config) =>
      (config.linux.resources = { memory: { limit: 16 * 1024 * 1024, swap: 16 * 1024 * 1024 } }),
  })
  const container = await bench.runtime.create('hungry', bundle).catch((error: unknown) => {
    // Where the memory controller is bound to the other cgroup version there is no limit to run into.
    expect(bench.runtime.info.cgroup).toBe('v2')
    expect(error).toMatchObject({ code: expect.stringMatching(/RuncFailed|CgroupUnavailable/) })
    return null
  })
  if (!container) return
  await container.start()
  expect(await container.wait()).toMatchObject({ code: 137, signal: 'SIGKILL', oomKilled: true })
  await container.delete()
})

test('a container with a terminal of its own, and none where it is overridden', async () => {
  const bundle = bench.bundle('tty', {
    args: ['sh', '-c', 'test -t 0 && echo terminal; sleep 60'],
    edit: (config) => (config.process.terminal = true),
  })
  const container = await bench.runtime.create('tty', bundle)
  await container.start()
  expect(container.state().terminal).toBe(true)
  await expect.poll(() => readFileSync(container.logPath ?? '', 'utf8')).toMatch(/stdout F terminal\r?\n/)
  await container.delete({ force: true })
  expect(bench.traces('tty')).toEqual([])
  const plain = await bench.runtime.create('tty', bundle, { terminal: false })
  expect(plain.state().terminal).toBe(false)
  await plain.delete()
  expect(readdirSync(join(bench.directory, 's'))).toEqual([])
})

test('relative paths and large numbers of config.json survive', async () => {
  const bundle = bench.bundle('exact', {
    edit: (config) =>
      config.mounts.push({ destination: '/data', type: 'bind', source: 'data', options: ['rbind'] }),
  })
  mkdirSync(join(bundle, 'data'))
  writeFileSync(join(bundle, 'data', 'file'), 'content')
  const config = join(bundle, 'config.json')
  const limits = '"resources": { "memory": { "limit": 9223372036854771712 },'
  writeFileSync(config, readFileSync(config, 'utf8').replace('"resources": {', limits))
  const container = await bench.runtime
    .create('exact', bundle, { terminal: false })
    .catch((error: unknown) => {
      expect(bench.runtime.info.cgroup).toBe('v2')
      expect(String(error)).toContain('memory')
      return null
    })
  if (!container) return
  await container.start()
  const derived = join(container.logPath ?? '', '..', 'bundle', 'config.json')
  expect(readFileSync(derived, 'utf8')).toContain('"limit":9223372036854771712')
  const process = await bench.runtime.startProcess(
    container,
    { args: ['cat', '/data/file'] },
    {
      terminal: { columns: 80, rows: 24 },
    },
  )
  const chunks: Uint8Array[] = []
  process.onData((bytes) => chunks.push(bytes))
  await new Promise((resolve) => process.onExit(resolve))
  expect(Buffer.concat(chunks).toString()).toBe('content')
  expect(await container.spec()).toMatchObject({ process: { args: ['sleep', '600'] } })
  await container.delete({ force: true })
})

test('what other tools have deleted is cleared away, and nothing that lives', async () => {
  const bundle = bench.bundle('left')
  const gone = await bench.runtime.create('gone', bundle)
  const alive = await bench.runtime.create('alive', bundle)
  bench.runc('delete', '--force', 'gone')
  const directories = {
    root: bench.root,
    stateDirectory: join(bench.directory, 'state'),
    socketDirectory: join(bench.directory, 's'),
  }
  const layout = createLayout(directories)
  const context = { layout, reader: new StateReader(layout, bench.runtime.info.cgroup) } as RuntimeContext
  await expect.poll(() => existsSync(layout.places('gone').exitFile)).toBe(true)
  collectLeftovers(context)
  // Too young: another process of ours might be at work on it.
  expect(existsSync(layout.places('gone').directory)).toBe(true)
  const old = new Date(Date.now() - 120_000)
  for (const id of ['gone', 'alive']) utimesSync(layout.places(id).directory, old, old)
  collectLeftovers(context)
  expect([existsSync(layout.places('gone').directory), existsSync(layout.places('alive').directory)]).toEqual(
    [false, true],
  )
  expect(bench.traces('gone').filter((path) => !path.startsWith('/sys'))).toEqual([])
  expect(alive.state().status).toBe('created')
  expect(gone.id).toBe('gone')
  await alive.delete()
})
