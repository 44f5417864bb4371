// Deleting: complete, and only what is ours.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { identify, isAlive as isProcessAlive } from '../../../electron/runtime/processes.ts'
import { openBench } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('what runc only says to have deleted is not taken for gone', async () => {
  const container = await bench.runtime.create('held', bench.bundle('held'))
  const state = join(bench.root, 'held', 'state.json')
  // A mount point cannot be removed.
  expect(spawnSync('mount', ['--bind', state, state]).status).toBe(0)
  try {
    await expect(container.delete({ force: true })).rejects.toMatchObject({ code: 'RuncFailed' })
    expect(container.state()).toMatchObject({ status: 'stopped', isSupervised: true })
  } finally {
    spawnSync('umount', [state])
  }
  await container.delete()
  expect(bench.traces('held')).toEqual([])
})

test('a paused container dies and goes', async () => {
  const container = await bench.runtime.create('frozen', bench.bundle('frozen'))
  await container.start()
  await container.pause()
  expect(bench.runtime.preview('frozen', 'delete').map((argv) => argv.slice(3))).toEqual([
    ['kill', 'frozen', 'KILL'],
    ['delete', 'frozen'],
  ])
  await container.delete({ force: true })
  expect(bench.traces('frozen')).toEqual([])
})

test('one that was killed while it was frozen goes too', async () => {
  const container = await bench.runtime.create('iced', bench.bundle('iced'))
  await container.start()
  await container.pause()
  process.kill(container.pid() ?? 0, 'SIGKILL')
  await container.delete({ force: true })
  expect(bench.traces('iced')).toEqual([])
})

test('without a pid namespace of its own, everything in it ends', async () => {
  const bundle = bench.bundle('shared', {
    args: ['sh', '-c', 'sleep 86398 & sleep 600'],
    edit: (config) => {
      config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'pid')
    },
  })
  const container = await bench.runtime.create('shared', bundle)
  await container.start()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(bench.runtime.preview('shared', 'kill', 'KILL').map((argv) => argv.slice(3))).toEqual([
    ['kill', '--all', 'shared', 'KILL'],
  ])
  await container.delete({ force: true })
  expect(bench.traces('shared')).toEqual([])
  expect(
    spawnSync('pgrep', ['-f', 'sleep 86398'], { encoding: 'utf8' }).stdout.split('\n').filter(isAlive),
  ).toEqual([])
})

test('a directory without state.json, and one with a damaged one', async () => {
  mkdirSync(join(bench.root, 'ghost'), { recursive: true })
  const container = await bench.runtime.create('damaged', bench.bundle('damaged'))
  await container.start()
  const state = join(bench.root, 'damaged', 'state.json')
  writeFileSync(state, readFileSync(state, 'utf8').replace('"config":{', '"config":['))
  expect(container.state()).toMatchObject({
    status: 'broken',
    pid: null,
    problem: 'Its state.json is damaged: it is not JSON.',
  })
  await expect(container.delete()).rejects.toMatchObject({
    code: 'Running',
    message: expect.stringMatching(
      /^The state of “damaged” cannot be read, but its process \d+ still runs\.$/,
    ),
  })
  await container.delete({ force: true })
  expect(bench.traces('damaged')).toEqual([])
  // Young directories are taken for a creation under way; this one has grown old.
  spawnSync('touch', ['-d', '1 minute ago', join(bench.root, 'ghost')])
  const ghost = bench.runtime.get('ghost')
  expect(ghost.state().problem).toBe('It has no state.json: runc was ended while it made the container.')
  await ghost.delete()
  expect(existsSync(join(bench.root, 'ghost'))).toBe(false)
})

test('a damaged one that is frozen: on cgroup v1 not even KILL reaches it before it is thawed', async () => {
  const container = await bench.runtime.create('icy', bench.bundle('icy'))
  await container.start()
  await container.pause()
  const init = identify(container.pid() ?? 0)
  expect(init).not.toBeNull()
  writeFileSync(join(bench.root, 'icy', 'state.json'), '{')
  await container.delete({ force: true })
  expect(init !== null && isProcessAlive(init)).toBe(false)
  expect(bench.traces('icy')).toEqual([])
})

test('a bundle that is owned goes with its container, another stays', async () => {
  const owned = bench.bundle('owned')
  const kept = bench.bundle('kept')
  const one = await bench.runtime.create('owned', owned, { ownsBundle: true })
  const two = await bench.runtime.create('kept', kept)
  expect([one.state().ownsBundle, two.state().ownsBundle]).toEqual([true, false])
  await one.delete()
  await two.delete()
  expect([existsSync(owned), existsSync(kept)]).toEqual([false, true])
})

test('an owned bundle whose place a link has taken is kept, with what that leads to', async () => {
  const bundle = bench.bundle('linked')
  const container = await bench.runtime.create('linked', bundle, { ownsBundle: true })
  const elsewhere = join(bench.directory, 'elsewhere')
  renameSync(bundle, elsewhere)
  symlinkSync(elsewhere, bundle)
  await expect(container.delete()).rejects.toMatchObject({ message: expect.stringContaining('it is a link') })
  expect([existsSync(join(elsewhere, 'config.json')), existsSync(bundle)]).toEqual([true, true])
  expect(bench.traces('linked')).toEqual([])
})

test('an owned bundle in which something is mounted is kept, with its reason', async () => {
  const bundle = bench.bundle('mounted')
  const precious = join(bench.directory, 'precious')
  mkdirSync(precious)
  writeFileSync(join(precious, 'file'), 'x')
  mkdirSync(join(bundle, 'inside'))
  expect(spawnSync('mount', ['--bind', precious, join(bundle, 'inside')]).status).toBe(0)
  const container = await bench.runtime.create('mounted', bundle, { ownsBundle: true })
  const deletion = container.delete()
  await expect(deletion).rejects.toMatchObject({ message: expect.stringContaining('is mounted in it') })
  spawnSync('umount', [join(bundle, 'inside')])
  expect(existsSync(join(precious, 'file'))).toBe(true)
  expect(bench.traces('mounted')).toEqual([])
})

test('stop gives time, then kills', async () => {
  const polite = await bench.runtime.create(
    'polite',
    bench.bundle('polite', { args: ['sh', '-c', 'trap "exit 5" TERM; while :; do sleep 0.05; done'] }),
  )
  await polite.start()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await polite.stop(5000)).toBe(false)
  expect(await polite.wait()).toMatchObject({ code: 5, signal: null })
  const deaf = await bench.runtime.create('deaf', bench.bundle('deaf'))
  await deaf.start()
  const told: string[] = []
  const stopping = deaf.stop(300, { onGrace: () => told.push(deaf.state().status) })
  expect(await timed(() => stopping)).toBeGreaterThan(250)
  expect([await stopping, told]).toEqual([true, ['running']])
  // Not somebody else's KILL.
  expect(await deaf.wait()).toMatchObject({ code: 137, signal: 'SIGKILL', stopGraceMs: 300 })
  expect(await deaf.stop(300)).toBe(false)
  for (const container of [polite, deaf]) await container.delete()
})

test('stop thaws a paused container, and kill gets through a stop that waits', async () => {
  const container = await bench.runtime.create('thawed', bench.bundle('thawed'))
  await container.start()
  await container.pause()
  expect(bench.runtime.preview('thawed', 'stop').map((argv) => argv.slice(3))).toEqual([
    ['kill', 'thawed', 'TERM'],
    ['resume', 'thawed'],
  ])
  const stopping = container.stop(20_000)
  await expect.poll(() => container.state().status).toBe('running')
  await container.kill('KILL')
  expect(await timed(() => stopping)).toBeLessThan(5000)
  await container.delete()
})

async function timed(operation: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await operation()
  return performance.now() - startedAt
}
function isAlive(pid: string): boolean {
  return (
    pid !== '' && existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  )
}
