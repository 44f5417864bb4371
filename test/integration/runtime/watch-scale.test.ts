// The watch at 1 000 containers: a root that appears late, goes and comes back, more changes at once than the kernel's queue
// holds, and nothing that is done while nothing happens. An eighth are real, the others state directories as runc leaves
// them.
import { spawn } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ContainerState, Runtime } from '../../../electron/runtime/index.ts'
import { openBench, foreignCgroups } from './setup.ts'
import type { Bench } from './setup.ts'

const real = Array.from({ length: 120 }, (_, index) => `real-${index}`)
const recorded = Array.from({ length: 880 }, (_, index) => `recorded-${index}`)
const atOnce = 8

let bench: Bench
let runtime: Runtime
let root: string
/** The state.json of a container that has ended. */
let template: string

/** What the watch has told, and nothing else. */
const told = new Map<string, ContainerState>()
let batches = 0
let watch: { dispose(): void }

beforeAll(async () => {
  bench = await openBench()
  const bundle = bench.bundle('seed', {
    edit: (config) => (config.linux.cgroupsPath = `${foreignCgroups}/seed`),
  })
  bench.runc('run', '--detach', '--bundle', bundle, 'seed')
  const seed = bench.runtime.get('seed')
  await seed.kill('KILL')
  await seed.wait()
  template = readFileSync(join(bench.root, 'seed', 'state.json'), 'utf8')
  await seed.delete()
  root = join(bench.directory, 'late', 'root')
  runtime = await bench.another({ root })
  watch = runtime.watch(({ changed }) => {
    batches += 1
    for (const { id, state } of changed) {
      if (state) told.set(id, state)
      else told.delete(id)
    }
  })
}, 60_000)
afterAll(async () => {
  watch.dispose()
  // runc has nothing to do with those that it did not make.
  for (const id of recorded) rmSync(join(root, id), { recursive: true, force: true })
  const living = runtime.list().flatMap(({ pid }) => pid ?? [])
  for (const pid of living) process.kill(pid, 'SIGKILL')
  await eachOf(real, (id) => plain('delete', '--force', id))
  await bench.close()
}, 240_000)

async function eachOf(ids: readonly string[], action: (id: string) => Promise<unknown>): Promise<void> {
  const waiting = [...ids]
  const worker = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await action(id)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** No pipes: a container inherits them. */
async function plain(...args: string[]): Promise<void> {
  const child = spawn('runc', ['--root', root, ...args], { stdio: 'ignore' })
  const code = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
  })
  if (code !== 0) throw new Error(`runc ${args.join(' ')} ended with ${code}.`)
}

/** As runc writes it: whole, by renaming. */
function record(directory: string, id: string, label = 'first'): void {
  const state = JSON.parse(template) as { id: string; config: { labels: string[] } }
  state.id = id
  state.config.labels = [`bundle=/bundles/${id}`, `label=${label}`]
  mkdirSync(join(directory, id), { recursive: true })
  writeFileSync(join(directory, id, 'state.json.new'), JSON.stringify(state))
  renameSync(join(directory, id, 'state.json.new'), join(directory, id, 'state.json'))
}

/** That what was told is what is there. */
async function settles(count: number, timeout = 20_000): Promise<void> {
  await expect.poll(() => told.size, { timeout, interval: 20 }).toBe(count)
  const asText = (states: Iterable<ContainerState>): string[] =>
    Array.from(states, (state) => JSON.stringify(state)).toSorted()
  const now = (): string[] => asText(runtime.list())
  await expect.poll(() => asText(told.values()), { timeout, interval: 50 }).toEqual(now())
}

test('a root that appears with hundreds in it', async () => {
  await expect.poll(() => batches).toBe(1)
  expect(told.size).toBe(0)
  const made = mkdtempSync(join(bench.directory, 'made-'))
  for (const id of recorded) record(made, id)
  mkdirSync(join(root, '..'), { recursive: true })
  renameSync(made, root)
  await settles(recorded.length)
  expect(told.get('recorded-7')).toMatchObject({ status: 'stopped', annotations: { label: 'first' } })
})

test(
  'hundreds of real ones are made, paused, killed and deleted among them, and each change is told',
  {
    timeout: 120_000,
  },
  async () => {
    const config = readFileSync(join(bench.directory, 'seed', 'config.json'), 'utf8')
    await eachOf(real, async (id) => {
      const bundle = join(bench.directory, 'bundles', id)
      mkdirSync(bundle, { recursive: true })
      writeFileSync(
        join(bundle, 'config.json'),
        config.replace(`${foreignCgroups}/seed`, `${foreignCgroups}/${id}`),
      )
      await plain('run', '--detach', '--bundle', bundle, id)
    })
    const is = (ids: readonly string[], status: string): boolean =>
      ids.every((id) => told.get(id)?.status === status)
    await expect.poll(() => is(real, 'running'), { timeout: 20_000 }).toBe(true)
    await settles(recorded.length + real.length)
    const paused = real.slice(0, 40)
    const killed = real.slice(40, 80)
    await Promise.all([
      eachOf(paused, (id) => plain('pause', id)),
      eachOf(killed, (id) => plain('kill', id, 'KILL')),
    ])
    await expect.poll(() => is(paused, 'paused') && is(killed, 'stopped'), { timeout: 20_000 }).toBe(true)
    await eachOf(paused, (id) => plain('resume', id))
    await expect.poll(() => is(paused, 'running'), { timeout: 20_000 }).toBe(true)
    await eachOf(killed.slice(0, 20), (id) => plain('delete', id))
    for (const id of recorded.slice(0, 100)) rmSync(join(root, id), { recursive: true })
    for (const id of recorded.slice(100, 300)) record(root, id, 'second')
    await settles(recorded.length - 100 + real.length - 20)
    expect(told.get('recorded-150')).toMatchObject({ annotations: { label: 'second' } })
  },
)

test('while nothing happens nothing is read', async ({ skip }) => {
  skip(runtime.info.cgroup === 'v1', 'v1 alone tells of no end: it is looked for each half second')
  const reads = (): number => Number(/^syscr: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
  // The test itself reads; a look at a thousand would be thousands. The slow reconcile may come into one of the moments.
  const counts: number[] = []
  for (let moment = 0; moment < 3; moment += 1) {
    const before = reads()
    await delay(1000)
    counts.push(reads() - before)
  }
  expect(Math.min(...counts)).toBeLessThan(100)
})

// Two times 16 384 system calls, and a thousand states read twice.
test('more at once than the kernel’s queue holds', { timeout: 120_000 }, async () => {
  const most = Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'))
  const { length } = readdirSync(root)
  // Synchronous: nobody takes an event out of the queue meanwhile. Two events each.
  for (let index = 0; index < most; index += 1) {
    const passing = join(root, `passing-${index % 50}`)
    mkdirSync(passing)
    rmdirSync(passing)
  }
  // None of these can be told by the kernel any more.
  for (const id of recorded.slice(300, 350)) rmSync(join(root, id), { recursive: true })
  for (const id of recorded.slice(350, 400)) record(root, id, 'third')
  for (const id of recorded.slice(0, 50)) record(root, id, 'again')
  // As many are gone as have come back, and all of it is known long before the slow reconcile.
  await settles(length, 15_000)
  expect([told.has('recorded-310'), told.get('recorded-360'), told.get('recorded-10')]).toMatchObject([
    false,
    { annotations: { label: 'third' } },
    { annotations: { label: 'again' } },
  ])
})

test('a root that goes, and comes back', async () => {
  const { size } = told
  renameSync(root, `${root}-away`)
  await expect.poll(() => told.size, { timeout: 20_000 }).toBe(0)
  renameSync(`${root}-away`, root)
  await settles(size)
  await plain('kill', 'real-100', 'KILL')
  await expect.poll(() => told.get('real-100')?.status).toBe('stopped')
})
