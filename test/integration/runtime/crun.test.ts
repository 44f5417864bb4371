// Another program than runc: what crun can do is done, what it cannot is said. It is the machine's, else one of the
// archive's, and runs under cgroup v2 only.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { otherPrograms } from '../../../build/test/debian-programs.mjs'
import type { Runtime } from '../../../electron/runtime/index.ts'
import { openBench, systemPath } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench
let crun: Runtime
let program = 'crun'
/** Why crun cannot be tried here; null when it can. */
let obstacle: string | null = null

beforeAll(async () => {
  bench = await openBench()
  const isInstalled = !spawnSync('crun', ['--version']).error
  const { crun: fetched, reason } = isInstalled ? { crun: null, reason: null } : await otherPrograms()
  if (bench.runtime.info.cgroup === 'hybrid') obstacle = 'crun refuses cgroup v1 and v2 side by side'
  else if (isInstalled) crun = await bench.another({ runtime: 'crun' })
  else if (fetched) {
    program = join(fetched.directory, 'crun')
    crun = await bench.another({ runtime: 'crun', searchPath: `${fetched.directory}:${systemPath}` })
  } else obstacle = `crun is not installed. ${reason ?? 'What was fetched does not run here.'}`
}, 300_000)
afterAll(() => bench.close())
beforeEach(({ skip }) => {
  if (obstacle !== null) skip(obstacle)
})

function crunBundle(
  name: string,
  args = ['sh', '-c', 'trap "exit 3" TERM; while :; do sleep 0.05; done'],
): string {
  return bench.bundle(name, {
    args,
    edit: (config) => {
      // crun raises a limit to load a program for devices, which not every machine lets it.
      config.linux.resources = {}
      config.annotations = { owner: 'tests' }
    },
  })
}

test('it is found by name and tells its own version', async () => {
  expect(crun.info.runc).toMatchObject({ name: 'crun', path: expect.stringMatching(/\/crun$/) })
  expect(await crun.version()).toMatchObject({ name: 'crun', version: crun.info.runc?.version, go: null })
  expect(await crun.spec()).toMatchObject({ process: { args: ['sh'] } })
  expect((await crun.recheck()).runc).toEqual(crun.info.runc)
})

test('a container’s life, its state read from what crun writes', async () => {
  const container = await crun.create('crunchy', crunBundle('crunchy'))
  expect(container.state()).toMatchObject({
    status: 'created',
    bundle: expect.stringMatching(/\/crunchy$/),
    rootfs: expect.stringMatching(/^\/.*\/rootfs$/),
    annotations: { owner: 'tests' },
    hasCgroup: true,
    isSupervised: true,
  })
  await container.start()
  expect(container.state()).toMatchObject({ status: 'running', pid: container.pid() })
  expect(container.stats()).toMatchObject({
    cpu: { totalNs: expect.any(Number) },
    network: expect.any(Array),
  })
  await container.pause()
  // crun does not wait for the last process to freeze.
  await expect.poll(() => container.state().status).toBe('paused')
  await container.resume()
  const process = await crun.startProcess(
    container,
    { args: ['sh', '-c', 'echo hello; read answer; exit 4'] },
    { terminal: { columns: 80, rows: 24 } },
  )
  const chunks: Uint8Array[] = []
  process.onData((bytes) => chunks.push(bytes))
  // What is said right before the end does not always get through crun 1.8, so this one waits to be told to.
  await expect.poll(() => Buffer.concat(chunks).toString()).toBe('hello\r\n')
  process.write(Buffer.from('\n'))
  expect(await new Promise((resolve) => process.onExit(resolve))).toMatchObject({ code: 4 })
  await container.stop(5000)
  expect(await container.wait()).toMatchObject({ code: 3, source: 'conmon' })
  expect(container.state().status).toBe('stopped')
  await container.delete()
  expect(crun.list()).toEqual([])
  expect(bench.traces('crunchy')).toEqual([])
})

test('its words become our codes', async () => {
  const container = await crun.create('wordy', crunBundle('wordy'))
  await container.start()
  await expect(container.start()).rejects.toMatchObject({ code: 'Running' })
  await container.kill('KILL')
  await container.wait()
  for (const refused of [container.kill('KILL'), container.start(), container.pause(), container.resume()]) {
    await expect(refused).rejects.toMatchObject({ code: 'Stopped' })
  }
  await container.delete()
  await expect(container.start()).rejects.toMatchObject({ code: 'NotFound' })
  const broken = crunBundle('wordless', ['/no/such/program'])
  await expect(crun.run('wordless', broken)).rejects.toMatchObject({ code: 'ExecFailed' })
  expect(bench.traces('wordless')).toEqual([])
})

test('what it cannot do is NotSupported, in a sentence', async () => {
  const container = await crun.create('unable', crunBundle('unable'))
  const version = crun.info.runc?.version
  const told = { code: 'NotSupported', message: `crun ${version} does not have the command “events”.` }
  await expect(container.events().next()).rejects.toMatchObject(told)
  const features = await crun.features().catch((error: unknown) => error)
  if (features instanceof Error) expect(features).toMatchObject({ code: 'NotSupported' })
  else expect(features).toMatchObject({ ociVersionMin: expect.any(String) })
  await expect(container.update({ cpu: { idle: 1 } })).rejects.toMatchObject({
    code: 'NotSupported',
    message: `crun ${version} does not have “update cpu.idle”.`,
  })
  expect(bench.commands.some(({ argv }) => argv.includes('events'))).toBe(false)
  await container.delete({ force: true })
})

test('one run by crun beside it: read, and left to crun by a runtime on runc', async () => {
  const { status } = spawnSync(
    program,
    ['--root', bench.root, 'run', '--detach', '--bundle', crunBundle('aside', ['sleep', '60']), 'aside'],
    { stdio: 'ignore' },
  )
  expect(status).toBe(0)
  expect(crun.get('aside').state()).toMatchObject({ status: 'running', isSupervised: false })
  expect(bench.runtime.get('aside').state()).toMatchObject({
    status: 'broken',
    problem: 'It was made by crun, whose state is not runc’s.',
  })
  await crun.get('aside').delete({ force: true })
  expect(crun.list()).toEqual([])
})
