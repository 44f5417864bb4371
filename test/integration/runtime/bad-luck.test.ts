// Bad luck that befalls a container at run time: a stranger with its pid, an end before its start was answered, a death
// in the cold, a program that outlives it. Each ends in what is true, and nothing is left.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLayout } from '../../../electron/runtime/layout.ts'
import { identify, readStat } from '../../../electron/runtime/processes.ts'
import { openBench } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

function stateOf(id: string): unknown {
  const state = join(bench.root, id, 'state.json')
  return JSON.parse(readFileSync(state, 'utf8')) as unknown
}

test('a stranger that got the pid of init, and that of conmon, is not taken for them and is not touched', async () => {
  const stranger = spawn('sleep', ['600'], { stdio: 'ignore' })
  try {
    const container = await bench.runtime.create('pid', bench.bundle('pid'))
    await container.start()
    await container.kill('KILL')
    expect(await container.wait()).toMatchObject({ code: 137 })
    const file = join(bench.root, 'pid', 'state.json')
    const state = stateOf('pid') as Record<string, unknown>
    // Its start time stays that of the one that has ended.
    writeFileSync(file, JSON.stringify({ ...state, init_process_pid: stranger.pid }))
    const { initPidFile, monitorPidFile } = createLayout({
      root: bench.root,
      stateDirectory: join(bench.directory, 'state'),
      socketDirectory: join(bench.directory, 's'),
    }).places('pid')
    for (const path of [initPidFile, monitorPidFile]) writeFileSync(path, String(stranger.pid))
    expect(container.state()).toMatchObject({ status: 'stopped', pid: null, exit: { code: 137 } })
    await expect(container.kill('KILL')).rejects.toMatchObject({ code: 'Stopped' })
    // To runc nobody in its cgroup is as good as all of them killed.
    await Promise.allSettled([container.kill('KILL', { all: true })])
    await container.stop(0)
    const later = await bench.another({})
    await later.get('pid').delete({ force: true })
    expect(bench.traces('pid')).toEqual([])
    expect(identify(stranger.pid ?? 0)).not.toBeNull()
  } finally {
    stranger.kill('SIGKILL')
  }
})

test('an init that ends before its start is answered has its own code and all of its output', async () => {
  const bundle = bench.bundle('brief', { args: ['sh', '-c', 'echo all of it; exit 9'] })
  for (let round = 0; round < 8; round += 1) {
    const container = await bench.runtime.create('brief', bundle)
    await container.start()
    expect(await container.wait()).toMatchObject({ code: 9, signal: null, source: 'conmon' })
    expect(container.state()).toMatchObject({ status: 'stopped', pid: null, exit: { code: 9 } })
    const output: string[] = []
    for await (const { bytes } of container.logs()) output.push(Buffer.from(bytes).toString())
    expect(output.join('')).toBe('all of it\n')
    await container.delete()
    expect(bench.traces('brief')).toEqual([])
  }
})

test('a start whose runc was killed just after it had let init go is finished by the next one', async () => {
  const container = await bench.runtime.create('half', bench.bundle('half', { args: ['sleep', '600'] }))
  const fifo = join(bench.root, 'half', 'exec.fifo')
  // What `runc start` does first; it was killed before it removed the file.
  readFileSync(fifo)
  await expect.poll(() => readStat(container.pid() ?? 0)?.command).toBe('sleep')
  expect(container.state()).toMatchObject({ status: 'created', startedAt: null })
  await container.start()
  expect(existsSync(fifo)).toBe(false)
  expect(container.state().status).toBe('running')
  expect(container.state().startedAt).not.toBeNull()
  await expect(container.start()).rejects.toMatchObject({ code: 'Running' })
  await container.delete({ force: true })
  expect(bench.traces('half')).toEqual([])
})

test('a paused container is killed at once, and what is milder waits for it to be resumed', async () => {
  for (const [id, signal, code] of [
    ['cold-kill', 'KILL', 137],
    ['cold-term', 'TERM', 3],
  ] as const) {
    const script = 'trap "exit 3" TERM; echo ready; while :; do sleep 0.02; done'
    const container = await bench.runtime.create(id, bench.bundle(id, { args: ['sh', '-c', script] }))
    await container.start()
    await expect.poll(() => readFileSync(container.logPath ?? '', 'utf8')).toContain('ready')
    await container.pause()
    await container.kill(signal)
    if (signal === 'TERM') {
      expect(container.state().status).toBe('paused')
      await container.resume()
    }
    expect(await container.wait()).toMatchObject({ code })
    expect(container.state().status).toBe('stopped')
    await container.delete()
    expect(bench.traces(id)).toEqual([])
  }
})

test('a program that outlives init where they share the pid namespace: both are told, and it goes with the container', async () => {
  const bundle = bench.bundle('survived', {
    edit: (config) => {
      config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'pid')
    },
  })
  const container = await bench.runtime.create('survived', bundle)
  await container.start()
  const program = await bench.runtime.startProcess(container, { args: ['sleep', '600'] }, { terminal: null })
  await expect.poll(() => program.pid()).not.toBeNull()
  const outliving = identify(program.pid() ?? 0)
  const init = container.pid() ?? 0
  process.kill(init, 'SIGKILL')
  // It is not waited for: it may live for ever.
  expect(await container.wait()).toMatchObject({ code: 137, signal: 'SIGKILL' })
  expect(container.state()).toMatchObject({ status: 'stopped', pid: null })
  expect(program.exit()).toBeNull()
  const more = bench.runtime.startProcess(container, { args: ['true'] }, { terminal: null })
  await expect(more).rejects.toMatchObject({ code: 'ContainerExited' })
  await container.delete({ force: true })
  expect(await program.wait()).toMatchObject({ code: 137, signal: 'SIGKILL' })
  expect(identify(outliving?.pid ?? 0)).toBeNull()
  await expect.poll(() => bench.traces('survived')).toEqual([])
})
