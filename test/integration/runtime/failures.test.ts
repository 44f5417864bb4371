// Bad input and bad luck: each ends in one typed sentence, and nothing is left half made.
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLayout } from '../../../electron/runtime/layout.ts'
import type { Container, Runtime } from '../../../electron/runtime/index.ts'
import type { BundleOptions } from '../../fixtures/bundle.ts'
import { openBench } from './setup.ts'
import type { Bench } from './setup.ts'

const fakes = resolve(import.meta.dirname, '../../fixtures/fake-runc')
const systemPath = '/usr/bin:/usr/sbin:/bin:/sbin'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/** A container in a state that a test asks for. */
async function made(id: string, status: 'created' | 'running' | 'paused' | 'stopped'): Promise<Container> {
  const container = await bench.runtime.create(id, bench.bundle(id))
  if (status === 'created') return container
  await container.start()
  if (status === 'paused') await container.pause()
  if (status === 'stopped') {
    await container.kill('KILL')
    await container.wait()
  }
  return container
}

describe('what runc refuses', () => {
  test('verbs in the wrong state', async () => {
    const created = await made('created', 'created')
    const running = await made('running', 'running')
    const paused = await made('paused', 'paused')
    const stopped = await made('stopped', 'stopped')
    const refusals = {
      'pause created': created.pause(),
      'resume created': created.resume(),
      'start running': running.start(),
      'resume running': running.resume(),
      'delete running': running.delete(),
      'kill running with nonsense': running.kill('FOO'),
      'pause paused': paused.pause(),
      'start paused': paused.start(),
      'delete paused': paused.delete(),
      'start stopped': stopped.start(),
      'pause stopped': stopped.pause(),
      'resume stopped': stopped.resume(),
      'kill stopped': stopped.kill('KILL'),
    }
    const codes = Object.entries(refusals).map(async ([name, refusal]) => [
      name,
      await refusal.then(
        () => 'done',
        (error: unknown) => (error as { code: string }).code,
      ),
    ])
    expect(Object.fromEntries(await Promise.all(codes))).toEqual({
      'pause created': 'NotRunning',
      'resume created': 'NotPaused',
      'start running': 'Running',
      'resume running': 'NotPaused',
      'delete running': 'Running',
      'kill running with nonsense': 'InvalidArgument',
      'pause paused': 'Paused',
      'start paused': 'Paused',
      'delete paused': 'Paused',
      'start stopped': 'Stopped',
      'pause stopped': 'Stopped',
      'resume stopped': 'Stopped',
      'kill stopped': 'Stopped',
    })
    await expect(running.start()).rejects.toMatchObject({
      message: 'runc could not start “running”: cannot start an already running container.',
      argv: ['/usr/sbin/runc', '--root', bench.root, 'start', 'running'],
      exitCode: 1,
      output: 'cannot start an already running container',
    })
    for (const container of [created, running, paused, stopped]) await container.delete({ force: true })
  })

  const bundles: [name: string, options: BundleOptions, code: string, message: RegExp][] = [
    ['no-program', { args: ['nosuch'] }, 'ExecFailed', /exec: "nosuch": executable file not found in \$PATH/],
    ['no-file', { args: ['/nosuch'] }, 'ExecFailed', /stat \/nosuch: no such file or directory/],
    ['not-executable', { args: ['/etc/passwd'] }, 'ExecFailed', /permission denied/],
    [
      'relative-cwd',
      { edit: (config) => (config.process.cwd = 'here') },
      'BundleInvalid',
      /Cwd must be an absolute path/,
    ],
    [
      'bad-mount',
      {
        edit: (config) =>
          config.mounts.push({ destination: '/x', type: 'bind', source: '/nosuch', options: ['bind'] }),
      },
      'RuncFailed',
      /error mounting "\/nosuch"/,
    ],
    [
      'bad-hook',
      { edit: (config) => (config.hooks = { createRuntime: [{ path: '/bin/false' }] }) },
      'RuncFailed',
      /error running hook/,
    ],
    [
      'no-mapping',
      { edit: (config) => config.linux.namespaces.push({ type: 'user' }) },
      'BundleInvalid',
      /no uid mappings found/,
    ],
  ]
  test.each(bundles)('a bundle with %s leaves nothing', async (id, options, code, message) => {
    const failed = bench.runtime.create(id, bench.bundle(id, options))
    await expect(failed).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    expect(bench.traces(id)).toEqual([])
    expect(bench.commands.at(-1)).toMatchObject({ containerKey: join(bench.root, id), error: { code } })
  })
})

describe('what we refuse before runc is asked', () => {
  test.each(['', '.', '..', '-x', 'a/b', '../x', 'a b', 'a\nb', 'ü', 'a,b', 'x'.repeat(2000)])(
    'the id %j',
    async (id) => {
      await expect(bench.runtime.create(id, '/nowhere')).rejects.toMatchObject({ code: 'InvalidId' })
    },
  )

  test.each([
    ['missing', undefined, /does not exist/],
    ['empty', null, /is not a bundle: it has no config\.json/],
    ['truncated', '{\n  "process": {\n', /config\.json is not valid JSON: line 3, column 1/],
    ['comma', '{\n  "a": 1,\n}', /line 3, column 1/],
    ['list', '[]', /is not a JSON object/],
    ['no process', '{}', /has no “process”/],
    ['no args', '{"process":{"args":[]},"root":{"path":"rootfs"}}', /names no program/],
    ['wrong args', '{"process":{"args":["a",3]},"root":{"path":"rootfs"}}', /names no program/],
    ['no root', '{"process":{"args":["a"]}}', /names no root file system/],
    ['no rootfs', '{"process":{"args":["a"]},"root":{"path":"rootfs"}}', /rootfs does not exist/],
  ])('a bundle that is %s', async (name, text, message) => {
    const bundle = join(bench.directory, 'bad', name)
    if (text !== undefined) mkdirSync(bundle, { recursive: true })
    if (typeof text === 'string') writeFileSync(join(bundle, 'config.json'), text)
    await expect(bench.runtime.create('bad', bundle)).rejects.toMatchObject({
      code: 'BundleInvalid',
      message: expect.stringMatching(message),
    })
    expect(bench.traces('bad')).toEqual([])
  })

  test('a state directory that cannot hold it', async () => {
    const runtime = await bench.another({ stateDirectory: join(bench.directory, 'full') })
    const { containersDirectory } = createLayout({
      root: bench.root,
      stateDirectory: join(bench.directory, 'full'),
      socketDirectory: '/',
    })
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k,nr_inodes=3', 'tmpfs', containersDirectory])
    const failed = runtime.create('full', bench.bundle('full'))
    await expect(failed).rejects.toMatchObject({
      code: 'Internal',
      message: expect.stringMatching(/^“full” could not be prepared: ENOSPC/),
    })
    expect(readdirSync(containersDirectory)).toEqual([])
    spawnSync('umount', [containersDirectory])
  })

  test('an id that is taken, and the container of that id stays', async () => {
    const container = await made('taken', 'running')
    await expect(bench.runtime.create('taken', container.bundle)).rejects.toMatchObject({ code: 'Exists' })
    expect(container.state().status).toBe('running')
    await container.delete({ force: true })
  })

  test('a container that is gone', async () => {
    for (const id of ['nobody', '../state', '', '-x', 'x'.repeat(2000), 'a\nb']) {
      expect(() => bench.runtime.get(id)).toThrowError(expect.objectContaining({ code: 'NotFound' }))
    }
    const container = await made('vanished', 'running')
    bench.runc('delete', '--force', 'vanished')
    const calls = [
      () => container.start(),
      () => container.pause(),
      () => container.kill('TERM'),
      () => container.stop(1000),
      () => container.delete({ force: true }),
    ]
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'NotFound' })
    expect(() => container.state()).toThrowError(expect.objectContaining({ code: 'NotFound' }))
  })
})

describe('programs that are missing or mad', () => {
  const withFake = (name: string, verbTimeoutMs = 700): Promise<Runtime> =>
    bench.another({ searchPath: `${fakes}/${name}:${systemPath}`, verbTimeoutMs })

  test('no runc, no conmon', async () => {
    const without = async (...names: string[]): Promise<Runtime> => {
      const directory = mkdtempSync(join(bench.directory, 'path-'))
      for (const name of names) symlinkSync(`/usr/bin/${name}`, join(directory, name))
      return bench.another({ searchPath: directory })
    }
    const bundle = bench.bundle('programs')
    const bare = await without('conmon')
    expect(bare.info).toMatchObject({ runc: null, conmon: { path: expect.stringContaining('conmon') } })
    await expect(bare.create('a', bundle)).rejects.toMatchObject({
      code: 'RuntimeMissing',
      message: expect.stringContaining('runc was not found'),
    })
    const container = await made('orphan', 'running')
    expect(bare.list().map((state) => state.id)).toEqual(['orphan'])
    await expect(bare.get('orphan').pause()).rejects.toMatchObject({ code: 'RuntimeMissing' })
    await container.delete({ force: true })
    const noMonitor = await bench.another({ searchPath: `${fakes}/silent` })
    await expect(noMonitor.create('a', bundle)).rejects.toMatchObject({ code: 'MonitorMissing' })
  })

  test('a runc that hangs is ended, and what it began is cleared away', async () => {
    const runtime = await withFake('hang')
    const startedAt = performance.now()
    await expect(runtime.create('hung', bench.bundle('hung'))).rejects.toMatchObject({
      code: 'Timeout',
      message: 'runc could not create “hung” within 0.7 s; what it had begun was cleared away.',
    })
    expect(performance.now() - startedAt).toBeLessThan(3000)
    expect(bench.traces('hung')).toEqual([])
    const container = await made('patient', 'running')
    await expect(runtime.get('patient').pause()).rejects.toMatchObject({
      code: 'Timeout',
      message: 'runc could not pause “patient” within 0.7 s; it was ended.',
    })
    await container.delete({ force: true })
    expect(isHangingChildAlive()).toBe(false)
  })

  test('a runc that is killed while conmon goes on waiting for its words is not waited for', async () => {
    const runtime = await bench.another({ searchPath: `${fakes}/killed:/usr/bin:/bin` })
    await expect(runtime.create('killed', bench.bundle('killed'))).rejects.toMatchObject({
      code: 'RuncFailed',
      message: 'runc could not create “killed”: runc was killed before it had come to an end.',
    })
    expect(bench.traces('killed')).toEqual([])
  })

  test.each([
    { id: 'stuck-tty', terminal: { columns: 80, rows: 24 } },
    { id: 'stuck-pipes', terminal: null },
  ])(
    'an exec that waits for a dead program is given up, for its container could not end before ($id)',
    async ({ id, terminal }) => {
      const runtime = await withFake('stuck')
      const container = await made(id, 'running')
      const start = () => runtime.startProcess(runtime.get(id), { args: ['sh'] }, { terminal })
      expect(await (await start()).wait()).toMatchObject({
        error: { code: 'ExecFailed', message: `“sh” was killed in “${id}” while runc was starting it.` },
      })
      const process = await start()
      await container.kill('KILL')
      expect(await process.wait()).toMatchObject({
        error: { code: 'ContainerExited', message: `“${id}” ended while runc was starting “sh” in it.` },
      })
      await container.delete({ force: true })
      expect(isHangingChildAlive()).toBe(false)
    },
  )

  test.each([
    ['fail', 'runc could not create “mad”: the moon is in the wrong house.'],
    ['broken-json', 'runc could not create “mad”: {"level":"error","ms.'],
    ['silent', 'runc could not create “mad”: '],
  ])('a runc that is “%s”', async (fake, message) => {
    const runtime = await withFake(fake, 5000)
    const failed = runtime.create('mad', bench.bundle(`mad-${fake}`))
    await expect(failed).rejects.toMatchObject({
      code: 'RuncFailed',
      message: expect.stringContaining(message),
    })
    expect(bench.traces('mad')).toEqual([])
  })

  test('a creation that is cancelled leaves nothing, whenever that is', async () => {
    const bundle = bench.bundle('cancelled')
    for (const delay of [null, 0, 2, 5, 8, 12, 16, 20, 25, 30, 40]) {
      const abort = new AbortController()
      const creation = bench.runtime.create('cancelled', bundle, { signal: abort.signal })
      // Null: at once, while the bundle is being read.
      if (delay === null) abort.abort()
      else setTimeout(() => abort.abort(), delay)
      const outcome = await creation.then(
        (container) => ({ container, code: null, wasCancelled: abort.signal.aborted }),
        (error: unknown) => ({ container: null, code: (error as { code: string }).code, wasCancelled: true }),
      )
      const { wasCancelled } = outcome
      expect([delay, outcome.code]).toEqual([delay, wasCancelled ? 'Cancelled' : null])
      await outcome.container?.delete({ force: true })
      expect([delay, bench.traces('cancelled')]).toEqual([delay, []])
    }
  })

  test('what waits in the queue can be cancelled', async () => {
    const runtime = await withFake('hang')
    const container = await made('queued', 'running')
    const hanging = runtime.get('queued').pause()
    const abort = new AbortController()
    const waiting = runtime.get('queued').kill('TERM', { signal: abort.signal })
    abort.abort()
    const outcomes = await Promise.allSettled([waiting, hanging])
    expect(outcomes).toMatchObject([{ reason: { code: 'Cancelled' } }, { reason: { code: 'Timeout' } }])
    await container.delete({ force: true })
  })

  test('the environment of programs is small', async () => {
    process.env['NOTIFY_SOCKET'] = '/run/notify'
    process.env['LISTEN_FDS'] = '1'
    process.env['NODE_OPTIONS'] = ''
    process.env['TMPDIR'] = bench.directory
    const container = await made('observed', 'running')
    const runtime = await withFake('echo')
    await runtime.get('observed').kill('TERM')
    const names = readFileSync(join(bench.directory, 'fake-runc-environment'), 'utf8')
      .split('\n')
      .map((line) => line.split('=')[0] ?? '')
    expect(names).toContain('PATH')
    expect(names.filter((name) => /^(NOTIFY|LISTEN|NODE|ELECTRON)/.test(name))).toEqual([])
    const called = readFileSync(join(bench.directory, 'fake-runc-arguments'), 'utf8').trim().split('\n')
    expect(called.filter((argument) => !argument.endsWith('.log'))).toEqual([
      '--root',
      bench.root,
      '--log',
      '--log-format',
      'json',
      'kill',
      '--',
      'observed',
      'TERM',
    ])
    for (const name of ['NOTIFY_SOCKET', 'LISTEN_FDS', 'NODE_OPTIONS', 'TMPDIR']) delete process.env[name]
    await container.delete({ force: true })
  })
})

/** Whether the child of the fake that hangs still lives. */
function isHangingChildAlive(): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((name) => existsSync(`/proc/${name}/cmdline`) && commandOf(Number(name)) === 'sleep 86399')
}

function commandOf(pid: number): string {
  // A process that ends while its file is read has no command any more.
  const { stdout } = spawnSync('cat', [`/proc/${pid}/cmdline`], { encoding: 'utf8' })
  return stdout.replaceAll('\0', ' ').trim()
}
