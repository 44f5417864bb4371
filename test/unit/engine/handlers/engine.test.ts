import { openArguments } from '../../../fixtures/terminals.ts'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Engine } from '../../../../electron/engine/engine.ts'
import { RuncError } from '../../../../electron/runtime/index.ts'
import { credit } from '../../../../src-shared/credit.ts'
import { createEngineClient, type EngineClient } from '../../../../src-shared/client.ts'
import { createMemoryEngine } from '../../../fixtures/engine/memory-engine.ts'
import type { MemoryRuntime } from '../../../fixtures/engine/memory-runtime.ts'
import { portWire } from '../../../fixtures/engine/wires.ts'

let engine: Engine
let runtime: MemoryRuntime
let directory: string
let client: EngineClient
const logged = vi.fn<(sentence: string, error?: unknown) => void>()

function connect(): EngineClient {
  const wire = portWire()
  engine.connect(wire.engine)
  return createEngineClient(wire.client)
}

beforeEach(async () => {
  logged.mockReset()
  ;({ engine, runtime, directory } = await createMemoryEngine({ log: logged }))
  client = connect()
})
afterEach(async () => {
  client.close()
  await engine.dispose()
  expect(runtime.isDisposed).toBe(true)
  rmSync(directory, { recursive: true, force: true })
})

function bundle(name: string, config: unknown): string {
  const path = join(directory, name)
  mkdirSync(join(path, 'rootfs'), { recursive: true })
  writeFileSync(join(path, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config))
  return path
}
const config = { process: { args: ['sh'], terminal: true }, root: { path: 'rootfs' }, hostname: 'h' }

describe('clients', () => {
  it('all hear of changes, whoever makes them', async () => {
    const other = connect()
    const heard = vi.fn<(payload: unknown) => void>()
    other.on('commands.changed', heard)
    await other.call('engine.ping', {})
    await client.call('containers.pause', { key: '/run/memory/web' })
    await expect.poll(() => heard.mock.calls.length).toBe(2)
    other.close()
  })

  it('may go while their calls are under way: these go on', async () => {
    const release = runtime.hold()
    const path = bundle('fresh', config)
    const answer = client.call('containers.create', { id: 'fresh', bundle: path })
    const failed = expect(answer).rejects.toMatchObject({ code: 'EngineGone' })
    await client.call('engine.ping', {})
    client.close()
    await failed
    client = connect()
    await client.call('engine.ping', {})
    const waiting = engine.dispose()
    release()
    await waiting
    expect(runtime.get('fresh').state().status).toBe('created')
  })

  it('lose their streams when they go, and the terminal runs on', async () => {
    const { id } = await client.call('terminals.open', openArguments('/run/memory', 'web', { args: ['sh'] }))
    client.open('terminal', { id }, { onData() {}, onEnd() {} })
    await client.call('engine.ping', {})
    runtime.processes[0]?.print(new Uint8Array(2 * credit.highWaterBytes))
    await expect.poll(() => runtime.processes[0]?.isPaused).toBe(true)
    client.close()
    await expect.poll(() => runtime.processes[0]?.isPaused).toBe(false)
    client = connect()
    expect(await client.call('terminals.list', {})).toMatchObject([{ id, exit: null }])
  })
})

describe('faults', () => {
  it('of a handler become an answer and a line with its stack', async () => {
    const failure = new TypeError('x is not a function')
    vi.spyOn(runtime, 'preview').mockImplementation(() => {
      throw failure
    })
    await expect(
      client.call('commands.preview', { key: '/run/memory/web', action: 'stop' }),
    ).rejects.toMatchObject({
      code: 'Internal',
      message: 'The engine failed at this: x is not a function',
    })
    expect(logged).toHaveBeenCalledExactlyOnceWith(expect.any(String), failure)
  })

  it('in what is answered are caught where results are checked', async () => {
    vi.spyOn(runtime, 'preview').mockReturnValue('runc' as never)
    await expect(
      client.call('commands.preview', { key: '/run/memory/web', action: 'stop' }),
    ).rejects.toMatchObject({
      code: 'Internal',
      message: 'The engine’s answer to call commands.preview is not what the contract promises.',
    })
    expect(logged).toHaveBeenCalledOnce()
  })

  it('in what is told are caught where results are checked', async () => {
    const heard = vi.fn<(payload: unknown) => void>()
    client.on('containers.changed', heard)
    runtime.put('odd', { status: 'dancing' as never })
    await expect.poll(() => logged.mock.calls.length).toBe(1)
    await client.call('engine.ping', {})
    expect(heard).not.toHaveBeenCalled()
    runtime.put('odd', null)
  })

  it('that cannot be sent become an answer too', async () => {
    vi.spyOn(runtime, 'get').mockImplementation(() => {
      throw Object.assign(new Error(), { toInfo: () => ({ code: 'Internal', message: () => {} }) })
    })
    await expect(client.call('containers.start', { key: '/run/memory/web' })).rejects.toMatchObject({
      code: 'Internal',
    })
  })
})

describe('creating', () => {
  it('is checked beforehand, without changing anything', async () => {
    const path = bundle('web', config)
    const before = readdirSync(directory)
    expect(await client.call('containers.check', { id: 'fresh', bundle: path })).toEqual({
      idProblem: null,
      bundle: {
        path,
        problem: null,
        warning: null,
        summary: { args: ['sh'], rootfs: join(path, 'rootfs'), terminal: true, hostname: 'h' },
        suggestedId: 'web-2',
      },
    })
    expect(await client.call('containers.check', { id: 'web', bundle: null })).toEqual({
      idProblem: 'There is a container “web” in /run/memory already.',
      bundle: null,
    })
    expect(await client.call('containers.check', { id: 'a b', bundle: null })).toMatchObject({
      idProblem: expect.stringContaining('spaces'),
    })
    expect(readdirSync(directory)).toEqual(before)
  })

  it.each([
    ['no directory', () => '/no/such/bundle', /does not exist/],
    ['no config.json', () => join(bundle('x', ''), 'rootfs'), /config\.json/],
    ['broken JSON', () => bundle('x', '{"process":'), /JSON/],
    ['no program', () => bundle('x', { ...config, process: {} }), /args/],
    ['no root file system', () => bundle('x', { ...config, root: { path: 'gone' } }), /gone/],
  ])('is told of a bundle with %s', async (_what, make, sentence) => {
    const checked = await client.call('containers.check', { id: '', bundle: make() })
    expect(checked.bundle).toMatchObject({
      summary: null,
      problem: { code: 'BundleInvalid', message: expect.stringMatching(sentence) },
    })
  })

  it('refuses an id that is taken, and one that is being made', async () => {
    const path = bundle('fresh', config)
    await expect(client.call('containers.create', { id: 'web', bundle: path })).rejects.toMatchObject({
      code: 'Exists',
    })
    const release = runtime.hold()
    const first = client.call('containers.create', { id: 'fresh', bundle: path })
    await expect(client.call('containers.create', { id: 'fresh', bundle: path })).rejects.toMatchObject({
      code: 'Exists',
    })
    release()
    expect(await first).toEqual({ id: 'fresh', key: '/run/memory/fresh' })
  })

  it('leaves nothing when the runtime refuses', async () => {
    vi.spyOn(runtime, 'create').mockRejectedValue(new RuncError('MonitorMissing', 'conmon was not found.'))
    const call = client.call('containers.create', { id: 'fresh', bundle: bundle('fresh', config) })
    await expect(call).rejects.toMatchObject({ code: 'MonitorMissing' })
    await expect
      .poll(async () => (await client.call('containers.snapshot', {})).containers.map(({ id }) => id))
      .toEqual(['web', 'slow'])
  })
})

describe('actions', () => {
  it('are judged by the runtime while another one is under way', async () => {
    const release = runtime.hold()
    const stop = client.call('containers.stop', { key: '/run/memory/web' })
    const kill = client.call('containers.kill', { key: '/run/memory/web', signal: 'KILL' })
    await client.call('engine.ping', {})
    release()
    expect(await Promise.all([stop, kill])).toEqual([{ wasKilled: false }, {}])
  })

  it('can be looked at before they are taken', async () => {
    expect(await client.call('commands.preview', { key: '/run/memory/web', action: 'pause' })).toEqual([
      ['runc', 'pause', 'web'],
    ])
    const [terminal] = await client.call('commands.preview', { key: '/run/memory/web', action: 'terminal' })
    const flags = ['--root', '/run/memory', 'exec', '--tty', '--env', 'COLORTERM=truecolor', 'web']
    expect(terminal).toEqual(['/usr/sbin/runc', ...flags, expect.stringMatching(/^\/bin\//)])
  })

  it('are remembered as commands', async () => {
    await client.call('containers.pause', { key: '/run/memory/web' })
    expect(await client.call('commands.recent', {})).toMatchObject([
      { argv: ['runc', 'pause', 'web'], exitCode: 0 },
    ])
  })
})

describe('the engine', () => {
  it('says that the list may lag, as long as it may', async () => {
    const heard = vi.fn<(payload: unknown) => void>()
    client.on('engine.changed', heard)
    await client.call('engine.ping', {})
    runtime.tell({ changed: [], problem: null, warning: 'It may lag.' })
    await expect.poll(() => heard.mock.calls).toMatchObject([[{ warnings: ['It may lag.'] }]])
    runtime.tell({ changed: [], problem: null, warning: null })
    await expect.poll(() => heard.mock.calls.length).toBe(2)
    expect((await client.call('engine.info', {})).warnings).toEqual([])
  })

  it('says what it is and what it found', async () => {
    expect(await client.call('engine.info', {})).toMatchObject({
      version: '0.0.0',
      pid: process.pid,
      user: { uid: process.getuid?.() },
      root: '/run/memory',
      tools: [{ name: 'runc' }, { name: 'busybox', required: false }],
      warnings: [],
    })
  })

  it('looks again when asked, and tells everybody', async () => {
    const heard = vi.fn<(payload: unknown) => void>()
    client.on('engine.changed', heard)
    vi.spyOn(runtime, 'recheck').mockImplementation(() => {
      runtime.info = {
        ...runtime.info,
        runc: null,
        tools: runtime.info.tools.map((tool) => ({ ...tool, path: null })),
      }
      return Promise.resolve(runtime.info)
    })
    const found = await client.call('engine.recheck', {})
    expect(found.sampleProblem).toBe('runc is not on this machine. Install it: sudo apt install runc')
    expect(heard).toHaveBeenCalledExactlyOnceWith(found)
    expect((await client.call('containers.snapshot', {})).problem).toMatchObject({ code: 'RuntimeMissing' })
    await expect(client.call('containers.createSample', { id: null })).rejects.toMatchObject({
      message: found.sampleProblem,
    })
    expect(readdirSync(join(directory, 'bundles'))).toEqual([])
  })

  it('tells everybody when what it found is completed', async () => {
    const heard = vi.fn<(payload: unknown) => void>()
    client.on('engine.changed', heard)
    const { info } = runtime
    const [runc] = info.tools
    if (runc === undefined) throw new Error('The stand-in has no runc.')
    runtime.complete({ ...info, tools: [{ ...runc, version: '9.9.9' }] })
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce())
    expect(heard).toHaveBeenCalledWith(await client.call('engine.info', {}))
    expect(heard.mock.lastCall?.[0]).toMatchObject({ tools: [{ name: 'runc', version: '9.9.9' }, {}] })
  })

  it('describes a container', async () => {
    expect(await client.call('containers.detail', { key: '/run/memory/web' })).toEqual({
      summary: expect.objectContaining({ key: '/run/memory/web', status: 'running' }),
      spec: {
        ociVersion: '1.0.2',
        hostname: null,
        args: ['sh'],
        cwd: '/',
        user: '1:2',
        readonlyRootfs: true,
        namespaces: [],
        annotations: {},
      },
      specProblem: null,
      cgroupPath: '/sys/fs/cgroup/freezer/web',
      stateDirectory: '/run/memory/web',
      logPath: null,
      lastOutput: null,
      lastOutputProblem: expect.any(String),
    })
  })
})
