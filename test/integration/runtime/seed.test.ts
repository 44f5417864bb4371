// The interface of the first runc runtime in Go, method by method: each test has the name of the one that it answers.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestContext } from 'vitest'
import type { CheckpointSupport, Container, DetachedProcess } from '../../../electron/runtime/index.ts'
import { plainLineEnds } from '../../fixtures/line-ends.ts'
import { openBenchWithCriu } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench
/** Runs for as long as the tests do. */
let container: Container
let support: CheckpointSupport

beforeAll(async () => {
  ;({ bench, support } = await openBenchWithCriu())
  container = await started('seed')
}, 300_000)
afterAll(() => bench.close())

async function started(id: string, args = ['sleep', '600']): Promise<Container> {
  const made = await bench.runtime.create(id, bench.bundle(id, { args }))
  await made.start()
  return made
}

/** A program in a container that outlives this process, so that it can be told from runc's own. */
function sleeper(of = container): Promise<DetachedProcess> {
  return bench.runtime.startProcess(of, { args: ['sleep', '601'] }, { terminal: null, detached: true })
}

async function removed(process: DetachedProcess): Promise<void> {
  process.signal('KILL')
  await process.wait()
  container.removeProcess(process.systemPid() ?? 0)
}

function needsCriu(context: TestContext): void {
  if (!support.isSupported) context.skip(support.reason ?? 'CRIU does not work here.')
}

function commandLine(pid: number | null): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
}

describe('Runtime', () => {
  test('NewRuntime', async () => {
    const root = join(bench.directory, 'elsewhere')
    const runtime = await bench.another({ root })
    const found = spawnSync('runc', ['--version'], { encoding: 'utf8' }).stdout
    expect(found).toContain(`runc version ${runtime.info.runc?.version}\n`)
    expect(runtime.info).toMatchObject({ root, rootless: false, conmon: { path: expect.any(String) } })
    expect(runtime.list()).toEqual([])
    expect(await runtime.version()).toMatchObject({ name: 'runc', version: runtime.info.runc?.version })
  })

  test('Create', async () => {
    const { runtime } = bench
    const bundle = bench.bundle('made', { args: ['sh', '-c', 'echo out; echo err >&2; cat'] })
    await expect(runtime.create('../x', bundle)).rejects.toMatchObject({ code: 'InvalidId' })
    await expect(runtime.create('made', bench.directory)).rejects.toMatchObject({ code: 'BundleInvalid' })
    await expect(runtime.create('seed', bundle)).rejects.toMatchObject({ code: 'Exists' })
    const made = await runtime.create('made', bundle)
    expect(made.state()).toMatchObject({ status: 'created', exit: null })
    // All three of its standard streams are wired.
    const said = { stdout: '', stderr: '' }
    const onData = ({ stream, bytes }: { stream: keyof typeof said; bytes: Uint8Array }): void => {
      said[stream] += Buffer.from(bytes).toString()
    }
    const attachment = made.attach({ onData })
    await made.start()
    await attachment.write(Buffer.from('typed\n'))
    await attachment.closeStdin()
    expect(await attachment.ended).toBe('ended')
    expect(said).toEqual({ stdout: 'out\ntyped\n', stderr: 'err\n' })
    await made.delete()
  })

  test('StartProcess', async () => {
    const { runtime } = bench
    const outputs = await Promise.all(
      [null, { columns: 91, rows: 17 }].map(async (terminal) => {
        const spec = { args: ['sh', '-c', 'stty size 2>/dev/null; echo $A'], env: ['A=b'] }
        const process = await runtime.startProcess(container, spec, { terminal })
        let output = ''
        process.onData((bytes) => (output += Buffer.from(bytes).toString()))
        expect(await process.wait()).toEqual({ code: 0, signal: null, error: null })
        return output
      }),
    )
    expect(outputs.map(plainLineEnds)).toEqual(['b\n', '17 91\r\nb\r\n'])
    const stranger = (await bench.another({})).get('seed')
    const start = runtime.startProcess(stranger, { args: ['true'] }, { terminal: null })
    await expect(start).rejects.toMatchObject({ code: 'InvalidContainerType' })
  })
})

describe('Container', () => {
  test('ID and Path', () => {
    expect(container.id).toBe('seed')
    expect(container.bundle).toBe(join(bench.directory, 'seed'))
  })

  test('Start', async () => {
    const one = await bench.runtime.create('start', bench.bundle('start'))
    await one.start()
    expect(one.state().status).toBe('running')
    await expect(one.start()).rejects.toMatchObject({ code: 'Running' })
    await one.stop(0)
    await expect(one.start()).rejects.toMatchObject({ code: 'Stopped' })
    await one.delete()
  })

  test('Pid', async () => {
    expect(commandLine(container.pid())).toBe('sleep 600')
    const ended = await started('pid', ['true'])
    await ended.wait()
    expect(ended.pid()).toBeNull()
    await ended.delete()
  })

  test('SetExited', async () => {
    const [one, killed] = await Promise.all([started('code', ['sh', '-c', 'exit 42']), started('killed')])
    expect(await one.wait()).toMatchObject({ code: 42, signal: null, oomKilled: false, source: 'conmon' })
    await killed.kill('KILL')
    expect(await killed.wait()).toMatchObject({ code: 137, signal: 'SIGKILL' })
    // Nobody has to have been there.
    expect((await bench.another({})).get('code').exit()).toEqual(one.exit())
    expect(Date.now() - Date.parse(one.exit()?.finishedAt ?? '')).toBeLessThan(60_000)
    expect(container.exit()).toBeNull()
    // Of a container that somebody else made, whose code nobody saw: not 0.
    const foreign = bench.bundle('foreign', { args: ['true'] })
    expect(bench.runc('run', '--detach', '--bundle', foreign, 'foreign').status).toBe(0)
    expect(await bench.runtime.get('foreign').wait()).toMatchObject({ code: null, signal: null })
    for (const id of ['code', 'killed', 'foreign']) await bench.runtime.get(id).delete()
  })

  test('Delete', async () => {
    const one = await started('deleted')
    await expect(one.delete()).rejects.toMatchObject({ code: 'Running' })
    await one.delete({ force: true })
    expect(bench.traces('deleted')).toEqual([])
    expect(bench.runc('state', 'deleted').output).toContain('does not exist')
    expect(() => one.state()).toThrow(expect.objectContaining({ code: 'NotFound' }))
  })

  test('Processes', async () => {
    const one = await started('several')
    const added = [await sleeper(one), await sleeper(one)]
    const processes = await one.processes()
    expect(processes.map((process) => process.pid())).toEqual([
      one.pid(),
      ...added.map((process) => process.pid()),
    ])
    expect(processes.map(({ kind }) => kind)).toEqual(['init', 'detached', 'detached'])
    await one.delete({ force: true })
  })

  test('RemoveProcess', async () => {
    const process = await sleeper()
    const pid = process.pid() ?? 0
    const refusal = (code: string): unknown => expect.objectContaining({ code })
    expect(() => container.removeProcess(pid)).toThrow(refusal('ProcessNotExited'))
    expect(() => container.removeProcess(container.pid() ?? 0)).toThrow(refusal('NotChildProcess'))
    await removed(process)
    expect(() => container.removeProcess(pid)).toThrow(refusal('NotChildProcess'))
    expect(existsSync(process.logPath)).toBe(false)
  })

  test('State', async () => {
    const { status, pid, bundle } = JSON.parse(
      spawnSync('runc', ['--root', bench.root, 'state', 'seed'], { encoding: 'utf8' }).stdout,
    ) as { status: string; pid: number; bundle: string }
    expect(container.state()).toMatchObject({ id: 'seed', status, pid })
    expect(container.state().bundle).not.toBe(bundle)
    const ended = await started('state', ['true'])
    await ended.wait()
    expect(ended.state()).toMatchObject({ status: 'stopped', pid: null, exit: { code: 0 } })
    await ended.delete()
  })

  test('Pause', async () => {
    await container.pause()
    expect(container.state().status).toBe('paused')
    const start = bench.runtime.startProcess(container, { args: ['true'] }, { terminal: null })
    await expect(start).rejects.toMatchObject({ code: 'Paused' })
    await container.resume()
    const created = await bench.runtime.create('pause', bench.bundle('pause'))
    await expect(created.pause()).rejects.toMatchObject({ code: 'NotRunning' })
    await created.delete({ force: true })
  })

  test('Resume', async () => {
    await container.pause()
    await container.resume()
    expect(container.state().status).toBe('running')
    await expect(container.resume()).rejects.toMatchObject({ code: 'NotPaused' })
  })

  test('Checkpoint', async (context) => {
    needsCriu(context)
    const checkpoint = await container.checkpoint({ name: 'first' })
    expect(checkpoint).toMatchObject({ name: 'first', containerId: 'seed', exit: false, problem: null })
    expect(container.state().status).toBe('running')
    await expect(container.checkpoint({ name: 'first' })).rejects.toMatchObject({ code: 'CheckpointExists' })
    await container.deleteCheckpoint('first')
  })

  test('Restore', async (context) => {
    needsCriu(context)
    const one = await started('restored')
    await one.checkpoint({ name: 'end', leaveRunning: false })
    const inPlace = await one.restore('end')
    expect(commandLine(inPlace.pid())).toBe('sleep 600')
    const clone = await inPlace.restore('end', { id: 'clone' })
    expect([inPlace.state().status, clone.state().status]).toEqual(['running', 'running'])
    for (const each of [inPlace, clone]) await each.delete({ force: true })
    await bench.runtime.deleteCheckpoint('restored', 'end')
  })

  test('DeleteCheckpoint', async (context) => {
    needsCriu(context)
    const { directory } = await container.checkpoint({ name: 'doomed' })
    await container.deleteCheckpoint('doomed')
    expect(existsSync(directory)).toBe(false)
    await expect(container.deleteCheckpoint('doomed')).rejects.toMatchObject({ code: 'CheckpointNotExists' })
  })

  test('Checkpoints', async (context) => {
    needsCriu(context)
    for (const name of ['one', 'two']) await container.checkpoint({ name, fileLocks: true })
    const listed = container.checkpoints()
    expect(listed).toMatchObject([
      { name: 'one', options: { fileLocks: true } },
      { name: 'two', options: { fileLocks: true } },
    ])
    for (const { size, created } of listed) {
      expect(size).toBeGreaterThan(0)
      expect(Date.parse(created)).not.toBeNaN()
    }
    for (const name of ['one', 'two']) await container.deleteCheckpoint(name)
  })

  test('Checkpoint, Restore, DeleteCheckpoint and Checkpoints of what is not there', async () => {
    const missing = { code: 'CheckpointNotExists' }
    expect(container.checkpoints()).toEqual([])
    await expect(container.restore('none')).rejects.toMatchObject(missing)
    await expect(container.restore('none', { id: 'other' })).rejects.toMatchObject(missing)
    await expect(container.deleteCheckpoint('none')).rejects.toMatchObject(missing)
    await expect(bench.runtime.deleteCheckpoint('nobody', 'none')).rejects.toMatchObject(missing)
    if (support.isSupported) return
    // Where CRIU cannot work, the refusal is its own sentence, and nothing is left of the attempt.
    const refusal = { code: expect.stringMatching(/^Criu(Missing|Failed)$/), message: support.reason }
    await expect(container.checkpoint({ name: 'one' })).rejects.toMatchObject(refusal)
    expect(bench.runtime.checkpoints()).toEqual([])
  })
})

describe('Process', () => {
  test('Process.Pid', async () => {
    const process = await sleeper()
    // Its pid is written down when it is still runc's.
    await expect.poll(() => commandLine(process.pid())).toBe('sleep 601')
    expect(container.ps().map(({ pid }) => pid)).toContain(process.pid())
    const pid = process.pid()
    process.signal('KILL')
    await process.wait()
    expect([process.pid(), process.systemPid()]).toEqual([null, pid])
    container.removeProcess(pid ?? 0)
  })

  test('Process.Spec', async () => {
    const [init] = await container.processes()
    expect(init?.spec).toMatchObject({ args: ['sleep', '600'], cwd: '/' })
    const process = await sleeper()
    expect(process.spec).toEqual({ args: ['sleep', '601'] })
    await removed(process)
  })

  test('Process.Signal', async () => {
    const process = await sleeper()
    expect(() => process.signal('NOPE')).toThrow(expect.objectContaining({ code: 'InvalidArgument' }))
    process.signal('SIGUSR1')
    expect(await process.wait()).toMatchObject({ code: 138, signal: 'SIGUSR1' })
    expect(() => process.signal(9)).toThrow(expect.objectContaining({ code: 'ProcessExited' }))
    container.removeProcess(process.systemPid() ?? 0)
    const one = await started('signal')
    const [init] = await one.processes()
    init?.signal('KILL')
    expect(await init?.wait()).toMatchObject({ code: 137, signal: 'SIGKILL' })
    expect(() => init?.signal('KILL')).toThrow(expect.objectContaining({ code: 'ContainerExited' }))
    await one.delete()
  })
})
