// The life of a container through the real engine, on real runc and conmon.
import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { rowOf, startRealEngine, type RealEngine } from '../../fixtures/engine/real-engine.ts'

let bundle: { program: string; folder: string }
let engine: RealEngine

beforeAll(async () => {
  bundle = await bundleEntry('electron/engine/stdio-entry.ts')
})
afterAll(() => rm(bundle.folder, { recursive: true, force: true }))
beforeEach(async () => {
  engine = await startRealEngine(bundle)
})
afterEach(() => engine.dispose())

function poll<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 15_000, interval: 10 })
}

describe('a sample', () => {
  it('lives its whole life', async () => {
    const { client, home, runcRoot } = engine
    expect(await client.call('engine.info', {})).toMatchObject({
      root: runcRoot,
      sampleProblem: null,
      warnings: [],
    })
    const { id, key } = await client.call('containers.createSample', { id: null })
    expect(id).toBe('sample-1')
    expect(await rowOf(client, id)).toMatchObject({
      status: 'created',
      operation: null,
      owner: { kind: 'self' },
      ownsBundle: true,
      bundle: join(home, 'data/bundles', id),
      terminal: false,
    })
    await client.call('containers.start', { key })
    expect(await rowOf(client, id)).toMatchObject({ status: 'running', pid: expect.any(Number) })
    await poll(async () => (await client.call('containers.detail', { key })).lastOutput).toMatch(
      /^Hello from sample-1\.\nThis is busybox v[\d.]+, made by Runc Desktop\.\n[\d:]+ still here, line 1\n$/,
    )
    expect(await client.call('containers.detail', { key })).toMatchObject({
      spec: { hostname: id, user: '0:0', cwd: '/root', readonlyRootfs: false },
      specProblem: null,
      stateDirectory: join(runcRoot, id),
      cgroupPath: expect.stringContaining(id),
    })

    await client.call('containers.pause', { key })
    expect(await rowOf(client, id)).toMatchObject({ status: 'paused' })
    await expect(client.call('containers.pause', { key })).rejects.toMatchObject({ code: 'Paused' })
    await client.call('containers.resume', { key })
    expect(await rowOf(client, id)).toMatchObject({ status: 'running' })
    await expect(client.call('containers.delete', { key, force: false })).rejects.toMatchObject({
      code: 'Running',
    })

    const begun = performance.now()
    await client.call('containers.stop', { key, graceMs: 10_000 })
    expect(performance.now() - begun).toBeLessThan(5000)
    await poll(() => rowOf(client, id)).toMatchObject({
      status: 'stopped',
      exit: { code: 0, signal: null, source: 'conmon' },
    })
    expect((await client.call('containers.detail', { key })).lastOutput).toMatch(/Asked to stop\. Bye\.\n$/)
    await expect(client.call('containers.start', { key })).rejects.toMatchObject({ code: 'Stopped' })

    await client.call('containers.delete', { key, force: false })
    expect(await rowOf(client, id)).toBeNull()
    expect([readdirSync(join(home, 'data/bundles')), readdirSync(runcRoot)]).toEqual([[], []])
    expect(engine.said()).toBe('')
  })

  it('is deleted by force while it runs, and its exit is told by signal when it is killed', async () => {
    const { client } = engine
    const ids = await Promise.all([null, null].map((id) => client.call('containers.createSample', { id })))
    expect(ids.map(({ id }) => id).toSorted()).toEqual(['sample-1', 'sample-2'])
    await Promise.all(ids.map((each) => client.call('containers.start', { key: each.key })))
    await client.call('containers.delete', { key: engine.keyOf('sample-1'), force: true })
    await client.call('containers.kill', { key: engine.keyOf('sample-2'), signal: 'KILL' })
    await poll(() => rowOf(client, 'sample-2')).toMatchObject({
      status: 'stopped',
      exit: { code: 137, signal: 'SIGKILL', oomKilled: false },
    })
    expect(await rowOf(client, 'sample-1')).toBeNull()
  })

  it('leaves nothing when it is cancelled', async () => {
    const { client, home, runcRoot } = engine
    for (const delayMs of [0, 5, 20, 40, 60]) {
      const abort = new AbortController()
      const call = client.call('containers.createSample', { id: 'never' }, { signal: abort.signal })
      setTimeout(() => abort.abort(), delayMs)
      const outcome = await call.then(
        () => 'made',
        (error: { code: string }) => error.code,
      )
      if (outcome === 'made')
        await client.call('containers.delete', { key: engine.keyOf('never'), force: true })
      else expect(outcome).toBe('Cancelled')
      await poll(() => rowOf(client, 'never')).toBeNull()
      const bundles = join(home, 'data/bundles')
      expect(existsSync(bundles) ? readdirSync(bundles) : []).toEqual([])
      expect(existsSync(runcRoot) ? readdirSync(runcRoot) : []).toEqual([])
    }
  })

  it('is not made over what is there', async () => {
    const { client } = engine
    await client.call('containers.createSample', { id: 'mine' })
    await expect(client.call('containers.createSample', { id: 'mine' })).rejects.toMatchObject({
      code: 'Exists',
    })
    expect(await rowOf(client, 'mine')).toMatchObject({ status: 'created' })
  })
})

describe('commands', () => {
  it('are told as they run, and are what was announced', async () => {
    const { client, runcRoot } = engine
    const { id, key } = await client.call('containers.createSample', { id: 'told' })
    const announced = await client.call('commands.preview', { key, action: 'start' })
    await client.call('containers.start', { key })
    const ran = await client.call('commands.recent', {})
    expect(ran.map(({ argv }) => argv)).toContainEqual(announced[0])
    expect(announced).toEqual([[expect.stringMatching(/\/runc$/), '--root', runcRoot, 'start', id]])
    expect(ran.every(({ containerKey, exitCode }) => containerKey === key && exitCode === 0)).toBe(true)
  })
})

describe('a container that somebody else makes', () => {
  it('comes, changes and goes by itself', async () => {
    const { client, runcRoot } = engine
    const { key } = await client.call('containers.createSample', { id: 'lender' })
    const { summary } = await client.call('containers.detail', { key })
    const { execFileSync } = await import('node:child_process')
    const runc = (...args: string[]) =>
      execFileSync('runc', ['--root', runcRoot, ...args], { stdio: 'ignore', cwd: summary.bundle })
    runc('run', '-d', 'foreign')
    await poll(() => rowOf(client, 'foreign')).toMatchObject({
      status: 'running',
      owner: { kind: 'other' },
      ownsBundle: false,
    })
    runc('pause', 'foreign')
    await poll(() => rowOf(client, 'foreign')).toMatchObject({ status: 'paused' })
    runc('resume', 'foreign')
    runc('kill', 'foreign', 'KILL')
    await poll(() => rowOf(client, 'foreign')).toMatchObject({ status: 'stopped', exit: { code: null } })
    runc('delete', 'foreign')
    await poll(() => rowOf(client, 'foreign')).toBeNull()
    await expect(client.call('containers.start', { key: engine.keyOf('foreign') })).rejects.toMatchObject({
      code: 'NotFound',
    })
  })
})
