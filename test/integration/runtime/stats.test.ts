// What a container uses and may use: the figures of `runc events --stats` read without it, limits changed and read back.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ContainerEvent, ContainerStats } from '../../../electron/runtime/index.ts'
import { openBench, foreignCgroups } from './setup.ts'
import type { Bench } from './setup.ts'

const megabyte = 1024 * 1024

let bench: Bench
/** Whether the controllers that limits need are to be had: under v2 beside v1 they are bound to v1. */
let hasControllers: boolean

beforeAll(async () => {
  bench = await openBench()
  const { cgroup } = bench.runtime.info
  hasControllers =
    cgroup !== 'v2' || readFileSync('/sys/fs/cgroup/cgroup.controllers', 'utf8').includes('memory')
})
afterAll(() => bench.close())

/** As much of runc's figures as is compared; what is 0 is left out by it. */
interface RuncStats {
  data: {
    cpu: {
      usage: { total?: number; kernel?: number; user?: number; percpu?: number[] }
      throttling: { periods?: number }
    }
    memory: {
      cache?: number
      usage: { limit: number; usage?: number; max?: number; failcnt: number }
      raw?: Record<string, number>
    }
    pids: { current?: number; limit?: number }
  }
}

function runcStats(id: string): RuncStats {
  const text = execFileSync('runc', ['--root', bench.root, 'events', '--stats', id], { encoding: 'utf8' })
  return JSON.parse(text) as RuncStats
}

/** What must not have moved while runc looked. */
function figures({ cpu, memory }: ContainerStats): string {
  return JSON.stringify([cpu, memory])
}

test('stats are those of `runc events --stats`', async () => {
  const bundle = bench.bundle('counted', {
    // Some work first, so that there is something to count.
    args: ['sh', '-c', 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; exec sleep 600'],
    edit: (config) => {
      config.linux.resources = hasControllers
        ? { memory: { limit: 64 * megabyte }, pids: { limit: 50 }, cpu: { quota: 50_000, period: 100_000 } }
        : {}
    },
  })
  const container = await bench.runtime.create('counted', bundle)
  await container.start()
  // Quiet once it sleeps: the same figures before and after runc looked.
  await expect.poll(() => readFileSync(`/proc/${container.pid()}/comm`, 'utf8')).toBe('sleep\n')
  let before: ContainerStats
  let theirs: RuncStats['data']
  let after: ContainerStats
  do {
    before = container.stats()
    theirs = runcStats('counted').data
    after = container.stats()
  } while (figures(before) !== figures(after))
  expect(after.readAt).toBeGreaterThan(before.readAt)
  expect(Math.abs(after.readAt - Date.now())).toBeLessThan(1000)
  expect(before.cpu).toMatchObject({
    totalNs: theirs.cpu.usage.total,
    userNs: theirs.cpu.usage.user ?? 0,
    systemNs: theirs.cpu.usage.kernel ?? 0,
    perCoreNs: theirs.cpu.usage.percpu ?? null,
  })
  expect(before.network?.find(({ name }) => name === 'lo')).toMatchObject({ receivedBytes: 0, sentErrors: 0 })
  expect(before.pids).toEqual({ current: theirs.pids.current, limit: theirs.pids.limit ?? null })
  if (hasControllers) {
    expect(before.cpu?.throttling?.periods).toBe(theirs.cpu.throttling.periods ?? 0)
    expect(before.memory).toMatchObject({
      usage: theirs.memory.usage.usage,
      limit: 64 * megabyte,
      cache: theirs.memory.cache ?? 0,
      rss: theirs.memory.raw?.['rss'] ?? theirs.memory.raw?.['anon'],
      limitHits: theirs.memory.usage.failcnt,
      oomKills: 0,
    })
    expect(before.io).not.toBeNull()
  } else expect([before.memory, before.io]).toEqual([null, null])
  await container.delete({ force: true })
})

test('no limit is null; pressure is told where the kernel tells it; a stopped one has no stats', async () => {
  const container = await bench.runtime.create('free', bench.bundle('free'))
  const stats = container.stats()
  if (hasControllers) {
    expect(stats.memory).toMatchObject({ limit: null, swap: 0 })
    expect(stats.memory?.usage).toBeGreaterThan(0)
  }
  expect(stats.pids).toMatchObject({ limit: null })
  if (stats.pressure) expect(stats.pressure.cpu?.some.totalUs).toBeGreaterThanOrEqual(0)
  await container.kill('KILL')
  await container.wait()
  expect(() => container.stats()).toThrow(expect.objectContaining({ code: 'Stopped' }))
  expect(() => container.resources()).toThrow(expect.objectContaining({ code: 'Stopped' }))
  await expect(container.update({ pids: { limit: 5 } })).rejects.toMatchObject({ code: 'Stopped' })
  await container.delete()
  expect(() => container.stats()).toThrow(expect.objectContaining({ code: 'NotFound' }))
})

test('update: every limit, read back from the cgroup', async ({ skip }) => {
  if (!hasControllers) skip('the controllers are bound to cgroup v1 on this machine')
  const container = await bench.runtime.create('limited', bench.bundle('limited'))
  await container.start()
  const effective = await container.update({
    memory: { limit: 64 * megabyte, swap: 128 * megabyte, reservation: 32 * megabyte },
    cpu: { shares: 512, quota: 20_000, period: 50_000, cpus: '0', mems: '0' },
    pids: { limit: 77 },
  })
  expect(effective).toMatchObject({
    memory: { limit: 64 * megabyte, swap: 128 * megabyte, reservation: 32 * megabyte },
    cpu: { quota: 20_000, period: 50_000, cpus: '0', mems: '0', effectiveCpus: '0' },
    pids: { limit: 77 },
  })
  expect(effective.cpu.shares ?? effective.cpu.weight).toBe(effective.cpu.shares === null ? 20 : 512)
  expect(effective).toEqual(container.resources())
  expect(container.stats()).toMatchObject({
    memory: { limit: 64 * megabyte, swapLimit: 64 * megabyte },
    pids: { limit: 77 },
  })
  if (effective.blockIO.weight !== null) {
    expect(await container.update({ blockIO: { weight: 123 } })).toMatchObject({ blockIO: { weight: 123 } })
  }
  // What is left out stays.
  const open = await container.update({ pids: { limit: -1 }, cpu: { quota: -1 } })
  expect(open).toMatchObject({ pids: { limit: -1 }, cpu: { quota: -1 }, memory: { limit: 64 * megabyte } })
  expect(container.stats()).toMatchObject({ pids: { limit: null } })
  expect(bench.commands.findLast(({ argv }) => argv.includes('update'))?.argv.slice(-6)).toEqual([
    'update',
    '--cpu-quota',
    '-1',
    '--pids-limit',
    '-1',
    'limited',
  ])
  await container.delete({ force: true })
})

test('update: processor time in real time, below a cgroup that has some to give', async ({ skip }) => {
  const cgroupsPath = `${foreignCgroups}-real-time`
  const bundle = bench.bundle('real-time', { edit: (config) => (config.linux.cgroupsPath = cgroupsPath) })
  const container = await bench.runtime.create('real-time', bundle)
  await container.start()
  try {
    if (container.resources().cpu.realtimeRuntime === null) skip('this kernel, or cgroup v2, has none')
    const cpu = { realtimePeriod: 500_000, realtimeRuntime: 10_000 }
    expect(await container.update({ cpu })).toMatchObject({ cpu })
    // runc would say that it has, and leave it as it is.
    await expect(container.update({ cpu: { realtimeRuntime: 0 } })).rejects.toMatchObject({
      code: 'InvalidArgument',
    })
    expect(container.resources()).toMatchObject({ cpu })
  } finally {
    await container.delete({ force: true })
  }
})

test('update: what runc cannot set it says, and what is wrong it never sees', async ({ skip }) => {
  const container = await bench.runtime.create('refused', bench.bundle('refused'))
  await container.start()
  const code = (changes: unknown): Promise<string> =>
    container.update(changes as never).then(
      () => 'done',
      (error: { code: string }) => error.code,
    )
  const seen = bench.commands.length
  expect(
    await Promise.all(
      [
        {},
        null,
        { memory: null },
        { memory: { limit: 'much' } },
        { memory: { limit: 2 ** 60 } },
        { memory: { kernel: 1 } },
        { memory: { limit: 2 * megabyte, swap: megabyte } },
        { cpu: { shares: 1 } },
        { cpu: { cpus: '0; rm' } },
        { pids: { limit: 0 } },
        { blockIO: { weight: 5 } },
        { unified: { '../memory.high': '1' } },
        { devices: [] },
        { intelRdt: { l3CacheSchema: 'x' } },
      ].map(code),
    ),
  ).toEqual(Array.from({ length: 14 }, () => 'InvalidArgument'))
  expect(await code({ cpu: { idle: 1 } })).toBe('NotSupported')
  const isV2 = bench.runtime.info.cgroup === 'v2'
  expect(await code(isV2 ? { cpu: { realtimePeriod: 1 } } : { unified: { 'memory.high': '1' } })).toBe(
    'NotSupported',
  )
  expect(bench.commands.length).toBe(seen)
  await expect(container.update({ cpu: { cpus: '0-4095' } })).rejects.toMatchObject({
    message: expect.stringContaining('cpuset'),
    exitCode: 1,
  })
  if (!hasControllers) skip('the controllers are bound to cgroup v1 on this machine')
  // Less than what is in use cannot be.
  await expect(
    container.update({ pids: { limit: 33 }, memory: { limit: 4096, swap: 4096 } }),
  ).rejects.toMatchObject({ message: expect.stringMatching(/memory/) })
  expect(container.resources().memory.limit).not.toBe(4096)
  await container.delete({ force: true })
})

test('events: figures and out-of-memory as runc tells them, to the end of the container', async ({
  skip,
}) => {
  if (!hasControllers) skip('runc follows memory.events, and there is none')
  const bundle = bench.bundle('eventful', {
    args: ['sh', '-c', 'sleep 0.3; (x=a; while :; do x=$x$x; done); sleep 0.2'],
    edit: (config) => (config.linux.resources = { memory: { limit: 16 * megabyte, swap: 16 * megabyte } }),
  })
  const container = await bench.runtime.create('eventful', bundle)
  await container.start()
  const seen: ContainerEvent[] = []
  for await (const event of container.events({ intervalMs: 50 })) seen.push(event)
  expect(new Set(seen.map(({ type }) => type))).toEqual(new Set(['stats', 'oom']))
  expect(seen.filter(({ type }) => type === 'stats').length).toBeGreaterThan(1)
  expect(seen[0]).toMatchObject({ id: 'eventful', data: { pids: { current: expect.any(Number) } } })
  expect(bench.commands.at(-1)).toMatchObject({ error: null })
  await expect(container.events().next()).rejects.toMatchObject({ code: 'Stopped' })
  await container.delete()
  await expect(container.events().next()).rejects.toMatchObject({ code: 'NotFound' })
  expect(bench.traces('eventful')).toEqual([])
})

test('events: leaving the loop, returning and aborting end runc', async ({ skip }) => {
  if (!hasControllers) skip('runc follows memory.events, and there is none')
  const container = await bench.runtime.create('watched', bench.bundle('watched'))
  await container.start()
  const followers = (): number => {
    const lines = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n')
    return lines.filter((line) => line.includes(bench.root) && line.includes(' events ')).length
  }
  for await (const event of container.events({ intervalMs: 20 })) {
    expect(event.type).toBe('stats')
    expect(followers()).toBe(1)
    break
  }
  await expect.poll(followers).toBe(0)
  const waiting = container.events({ intervalMs: 60_000 })
  const next = waiting.next()
  await expect.poll(followers).toBe(1)
  await waiting.return?.()
  expect(await next).toEqual({ value: undefined, done: true })
  const giveUp = new AbortController()
  const aborted = container.events({ intervalMs: 60_000, signal: giveUp.signal })
  const pending = aborted.next()
  await expect.poll(followers).toBe(1)
  giveUp.abort()
  await expect(pending).rejects.toMatchObject({ code: 'Cancelled' })
  await expect.poll(followers).toBe(0)
  await expect(container.events({ intervalMs: 0 }).next()).rejects.toMatchObject({ code: 'InvalidArgument' })
  await container.delete({ force: true })
  expect(bench.traces('watched')).toEqual([])
})
