// Several runc roots at once, through the real engine on real runc: added ones that come and go, ones that look like a
// manager's, ones that are closed; and what the containers in them use.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keyOf } from '../../../src-shared/container-key.ts'
import type { RuncRoot } from '../../../src-shared/model.ts'
import { plainShell } from '../../../src-shared/plain-shell.ts'
import { unpackUsage, type Usage } from '../../../src-shared/usage.ts'
import { makeBundle } from '../../fixtures/bundle.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { startRealEngine, type RealEngine } from '../../fixtures/engine/real-engine.ts'
import { openArguments } from '../../fixtures/terminals.ts'

let program: { program: string; folder: string }
let engine: RealEngine
let folder: string
let bundle: string
const roots = new Set<string>()

beforeAll(async () => {
  program = await bundleEntry('electron/engine/stdio-entry.ts')
})
afterAll(() => rm(program.folder, { recursive: true, force: true }))
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rde-roots-'))
  bundle = makeBundle(join(folder, 'bundle'), { args: ['sh', '-c', 'while true; do :; done'] })
  engine = await startRealEngine(program)
})
afterEach(async () => {
  for (const root of roots) {
    for (const id of existsSync(root) ? readdirSync(root) : []) runc(root, 'delete', '--force', id)
  }
  roots.clear()
  await engine.dispose()
  rmSync(folder, { recursive: true, force: true })
})

function poll<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 15_000, interval: 10 })
}
function runc(root: string, ...args: string[]): void {
  roots.add(root)
  execFileSync('runc', ['--root', root, ...args], { stdio: 'ignore', cwd: bundle })
}
async function rowOf(key: string) {
  const { containers } = await engine.client.call('containers.snapshot', {})
  return containers.find((container) => container.key === key) ?? null
}
async function rootOf(path: string): Promise<RuncRoot | undefined> {
  return (await engine.client.call('containers.snapshot', {})).roots.find((root) => root.path === path)
}

describe('an added root', () => {
  it('is waited for, watched, lost, found again, and remembered until it is removed', async () => {
    const root = join(folder, 'later/runc')
    const { client } = engine
    await client.call('roots.add', { path: `${root}/` })
    expect(await rootOf(root)).toMatchObject({ kind: 'added', state: 'absent', isOwn: false, isAdded: true })

    runc(root, 'run', '-d', 'web')
    const key = keyOf(root, 'web')
    await poll(() => rowOf(key)).toMatchObject({
      id: 'web',
      root,
      status: 'running',
      owner: { kind: 'other' },
    })
    await poll(() => rootOf(root)).toMatchObject({ state: 'watched', count: 1 })
    await client.call('containers.pause', { key })
    expect(await rowOf(key)).toMatchObject({ status: 'paused' })
    runc(root, 'resume', 'web')
    await poll(() => rowOf(key)).toMatchObject({ status: 'running' })

    // The same id in the own root is another container.
    const { key: ours } = await client.call('containers.createSample', { id: 'web' })
    expect([await rowOf(ours), await rowOf(key)]).toMatchObject([
      { status: 'created' },
      { status: 'running' },
    ])

    await client.call('containers.delete', { key, force: true })
    expect([await rowOf(key), readdirSync(root)]).toEqual([null, []])
    rmSync(root, { recursive: true })
    await poll(() => rootOf(root)).toMatchObject({ state: 'absent', count: 0 })
    runc(root, 'run', '-d', 'again')
    await poll(() => rowOf(keyOf(root, 'again'))).toMatchObject({ status: 'running' })

    await engine.restart()
    await poll(() => rowOf(keyOf(root, 'again'))).toMatchObject({ status: 'running' })
    await engine.client.call('roots.remove', { path: root })
    expect([await rowOf(keyOf(root, 'again')), await rootOf(root)]).toEqual([null, undefined])
    await expect(engine.client.call('roots.remove', { path: root })).rejects.toMatchObject({
      code: 'NotFound',
    })
    expect(engine.said()).toBe('')
  })

  it('is refused when it is there already, by whichever name, or is no directory', async () => {
    const { client, runcRoot } = engine
    await client.call('containers.createSample', { id: 'first' })
    for (const [path, code] of [
      [runcRoot, 'Exists'],
      [join('/proc/self/root', runcRoot), 'Exists'],
      [join(bundle, 'config.json'), 'InvalidArgument'],
      ['/run/*/runc', 'InvalidArgument'],
    ] as const) {
      await expect(client.call('roots.add', { path })).rejects.toMatchObject({ code })
    }
    expect((await client.call('containers.snapshot', {})).roots).toHaveLength(1)
  })

  it.skipIf(process.getuid?.() !== 0)(
    'of another user is looked at, and runc is kept from it: it would do as root what they wrote (only root can become somebody)',
    async () => {
      const { client } = engine
      const home = join(folder, 'theirs')
      const root = join(home, 'runc')
      const mark = join(folder, 'ran-as-root')
      const hooks = { poststop: [{ path: '/bin/sh', args: ['sh', '-c', `touch ${mark}`] }] }
      bundle = makeBundle(join(folder, 'hooked'), { edit: (config) => Object.assign(config, { hooks }) })
      runc(root, 'run', '-d', 'trap')
      await client.call('roots.add', { path: root })
      const key = keyOf(root, 'trap')
      // Whoever owns the root, a container in it, or the directory that the root lies in.
      for (const theirs of [root, join(root, 'trap'), home]) {
        chownSync(theirs, 54_321, 54_321)
        await client.call('roots.remove', { path: root })
        await client.call('roots.add', { path: root })
        await poll(() => rowOf(key)).toMatchObject({ status: 'running', foreignUid: 54_321 })
        const refused = { code: 'PermissionDenied', message: expect.stringContaining('User 54321') }
        await expect(
          client.call('containers.delete', { key, force: true, acknowledged: true }),
        ).rejects.toMatchObject(refused)
        await expect(client.call('containers.kill', { key, signal: 'KILL' })).rejects.toMatchObject(refused)
        await expect(client.call('terminals.open', openArguments(root, 'trap'))).rejects.toMatchObject(
          refused,
        )
        await expect(client.call('commands.preview', { key, action: 'delete' })).rejects.toMatchObject(
          refused,
        )
        chownSync(theirs, 0, 0)
      }
      // Nothing is made either where somebody else can lay a hand on it.
      mkdirSync(engine.runcRoot, { recursive: true })
      chownSync(engine.runcRoot, 54_321, 54_321)
      await expect(client.call('containers.createSample', { id: null })).rejects.toMatchObject({
        code: 'PermissionDenied',
      })
      chownSync(engine.runcRoot, 0, 0)
      expect(existsSync(mark)).toBe(false)
      // Whose it is was looked up a moment ago, and holds for some milliseconds.
      const deletion = (): Promise<string> =>
        client.call('containers.delete', { key, force: true }).then(
          () => 'done',
          (error: unknown) => String(error),
        )
      await poll(deletion).toBe('done')
      expect(existsSync(mark)).toBe(true)
    },
  )

  it.skipIf(process.getuid?.() !== 0)(
    'that is closed says what it takes (only root can become somebody)',
    async () => {
      const closed = join(folder, 'closed')
      mkdirSync(closed, { mode: 0o700 })
      chmodSync(folder, 0o755)
      const other = await startRealEngine({ ...program, user: { uid: 54_321, gid: 54_321 } })
      const read = async () =>
        (await other.client.call('containers.snapshot', {})).roots.find(({ path }) => path === closed)
      await other.client.call('roots.add', { path: closed })
      expect(await read()).toMatchObject({
        state: 'unreadable',
        problem: expect.stringMatching(/belongs to root \(mode 0700\).*It takes root’s rights/),
      })
      // Not even this is asked again and again: the kernel tells of it.
      chmodSync(closed, 0o755)
      await poll(read).toMatchObject({ state: 'watched', problem: null })
      chmodSync(closed, 0o700)
      await poll(read).toMatchObject({ state: 'unreadable' })
      expect(other.said()).toBe('')
      await other.dispose()
    },
  )
})

describe('a container of another manager', () => {
  it('is changed only when that is acknowledged; signals need nothing', async () => {
    const root = join(folder, 'docker/runtime-runc/moby')
    const { client } = engine
    await client.call('roots.add', { path: root })
    runc(root, 'run', '-d', 'c0ffee')
    const key = keyOf(root, 'c0ffee')
    await poll(() => rowOf(key)).toMatchObject({ status: 'running', owner: { kind: 'docker', name: null } })
    await expect(client.call('containers.pause', { key })).rejects.toMatchObject({
      code: 'ManagedElsewhere',
      message: expect.stringContaining('It belongs to Docker.'),
      detail: { instead: ['docker', 'pause', 'c0ffee'] },
    })
    expect(await rowOf(key)).toMatchObject({ status: 'running', operation: null })
    await client.call('containers.pause', { key, acknowledged: true })
    await client.call('containers.resume', { key, acknowledged: true })
    const terminal = await client.call('terminals.open', {
      key,
      request: { ...plainShell, args: ['sh'] },
      columns: 80,
      rows: 24,
    })
    await client.call('terminals.close', { id: terminal.id })
    await client.call('containers.kill', { key, signal: 'KILL' })
    await poll(() => rowOf(key)).toMatchObject({ status: 'stopped' })
    await expect(client.call('containers.delete', { key, force: true })).rejects.toMatchObject({
      code: 'ManagedElsewhere',
    })
  })
})

describe('usage', () => {
  const limitBytes = 64 * 1024 * 1024
  /** In the v2 tree of a machine whose controllers are v1's there is none: then it is missing, not 0. */
  const hasMemory =
    existsSync('/sys/fs/cgroup/memory') ||
    readFileSync('/sys/fs/cgroup/cgroup.controllers', 'utf8').includes('memory')

  function watchUsage() {
    const rows = new Map<number, Usage[]>()
    const stream = engine.client.open(
      'usage',
      {},
      {
        onData(bytes, consumed) {
          for (const row of unpackUsage(bytes)) rows.set(row.number, [...(rows.get(row.number) ?? []), row])
          consumed()
        },
        onEnd() {},
      },
    )
    return { rows, stream }
  }

  it('is what the cgroup says: a busy core, its memory against its limit, its processes', async () => {
    const root = join(folder, 'busy')
    await engine.client.call('roots.add', { path: root })
    const limited = makeBundle(join(folder, 'limited'), {
      args: ['sh', '-c', 'sleep 600 & while true; do :; done'],
      edit: (config) => {
        if (hasMemory) config.linux.resources = { memory: { limit: limitBytes } }
      },
    })
    runc(root, 'run', '-d', '--bundle', limited, 'busy')
    const key = keyOf(root, 'busy')
    await poll(() => rowOf(key)).toMatchObject({ status: 'running' })
    const { number = 0, hasCgroup } = (await rowOf(key)) ?? {}
    const { rows, stream } = watchUsage()
    stream.send({ type: 'watch', keys: [key, '/not/there'] })
    stream.send({ type: 'visible', isVisible: true })
    await poll(() => rows.get(number)?.length ?? 0).toBeGreaterThan(2)
    const [first, ...later] = rows.get(number) ?? []
    const last = later.at(-1)
    expect(hasCgroup).toBe(true)
    // Nothing to compare with yet.
    expect(first?.cpu).toBeNaN()
    expect(last?.cpu).toBeGreaterThan(0.05)
    expect(last?.cpu).toBeLessThan(1.5)
    expect(last?.processes).toBe(2)
    if (hasMemory) {
      expect(last?.memoryBytes).toBeGreaterThan(0)
      expect(last?.memoryLimitBytes).toBe(limitBytes)
    } else {
      expect([last?.memoryBytes, last?.memoryLimitBytes]).toEqual([NaN, NaN])
    }

    stream.send({ type: 'visible', isVisible: false })
    await engine.client.call('engine.ping', {})
    const count = rows.get(number)?.length
    // Hidden, it is not even looked at: a second and a half would have brought another.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(rows.get(number)?.length).toBe(count)
    stream.close()
  })
})
