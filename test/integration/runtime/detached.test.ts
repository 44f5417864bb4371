// Processes that outlive the runtime that started them: their exit and output are known later, to any other.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLayout } from '../../../electron/runtime/layout.ts'
import type { Container, DetachedProcess, ProcessSpec, Runtime } from '../../../electron/runtime/index.ts'
import { openBench } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench
let container: Container

beforeAll(async () => {
  bench = await openBench()
  container = await bench.runtime.create('box', bench.bundle('box'))
  await container.start()
})
afterAll(() => bench.close())

function detach(text: string, id?: string, runtime: Runtime = bench.runtime): Promise<DetachedProcess> {
  const spec: ProcessSpec = { args: ['sh', '-c', text] }
  const options = { terminal: null, detached: true, ...(id === undefined ? {} : { id }) } as const
  return runtime.startProcess(runtime.get(container.id), spec, options)
}

/** The payload of a log's lines. */
function logged({ logPath }: { logPath: string | null }): string[] {
  const lines = readFileSync(logPath ?? '', 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => line.split(' ').slice(1).join(' '))
}

function leftovers(): string[] {
  const layout = createLayout({
    root: bench.root,
    stateDirectory: `${bench.directory}/state`,
    socketDirectory: `${bench.directory}/s`,
  })
  return [
    ...readdirSync(layout.processesDirectory),
    ...readdirSync(layout.socketDirectory).filter((name) => name !== layout.monitorKey('box')),
  ]
}

test('one that ends has a code and its output', async () => {
  const process = await detach('echo out; echo err >&2; exit 7', 'job')
  expect(await process.wait()).toEqual({ code: 7, signal: null, error: null })
  expect([process.id, process.kind, process.pid()]).toEqual(['job', 'detached', null])
  expect(logged(process).toSorted()).toEqual(['stderr F err', 'stdout F out'])
  const pid = process.systemPid() ?? 0
  expect((await container.processes()).map((one) => [one.id, one.systemPid()])).toEqual([
    ['init', container.pid()],
    ['job', pid],
  ])
  await expect(detach('true', 'job')).rejects.toMatchObject({ code: 'Exists' })
  container.removeProcess(pid)
  expect(() => container.removeProcess(pid)).toThrow(expect.objectContaining({ code: 'NotChildProcess' }))
  await expect.poll(leftovers).toEqual([])
})

test('it outlives its runtime, and the next one knows how it ended', async () => {
  const first = await bench.another({})
  const process = await detach(
    'trap "echo bye; exit 9" TERM; echo up; while :; do sleep 0.05; done',
    'x',
    first,
  )
  const pid = process.pid()
  expect(pid).toBeGreaterThan(0)
  await first.dispose()
  const second = await bench.another({})
  const [, found] = await second.get('box').processes()
  expect([found?.id, found?.kind, found?.pid(), found?.exit()]).toEqual(['x', 'detached', pid, null])
  expect(found?.spec.args[0]).toBe('sh')
  expect(() => container.removeProcess(pid ?? 0)).toThrow(
    expect.objectContaining({ code: 'ProcessNotExited' }),
  )
  await expect.poll(() => logged(process)).toEqual(['stdout F up'])
  found?.signal('TERM')
  expect(await found?.wait()).toEqual({ code: 9, signal: null, error: null })
  const third = await bench.another({})
  const [, later] = await third.get('box').processes()
  expect([later?.pid(), later?.systemPid(), later?.exit()?.code]).toEqual([null, pid, 9])
  expect(() => later?.signal('TERM')).toThrow(expect.objectContaining({ code: 'ProcessExited' }))
  third.get('box').removeProcess(pid ?? 0)
})

test('a death by signal is told, and one that nobody saw is unknown', async () => {
  const killed = await detach('sleep 100')
  killed.signal('KILL')
  expect(await killed.wait()).toEqual({ code: 137, signal: 'SIGKILL', error: null })
  const lost = await detach('exec sleep 100')
  const monitor = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${lost.pid()}/status`, 'utf8'))?.[1]
  process.kill(Number(monitor), 'SIGKILL')
  await expect.poll(() => existsSync(`/proc/${monitor}/exe`)).toBe(false)
  expect(lost.pid()).toBeGreaterThan(0)
  expect(lost.exit()).toBe(null)
  lost.signal('KILL')
  expect(await lost.wait()).toEqual({ code: null, signal: null, error: null })
  for (const one of [killed, lost]) container.removeProcess(one.systemPid() ?? 0)
})

test('a program that is not there rejects and leaves nothing', async () => {
  const start = bench.runtime.startProcess(
    container,
    { args: ['no-such-program'] },
    { terminal: null, detached: true },
  )
  await expect(start).rejects.toMatchObject({
    code: 'ExecFailed',
    message: expect.stringMatching(
      /^runc could not run “no-such-program” in “box”: .*not found in \$PATH\.$/,
    ),
  })
  expect(leftovers()).toEqual([])
})

test.each([0, 10, 20, 30, 40])('cancelled after %i ms it leaves nothing', async (delay) => {
  const given = new AbortController()
  setTimeout(() => given.abort(), delay)
  const started = bench.runtime.startProcess(
    container,
    { args: ['sleep', '300'] },
    { terminal: null, detached: true, signal: given.signal },
  )
  const process = await started.catch((error: unknown) => {
    expect(error).toMatchObject({ code: 'Cancelled' })
    return null
  })
  if (process) {
    // It was faster.
    process.signal('KILL')
    await process.wait()
    container.removeProcess(process.systemPid() ?? 0)
  }
  await expect.poll(() => container.ps().map((one) => one.commandLine.join(' '))).toEqual(['sleep 600'])
  expect(leftovers()).toEqual([])
})

test('with a terminal it has the size that was asked for', async () => {
  const process = await bench.runtime.startProcess(
    container,
    { args: ['stty', 'size'], oomScoreAdj: 5 },
    { terminal: { columns: 91, rows: 31 }, detached: true },
  )
  await process.wait()
  expect(logged(process)).toEqual(['stdout F 31 91'])
  container.removeProcess(process.systemPid() ?? 0)
})

test('several at once, in the order of their start', async () => {
  const started: DetachedProcess[] = []
  for (const code of [1, 2, 3]) started.push(await detach(`exit ${code}`, `n${code}`))
  expect((await Promise.all(started.map((one) => one.wait()))).map((exit) => exit.code)).toEqual([1, 2, 3])
  expect((await container.processes()).map((one) => one.id)).toEqual(['init', 'n1', 'n2', 'n3'])
  for (const one of started) container.removeProcess(one.systemPid() ?? 0)
})

test('it ends with its container, and nothing is left after the deletion', async () => {
  await detach('sleep 100', 'last')
  const [, last] = await container.processes()
  await container.kill('KILL')
  await container.wait()
  expect(await last?.wait()).toMatchObject({ code: 137 })
  await container.delete()
  expect(leftovers()).toEqual([])
  // A container made anew under the same id has none of the old one's.
  container = await bench.runtime.create('box', `${bench.directory}/box`)
  expect((await container.processes()).map((one) => one.id)).toEqual(['init'])
  await detach('sleep 100', 'last')
  await container.delete({ force: true })
  expect(leftovers()).toEqual([])
})
