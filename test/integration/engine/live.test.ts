// Processes, stats and limits of containers through the real engine, on real runc.
import { execFileSync } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProcessList, ProcessRow } from '../../../src-shared/processes-model.ts'
import { makeBundle, makeRootfs } from '../../fixtures/bundle.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { startRealEngine, type RealEngine } from '../../fixtures/engine/real-engine.ts'

let bundle: { program: string; folder: string }
let engine: RealEngine
let folder: string
let rootfs: string

beforeAll(async () => {
  bundle = await bundleEntry('electron/engine/stdio-entry.ts')
  engine = await startRealEngine(bundle)
  folder = mkdtempSync(join(tmpdir(), 'rdl-'))
  rootfs = makeRootfs(join(folder, 'rootfs'))
})
afterAll(async () => {
  await engine.dispose()
  rmSync(folder, { recursive: true, force: true })
  await rm(bundle.folder, { recursive: true, force: true })
})

function poll<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 15_000, interval: 20 })
}

async function start(id: string, script: string): Promise<string> {
  const path = makeBundle(join(folder, id), { args: ['sh', '-c', script], rootfs })
  const { key } = await engine.client.call('containers.create', { id, bundle: path })
  await engine.client.call('containers.start', { key })
  return key
}

function named(list: ProcessList, argument: string): ProcessRow | undefined {
  return list.processes.find(({ commandLine }) => commandLine.at(-1) === argument)
}

function startTimeOf(pid: number | 'self'): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
}

describe('processes', () => {
  it('are told of with both pids, user and use, one closely; a signal reaches exactly one', async () => {
    const { client } = engine
    const key = await start('processes-web', 'sleep 611 & sleep 612 & while :; do wait; sleep 613; done')
    const list = (): Promise<ProcessList> => client.call('processes.list', { key })
    await poll(async () => named(await list(), '612') !== undefined).toBe(true)
    const found = await list()
    const init = found.processes.find(({ isInit }) => isInit)
    const victim = named(found, '612')
    if (!init || !victim) throw new Error('They have gone.')
    expect(init).toMatchObject({ containerPid: 1, user: 'root', uid: 0, threads: 1, name: 'sh' })
    expect(victim).toMatchObject({ parentPid: init.pid, commandLine: ['sleep', '612'] })
    expect(victim.residentBytes).toBeGreaterThan(0)

    const identity = { key, pid: victim.pid, startTime: victim.startTime }
    const detail = await client.call('processes.detail', identity)
    expect(detail).toMatchObject({ executable: '/bin/busybox', cwd: '/', process: { pid: victim.pid } })
    expect(detail.limits).toContainEqual(expect.objectContaining({ name: 'open files', unit: 'files' }))
    expect(detail.openFiles).toContainEqual(
      expect.objectContaining({ descriptor: 1, type: 'pipe', access: 'write' }),
    )
    expect(detail.status).toContainEqual({ name: 'Tgid', value: String(victim.pid) })
    const hidden = await client.call('processes.environment', { ...identity, withValues: false })
    expect(hidden.variables).toContainEqual({ name: 'PATH', value: null })
    const shown = await client.call('processes.environment', { ...identity, withValues: true })
    expect(shown.variables).toContainEqual({ name: 'PATH', value: expect.stringContaining('/bin') })

    const send = (args: Partial<typeof identity>, signal = 'KILL') =>
      client.call('processes.signal', { ...identity, ...args, signal })
    await expect(send({ startTime: victim.startTime - 1 })).rejects.toMatchObject({ code: 'ProcessExited' })
    await expect(send({ pid: process.pid, startTime: startTimeOf('self') }, 'CONT')).rejects.toMatchObject({
      code: 'NotChildProcess',
    })
    await expect(send({}, 'NOPE')).rejects.toMatchObject({ code: 'InvalidArgument' })
    const announced = await client.call('processes.preview', { ...identity, signal: 'KILL' })
    expect(announced).toEqual([['kill', '-KILL', String(victim.pid)]])
    await send({})
    await poll(async () => (await list()).processes.filter(({ state }) => state !== 'Z').length).toBe(2)
    expect(named(await list(), '611')).toBeDefined()
    await expect(send({})).rejects.toMatchObject({ code: 'ProcessExited' })
    await expect(client.call('processes.detail', identity)).rejects.toMatchObject({ code: 'ProcessExited' })
    const ran = await client.call('commands.recent', {})
    expect(ran.filter(({ argv }) => argv[0] === 'kill')).toMatchObject([
      { argv: announced[0], containerKey: key, exitCode: 0 },
    ])
    await client.call('containers.kill', { key, signal: 'KILL' })
    await poll(async () => (await list()).processes).toEqual([])
  })

  it('may vanish while they are listed and looked at', async () => {
    const { client } = engine
    const key = await start('processes-churn', 'while :; do /bin/true; done')
    const codes = new Set<string>()
    let withChild = 0
    for (let round = 0; round < 150; round += 1) {
      const { processes } = await client.call('processes.list', { key })
      expect(processes.filter(({ isInit }) => isInit)).toHaveLength(1)
      const child = processes.find(({ isInit }) => !isInit)
      if (!child) continue
      withChild += 1
      const { pid, startTime } = child
      const outcome = client.call('processes.detail', { key, pid, startTime }).then(
        () => 'there',
        (error: { code: string }) => error.code,
      )
      codes.add(await outcome)
      codes.add(
        await client.call('processes.environment', { key, pid, startTime, withValues: true }).then(
          () => 'there',
          (error: { code: string }) => error.code,
        ),
      )
    }
    expect(withChild).toBeGreaterThan(0)
    expect([...codes].filter((code) => code !== 'there' && code !== 'ProcessExited')).toEqual([])
    await client.call('containers.delete', { key, force: true })
    expect(engine.said()).toBe('')
  })
})

describe('stats', () => {
  it('count up while it works, stand still while it is paused, and are refused once it has ended', async () => {
    const { client } = engine
    const key = await start('stats-web', 'while :; do :; done')
    const read = () => client.call('stats.read', { key })
    const first = await read()
    await poll(async () => (await read()).cpu?.totalNs ?? Infinity).toBeGreaterThan(first.cpu?.totalNs ?? 0)
    const { cgroup } = await client.call('engine.info', {})
    expect(first).toMatchObject({
      cpu: { totalNs: expect.any(Number) },
      network: { isHost: false, receivedBytes: 0, sentBytes: 0 },
      missing: { cpu: null, network: null },
    })
    // What is not counted on this machine says so.
    for (const part of ['memory', 'pids', 'io', 'pressure'] as const) {
      expect(first[part] === null).toBe(first.missing[part] !== null)
    }
    if (cgroup !== 'v2') expect(first.memory?.usage).toBeGreaterThan(0)
    await client.call('containers.pause', { key })
    const frozen = await read()
    expect((await read()).cpu?.totalNs).toBe(frozen.cpu?.totalNs)
    await client.call('containers.resume', { key })
    await client.call('containers.kill', { key, signal: 'KILL' })
    await poll(() => read().catch((error: { code: string }) => error.code)).toBe('Stopped')
  })

  it('say of a container on the host’s network that the figures are the host’s', async () => {
    const path = makeBundle(join(folder, 'stats-host'), {
      rootfs,
      edit: ({ linux }) => {
        linux.namespaces = linux.namespaces.filter(({ type }) => type !== 'network')
      },
    })
    const { client } = engine
    const { key } = await client.call('containers.create', { id: 'stats-host', bundle: path })
    expect((await client.call('stats.read', { key })).network).toMatchObject({ isHost: true })
  })
})

describe('limits', () => {
  it('are read, announced, changed and taken away again; what cannot be had says why', async ({ skip }) => {
    const { client } = engine
    const key = await start('limits-web', 'sleep 600')
    const { problems, limits } = await client.call('limits.read', { key })
    for (const [name, sentence] of Object.entries(problems)) {
      if (sentence !== null) expect(sentence, name).toMatch(/^[A-Z]?[a-z].+\.$/)
    }
    const apply = (changes: object) => client.call('limits.apply', { key, changes })
    await expect(apply({})).rejects.toMatchObject({ code: 'InvalidArgument' })
    await expect(apply({ cpu: { cpus: '0-4095' } })).rejects.toMatchObject({ detail: { exitCode: 1 } })
    const wrong = await client.call('limits.preview', { key, changes: { pids: { limit: 0 } } })
    expect(wrong).toMatchObject({ argv: [], problem: expect.stringContaining('at least 1') })
    if (problems['pids.limit'] !== null || problems['memory.limit'] !== null) {
      skip('the controllers are bound to another hierarchy here')
    }
    expect(limits).toMatchObject({ memory: { limit: -1 }, pids: { limit: -1 } })
    const changes = { memory: { limit: 2 ** 26 + 5 }, pids: { limit: 20 } }
    const preview = await client.call('limits.preview', { key, changes })
    const made = await apply(changes)
    // The kernel counts in pages.
    expect(made.limits).toMatchObject({ memory: { limit: 2 ** 26 }, pids: { limit: 20 } })
    expect(made.usage.pids).toBe(1)
    const ran = await client.call('commands.recent', {})
    expect(ran.map(({ argv }) => argv)).toContainEqual(preview.argv)
    const undone = await apply({ memory: { limit: -1 }, pids: { limit: -1 } })
    expect(undone.limits).toMatchObject({ memory: { limit: -1 }, pids: { limit: -1 } })
    await client.call('containers.kill', { key, signal: 'KILL' })
    await poll(() => apply(changes).catch((error: { code: string }) => error.code)).toBe('Stopped')
  })

  it('by file on cgroup v2, with names that lead nowhere else', async ({ skip }) => {
    const { client } = engine
    const { cgroup } = await client.call('engine.info', {})
    const key = await start('limits-files', 'sleep 600')
    const files = ['cpu.weight', 'cgroup.freeze']
    const call = (changes: object) => client.call('limits.apply', { key, changes, files })
    await expect(call({ unified: { '../memory.high': '1' } })).rejects.toMatchObject({ code: 'BadArgument' })
    if (cgroup !== 'v2') {
      await expect(call({ unified: { 'memory.high': 'max' } })).rejects.toMatchObject({
        code: 'NotSupported',
      })
      skip('the unified hierarchy limits nothing here')
    }
    const { problems, files: found } = await client.call('limits.read', { key, files })
    expect(problems['unified']).toBeNull()
    expect(found['cgroup.freeze']).toBe('0')
  })
})

it('of a container that another user’s root holds are looked at and left alone', async () => {
  const { client } = engine
  const root = join(folder, 'theirs')
  mkdirSync(root)
  const path = makeBundle(join(folder, 'live-theirs'), { rootfs })
  execFileSync('runc', ['--root', root, 'run', '--detach', '--bundle', path, 'live-theirs'], {
    stdio: 'ignore',
  })
  try {
    chownSync(root, 1234, 1234)
    chownSync(join(root, 'live-theirs'), 1234, 1234)
    await client.call('roots.add', { path: root })
    const key = join(root, 'live-theirs')
    const { processes } = await client.call('processes.list', { key })
    const [init] = processes
    expect(init).toMatchObject({ isInit: true })
    await client.call('stats.read', { key })
    await client.call('limits.read', { key })
    const identity = { key, pid: init?.pid ?? 0, startTime: init?.startTime ?? 0, signal: 'KILL' }
    const changes = { pids: { limit: 5 } }
    for (const attempt of [
      () => client.call('processes.signal', { ...identity, acknowledged: true }),
      () => client.call('processes.preview', identity),
      () => client.call('limits.apply', { key, changes, acknowledged: true }),
      () => client.call('limits.preview', { key, changes }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'PermissionDenied' })
    }
    expect((await client.call('processes.list', { key })).processes).toHaveLength(1)
    await client.call('roots.remove', { path: root })
  } finally {
    chownSync(root, 0, 0)
    execFileSync('runc', ['--root', root, 'delete', '--force', 'live-theirs'])
  }
})
