// Checkpoints. With the real CRIU: the machine's where it works, else a newer one of the archive's, and where neither does
// up to its refusal. Everything that is built around it on a runc that only looks as if it dumped.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLayout } from '../../../electron/runtime/layout.ts'
import { RuncError } from '../../../electron/runtime/index.ts'
import type {
  CheckpointOptions,
  CheckpointSupport,
  Container,
  Runtime,
} from '../../../electron/runtime/index.ts'
import type { BundleOptions } from '../../fixtures/bundle.ts'
import { cgroupDirectories, openBenchWithCriu, foreignCgroups, systemPath } from './setup.ts'
import type { Bench } from './setup.ts'

const fake = resolve(import.meta.dirname, '../../fixtures/fake-runc/checkpoint')

/** Counts for as long as it lives: a restored one goes on where it was, a new one begins at 0. */
const counting: BundleOptions = {
  args: ['sh', '-c', 'i=0; while true; do echo "count $i"; i=$((i+1)); sleep 0.05; done'],
}

let bench: Bench
let support: CheckpointSupport

beforeAll(async () => {
  ;({ bench, support } = await openBenchWithCriu())
}, 300_000)
afterAll(() => bench.close())

async function started(runtime: Runtime, id: string, options: BundleOptions = counting): Promise<Container> {
  const container = await runtime.create(id, bench.bundle(id, options))
  await container.start()
  if (options === counting) await until(() => countsIn(container.logPath).length > 1)
  return container
}

async function until(isSo: () => boolean): Promise<void> {
  const startedAt = performance.now()
  while (!isSo()) {
    if (performance.now() - startedAt > 5000) throw new Error(`It never came to be so: ${isSo.toString()}`)
    await sleep(10)
  }
}

/** The numbers in a container's log, in order. */
function countsIn(logPath: string | null): number[] {
  const text = logPath !== null && existsSync(logPath) ? readFileSync(logPath, 'utf8') : ''
  return Array.from(text.matchAll(/ F count (\d+)$/gm), ([, count]) => Number(count))
}

function directoryOf(id: string): string {
  const places = { root: bench.root, stateDirectory: join(bench.directory, 'state'), socketDirectory: '/' }
  return join(createLayout(places).checkpointsDirectory, id)
}

const nobodysLog = expect.stringMatching(/\.log$/)

describe('anywhere', () => {
  test('whether CRIU works is told in a sentence', async () => {
    expect(await bench.runtime.checkpointSupport()).toEqual(support)
    if (support.isSupported)
      expect(support).toMatchObject({ reason: null, criu: { path: expect.any(String) } })
    else expect(support.reason).toMatch(/^(CRIU|Checkpoints need CRIU).*\.$/)
  })

  test('without CRIU everything says so', async () => {
    const container = await started(bench.runtime, 'without', {})
    const runtime = await bench.another({ searchPath: fake.replace('checkpoint', 'silent') })
    const message = expect.stringMatching(/^Checkpoints need CRIU, which was not found\./)
    expect(await runtime.checkpointSupport()).toMatchObject({
      isSupported: false,
      criu: null,
      reason: message,
      preDump: { isSupported: false, reason: message },
    })
    await container.delete({ force: true })
  })

  test('what cannot be is refused before anything is made', async () => {
    const container = await started(bench.runtime, 'refusing', {})
    const refused: [CheckpointOptions, RegExp][] = [
      [{ name: '../x' }, /cannot/],
      [{ name: '' }, /id is needed/],
      [{ name: '.x' }, /cannot begin/],
      [{ name: 'x'.repeat(129) }, /128/],
      [{ name: 'x', parent: '../y' }, /cannot/],
      [{ name: 'x', preDump: true, leaveRunning: false }, /pre-dump/],
      [{ name: 'x', lazyPages: true }, /address and port/],
      [{ name: 'x', pageServer: { address: 'a b', port: 1 } }, /not an address/],
      [{ name: 'x', pageServer: { address: 'a', port: 70_000 } }, /not a port/],
    ]
    for (const [options, message] of refused) {
      await expect(container.checkpoint(options)).rejects.toMatchObject({
        code: 'InvalidArgument',
        message: expect.stringMatching(message),
      })
    }
    for (const id of ['', '.', '..', '-x', '../x', 'a/b', 'a\nb', 'x'.repeat(2000)]) {
      await expect(container.restore('x', { id })).rejects.toMatchObject({ code: 'InvalidId' })
    }
    for (const id of ['-x', '../x', 'a\nb', 'x'.repeat(2000)]) {
      const code = expect.stringMatching(/^(InvalidId|CheckpointNotExists)$/)
      await expect(bench.runtime.restore(id, 'x')).rejects.toMatchObject({ code })
      await expect(bench.runtime.restore('refusing', id)).rejects.toMatchObject({ code })
      await expect(bench.runtime.deleteCheckpoint(id, 'x')).rejects.toMatchObject({ code })
    }
    expect(existsSync(directoryOf('refusing'))).toBe(false)
    await container.delete({ force: true })
  })

  // The refusal of the real CRIU where it does not work; where it does, that of a connection that it was not told of.
  test('a real dump that fails leaves the container running and the name free', async () => {
    const container = await started(bench.runtime, 'failing', support.isSupported ? connected() : counting)
    await sleep(support.isSupported ? 400 : 0)
    for (const leaveRunning of [true, false]) {
      const error = await container
        .checkpoint({ name: 'one', force: true, leaveRunning })
        .catch((failure: unknown) => failure)
      expect(error).toMatchObject({
        code: 'CriuFailed',
        message: expect.stringMatching(/^CRIU could not checkpoint “failing”: ./),
        output: expect.stringMatching(/Error \(criu\//),
        log: nobodysLog,
        argv: expect.arrayContaining(['checkpoint']),
      })
      const { output, log } = error as { output: string; log: string }
      expect(output).not.toContain('RLIMIT_NOFILE')
      expect(readFileSync(log, 'utf8')).toContain('Error (criu/')
      expect(container.state()).toMatchObject({ status: 'running', exit: null })
      expect(container.checkpoints()).toEqual([])
      expect(readdirSync(directoryOf('failing'))).toEqual(['.logs'])
    }
    if (!support.isSupported) {
      const refusal = { code: 'CriuFailed', message: support.reason }
      await expect(container.checkpoint({ name: 'one' })).rejects.toMatchObject(refusal)
    }
    await container.kill('KILL')
    expect(await container.wait()).toMatchObject({ code: 137, signal: 'SIGKILL' })
    await container.delete()
  })

  test('a flag that this runc does not know', async () => {
    const container = await started(bench.runtime, 'flags', {})
    const known = bench.runc('checkpoint', '--help')
    expect(known.status).toBe(0)
    const [major = 0, minor = 0] = (bench.runtime.info.runc?.version ?? '').split('.').map(Number)
    if (major === 1 && minor < 3) {
      await expect(container.checkpoint({ name: 'x', linkRemap: true })).rejects.toMatchObject({
        code: 'NotSupported',
        message: expect.stringContaining('1.3'),
      })
    }
    await container.delete({ force: true })
  })
})

describe('around CRIU', () => {
  let runtime: Runtime

  beforeAll(async () => {
    runtime = await bench.another({ searchPath: `${fake}:${systemPath}` })
    expect(await runtime.checkpointSupport()).toMatchObject({ isSupported: true })
  })

  test('one is taken, listed, refused a second time and deleted', async () => {
    const container = await started(runtime, 'listed')
    expect(container.checkpoints()).toEqual([])
    const taken = await container.checkpoint({
      name: 'first',
      tcpEstablished: true,
      fileLocks: true,
      emptyNs: ['network'],
      manageCgroupsMode: 'soft',
    })
    expect(taken).toMatchObject({
      name: 'first',
      containerId: 'listed',
      exit: false,
      preDump: false,
      parent: null,
      options: { tcpEstablished: true, fileLocks: true, emptyNs: ['network'], manageCgroupsMode: 'soft' },
      terminal: false,
      bundle: container.bundle,
      criuVersion: '4.99',
      runcVersion: runtime.info.runc?.version,
      size: 4096 + 'image\n'.length,
      problem: null,
    })
    expect(Math.abs(Date.parse(taken.created) - Date.now())).toBeLessThan(5000)
    expect(container.checkpoints()).toEqual([taken])
    expect(statSync(taken.directory).mode & 0o777).toBe(0o700)
    expect(statSync(join(taken.directory, 'images')).mode & 0o777).toBe(0o700)
    await expect(container.checkpoint({ name: 'first' })).rejects.toMatchObject({ code: 'CheckpointExists' })
    expect(container.checkpoints()).toEqual([taken])
    await container.delete({ force: true })
    expect(runtime.checkpoints()).toContainEqual(taken)
    await runtime.deleteCheckpoint('listed', 'first')
    await expect(runtime.deleteCheckpoint('listed', 'first')).rejects.toMatchObject({
      code: 'CheckpointNotExists',
    })
    await expect(runtime.restore('listed', 'first')).rejects.toMatchObject({ code: 'CheckpointNotExists' })
    await expect(runtime.deleteCheckpoint('../x', '..')).rejects.toMatchObject({
      code: 'CheckpointNotExists',
    })
    expect(existsSync(directoryOf('listed'))).toBe(false)
  })

  test('its end by a checkpoint is no exit 137, and its log goes on after the restore', async () => {
    const container = await started(runtime, 'ending')
    const waiting = container.wait()
    await container.checkpoint({ name: 'end', leaveRunning: false })
    expect(await waiting).toMatchObject({ code: null, signal: null, checkpoint: 'end', source: 'conmon' })
    expect(container.exit()).toMatchObject({ code: null, checkpoint: 'end' })
    expect(() => container.state()).toThrowError(expect.objectContaining({ code: 'NotFound' }))
    const before = countsIn(container.logPath)
    const restored = await container.restore('end')
    expect(restored.state()).toMatchObject({ status: 'running', exit: null, bundle: container.bundle })
    await until(() => countsIn(restored.logPath).length > before.length + 2)
    expect(countsIn(restored.logPath).slice(0, before.length)).toEqual(before)
    await expect(restored.restore('end')).rejects.toMatchObject({ code: 'Running' })
    // What then ends it is told as what it is.
    await restored.kill('KILL')
    expect(await restored.wait()).toMatchObject({ code: 137, signal: 'SIGKILL' })
    const again = await restored.restore('end')
    expect(again.state()).toMatchObject({ status: 'running', exit: null })
    await again.delete({ force: true })
    expect(bench.traces('ending')).toEqual([])
    // Nothing is left of it but the checkpoint, and that is enough.
    const anew = await runtime.restore('ending', 'end')
    expect(anew.state().status).toBe('running')
    await anew.delete({ force: true })
    await runtime.deleteCheckpoint('ending', 'end')
    expect(bench.traces('ending')).toEqual([])
  })

  test('a clone runs beside the original, with the flags of the checkpoint', async () => {
    const container = await started(runtime, 'original')
    await container.checkpoint({ name: 'copy', tcpEstablished: true, fileLocks: true })
    const clone = await container.restore('copy', { id: 'the-clone', fileLocks: false })
    expect([container.state().status, clone.state().status]).toEqual(['running', 'running'])
    expect(clone.state()).toMatchObject({ ownsBundle: false, bundle: container.bundle, isSupervised: true })
    expect(Object.values(clone.state().cgroupPaths)).not.toEqual(Object.values(container.state().cgroupPaths))
    const directory = createLayout({
      root: bench.root,
      stateDirectory: join(bench.directory, 'state'),
      socketDirectory: '/',
    }).places('the-clone').bundle
    const called = readFileSync(join(directory, 'restore.log'), 'utf8')
    expect(called).toContain('--tcp-established')
    expect(called).not.toContain('--file-locks')
    await expect(runtime.restore('original', 'copy', { id: 'the-clone' })).rejects.toMatchObject({
      code: 'Exists',
    })
    await clone.delete({ force: true })
    expect(bench.traces('the-clone')).toEqual([])
    await container.delete({ force: true })
  })

  test('one that fails or is cancelled leaves nothing, and thaws the container', async () => {
    const container = await started(runtime, 'failed')
    await expect(container.checkpoint({ name: 'it-fails' })).rejects.toMatchObject({
      code: 'CriuFailed',
      message: 'CRIU could not checkpoint “failed”: the moon is in the wrong house.',
      output: expect.stringMatching(/^Error \(fake\.c:1\).*\nError \(fake\.c:9\): Dumping FAILED\.\n/),
      log: join(directoryOf('failed'), '.logs', 'it-fails.dump.log'),
    })
    expect(container.state().status).toBe('running')
    const abort = new AbortController()
    const hanging = container.checkpoint({ name: 'it-hangs', leaveRunning: false, signal: abort.signal })
    await until(() => container.state().status === 'paused')
    expect(container.checkpoints()).toEqual([])
    const other = await bench.another({ searchPath: `${fake}:${systemPath}` })
    await expect(other.get('failed').checkpoint({ name: 'it-hangs' })).rejects.toMatchObject({
      code: 'CheckpointExists',
      message: expect.stringContaining('right now'),
    })
    abort.abort()
    await expect(hanging).rejects.toMatchObject({ code: 'Cancelled' })
    expect(container.state().status).toBe('running')
    const late = container.checkpoint({ name: 'it-hangs', timeoutMs: 300 })
    await expect(late).rejects.toMatchObject({ code: 'Timeout' })
    expect(container.state().status).toBe('running')
    expect(readdirSync(directoryOf('failed'))).toEqual(['.logs'])
    await container.kill('KILL')
    expect(await container.wait()).toMatchObject({ code: 137 })
    expect(container.exit()).not.toHaveProperty('checkpoint')
    await expect(container.checkpoint({ name: 'dead' })).rejects.toMatchObject({ code: 'Stopped' })
    await container.delete()
    const created = await runtime.create('failed', bench.bundle('failed-again', counting))
    await expect(created.checkpoint({ name: 'unborn' })).rejects.toMatchObject({ code: 'NotRunning' })
    await created.delete()
  })

  test('a restore that fails leaves everything as it was', async () => {
    const container = await started(runtime, 'kept')
    const taken = await container.checkpoint({ name: 'unrestorable', leaveRunning: false })
    const before = countsIn(container.logPath)
    const failure = {
      code: 'CriuFailed',
      message: '“kept” could not be restored from “unrestorable”: the moon is in the wrong house.',
      log: nobodysLog,
    }
    await expect(container.restore('unrestorable')).rejects.toMatchObject(failure)
    expect(container.exit()).toMatchObject({ checkpoint: 'unrestorable' })
    expect(countsIn(container.logPath)).toEqual(before)
    expect(container.checkpoints()).toEqual([taken])
    await expect(container.restore('unrestorable', { id: 'kept-clone' })).rejects.toMatchObject({
      code: 'CriuFailed',
    })
    expect(bench.traces('kept-clone')).toEqual([])
    expect(cgroupDirectories(`/runc-desktop/kept`)).toEqual([])
    writeFileSync(join(taken.directory, 'spec.json'), '{}')
    await expect(container.restore('unrestorable')).rejects.toMatchObject({ code: 'BundleInvalid' })
    rmSync(join(taken.directory, 'images'), { recursive: true })
    expect(container.checkpoints()).toMatchObject([{ problem: 'Its images are gone.' }])
    writeFileSync(join(taken.directory, 'config.json'), '{"version":')
    expect(container.checkpoints()).toMatchObject([{ name: 'unrestorable', problem: expect.any(String) }])
    await expect(container.restore('unrestorable')).rejects.toMatchObject({ code: 'InvalidArgument' })
    await container.deleteCheckpoint('unrestorable')
    expect(() => container.exit()).toThrowError(expect.objectContaining({ code: 'NotFound' }))
  })

  test('a restore that is given up leaves the root file system alone', async () => {
    const container = await started(runtime, 'given-up')
    await container.checkpoint({ name: 'stuck' })
    const mounted = join(bench.root, 'given-up-2', 'criu-root')
    const rootfs = container.state().rootfs
    const before = readdirSync(join(rootfs, 'bin'))
    const abort = new AbortController()
    const restoring = container.restore('stuck', { id: 'given-up-2', signal: abort.signal })
    const isMounted = (): boolean =>
      readFileSync('/proc/self/mountinfo', 'utf8').includes('.criu.cgyard.fake')
    await until(isMounted)
    expect(existsSync(join(mounted, 'bin'))).toBe(true)
    abort.abort()
    await expect(restoring).rejects.toMatchObject({ code: 'Cancelled' })
    expect(readdirSync(join(rootfs, 'bin'))).toEqual(before)
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(mounted)
    expect(isMounted()).toBe(false)
    expect(bench.traces('given-up-2')).toEqual([])
    await container.delete({ force: true })
  })

  test('a chain of pre-dumps', async () => {
    const container = await started(runtime, 'chained')
    await expect(container.checkpoint({ name: 'b', parent: 'a' })).rejects.toMatchObject({
      code: 'CheckpointNotExists',
    })
    await container.checkpoint({ name: 'a', preDump: true })
    await container.checkpoint({ name: 'b', preDump: true, parent: 'a' })
    const last = await container.checkpoint({ name: 'c', parent: 'b', leaveRunning: false })
    expect(readFileSync(join(last.directory, 'dump.log'), 'utf8')).toContain('--parent-path ../../b/images')
    expect(container.checkpoints().map(({ name, parent, preDump }) => [name, parent, preDump])).toEqual([
      ['a', null, true],
      ['b', 'a', true],
      ['c', 'b', false],
    ])
    await expect(container.deleteCheckpoint('b')).rejects.toMatchObject({ code: 'InvalidArgument' })
    await expect(container.restore('b')).rejects.toMatchObject({
      message: expect.stringContaining('pre-dump'),
    })
    const restored = await container.restore('c')
    await restored.delete({ force: true })
    for (const name of ['c', 'b', 'a']) await restored.deleteCheckpoint(name)
  })

  test('it tells when lazy pages are served', async () => {
    const container = await started(runtime, 'lazy')
    const served: string[] = []
    const taken = await container.checkpoint({
      name: 'pages',
      lazyPages: true,
      pageServer: { address: '127.0.0.1', port: 4444 },
      onReady: (directory) => served.push(directory),
    })
    expect(served).toEqual([join(directoryOf('lazy'), '.tmp-pages')])
    expect(taken.options).toEqual({ lazyPages: true })
    await container.delete({ force: true })
  })

  test('what an engine that died in the middle left is finished or removed', async () => {
    const container = await started(runtime, 'halfway')
    const whole = await container.checkpoint({ name: 'whole', leaveRunning: false })
    const record = JSON.parse(readFileSync(join(whole.directory, 'config.json'), 'utf8')) as object
    const unfinished = join(directoryOf('halfway'), '.tmp-whole')
    writeFileSync(
      join(whole.directory, 'config.json'),
      JSON.stringify({ ...record, size: 0, owner: { pid: 1, startTime: 12_345_678_901 } }),
    )
    await import('node:fs/promises').then(({ rename }) => rename(whole.directory, unfinished))
    expect(container.exit()).toMatchObject({ checkpoint: 'whole' })
    expect(container.checkpoints()).toEqual([whole])
    expect(existsSync(unfinished)).toBe(false)
    const restored = await container.restore('whole')
    await restored.delete({ force: true })
  })

  test('a foreign container is checkpointed, and is ours when it is restored', async () => {
    const bundle = bench.bundle('foreign', {
      ...counting,
      edit: (config) => {
        config.linux.cgroupsPath = `${foreignCgroups}/foreign`
      },
    })
    bench.runc('run', '--detach', '--bundle', bundle, 'foreign')
    const container = runtime.get('foreign')
    expect(container.state().isSupervised).toBe(false)
    await container.checkpoint({ name: 'ours', leaveRunning: false })
    const restored = await runtime.restore('foreign', 'ours')
    expect(restored.state()).toMatchObject({ isSupervised: true, status: 'running', bundle })
    await restored.delete({ force: true })
  })
})

describe('the real CRIU', () => {
  beforeEach(({ skip }) => skip(!support.isSupported, support.reason ?? ''))

  test('a dump that leaves it running', async () => {
    const container = await started(bench.runtime, 'real-leave')
    const taken = await container.checkpoint({ name: 'running' })
    const { pid, status } = container.state()
    expect([status, taken.exit]).toEqual(['running', false])
    expect(taken.size).toBeGreaterThan(10_000)
    expect(taken.criuVersion).toMatch(/^\d+\.\d+/)
    const { length } = countsIn(container.logPath)
    await until(() => countsIn(container.logPath).length > length + 1)
    expect(container.pid()).toBe(pid)
    await container.delete({ force: true })
  })

  test('a dump that ends it, and a restore in place that goes on in the same log', async () => {
    const container = await started(bench.runtime, 'real-exit')
    const waiting = container.wait()
    await container.checkpoint({ name: 'asleep', leaveRunning: false })
    expect(await waiting).toMatchObject({ code: null, checkpoint: 'asleep' })
    const { length } = countsIn(container.logPath)
    const restored = await container.restore('asleep')
    await until(() => countsIn(restored.logPath).length > length + 2)
    // Not a number missing, none twice, and none anew.
    const counts = countsIn(restored.logPath)
    expect(counts).toEqual(counts.map((_, index) => index))
    await restored.pause()
    await restored.resume()
    await restored.kill('KILL')
    expect(await restored.wait()).toMatchObject({ code: 137, signal: 'SIGKILL' })
    await restored.delete()
    expect(bench.traces('real-exit')).toEqual([])
    expect(bench.runtime.checkpoints().map(({ name }) => name)).toContain('asleep')
  })

  test('a clone while the original runs', async () => {
    const container = await started(bench.runtime, 'real-original')
    await container.checkpoint({ name: 'seed' })
    const last = countsIn(container.logPath).at(-1) ?? 0
    const clone = await container.restore('seed', { id: 'real-clone' })
    await until(() => countsIn(clone.logPath).length > 2)
    expect(countsIn(clone.logPath)[0]).toBeGreaterThan(0)
    expect(countsIn(clone.logPath)[0]).toBeLessThanOrEqual(last + 1)
    expect(clone.pid()).not.toBe(container.pid())
    await clone.delete({ force: true })
    expect(container.state().status).toBe('running')
    expect(bench.traces('real-clone')).toEqual([])
    await container.delete({ force: true })
  })

  test('a paused container, which stays paused', async () => {
    const container = await started(bench.runtime, 'real-paused')
    await container.pause()
    await container.checkpoint({ name: 'frozen' })
    expect(container.state().status).toBe('paused')
    await container.delete({ force: true })
    const restored = await bench.runtime.restore('real-paused', 'frozen')
    await until(() => countsIn(restored.logPath).length > 1)
    await restored.delete({ force: true })
  })

  test('a terminal', async () => {
    const container = await bench.runtime.create(
      'real-terminal',
      bench.bundle('real-terminal', { ...counting, edit: (config) => (config.process.terminal = true) }),
    )
    await container.start()
    await until(() => countsIn(container.logPath).length > 1)
    await container.checkpoint({ name: 'tty', leaveRunning: false })
    const { length } = countsIn(container.logPath)
    const restored = await container.restore('tty')
    expect(restored.state()).toMatchObject({ terminal: true, status: 'running' })
    await until(() => countsIn(restored.logPath).length > length + 1)
    await restored.delete({ force: true })
  })

  test('an established TCP connection', async ({ skip }) => {
    const container = await started(bench.runtime, 'real-tcp', connected())
    const lines = (): number => readFileSync(container.logPath ?? '', 'utf8').split('\n').length
    await until(() => lines() > 3)
    await expect(container.checkpoint({ name: 'refused' })).rejects.toMatchObject({
      code: 'CriuFailed',
      message: expect.stringContaining('Connected TCP socket, consider using --tcp-established'),
    })
    try {
      await container.checkpoint({ name: 'connected', tcpEstablished: true, leaveRunning: false })
    } catch (error) {
      // CRIU before 4.2 asks TCP sockets for SO_PASSCRED, which Linux answers no more since 6.16.
      const reason = error instanceof RuncError ? error.message : ''
      await container.delete({ force: true })
      skip(reason.includes("Can't get 1:16 opt"), reason)
      throw error
    }
    const before = lines()
    const restored = await container.restore('connected')
    await until(() => lines() > before + 2)
    await restored.delete({ force: true })
  })

  test('a pre-dump and what builds on it', async ({ skip }) => {
    skip(!support.preDump.isSupported, support.preDump.reason ?? '')
    const container = await started(bench.runtime, 'real-chain')
    await container.checkpoint({ name: 'before', preDump: true })
    await container.checkpoint({ name: 'after', parent: 'before', leaveRunning: false })
    const { length } = countsIn(container.logPath)
    const restored = await container.restore('after')
    await until(() => countsIn(restored.logPath).length > length + 1)
    await restored.delete({ force: true })
  })

  // CRIU finds no dirty pages without the kernel's help, and would take everything for unchanged.
  test('where the kernel tracks no pages, pre-dumps and parents are refused in that one sentence', async ({
    skip,
  }) => {
    skip(support.preDump.isSupported, 'this kernel tracks changed pages: see the chain above')
    expect(support.preDump.reason).toMatch(/CONFIG_MEM_SOFT_DIRTY\); \S+ does not\.$/)
    const container = await started(bench.runtime, 'real-untracked')
    await container.checkpoint({ name: 'whole' })
    for (const options of [{ preDump: true }, { parent: 'whole' }]) {
      const refused = container.checkpoint({ name: 'next', ...options })
      await expect(refused).rejects.toMatchObject({ code: 'CriuMissing', message: support.preDump.reason })
    }
    expect(container.checkpoints().map(({ name }) => name)).toEqual(['whole'])
    // Those who insist are told so by runc, which asks CRIU for the same.
    await expect(container.checkpoint({ name: 'next', preDump: true, force: true })).rejects.toMatchObject({
      code: 'CriuMissing',
      message: expect.stringContaining('CRIU is missing features'),
    })
    expect(container.state().status).toBe('running')
    await container.delete({ force: true })
  })

  test('a restore that CRIU refuses', async () => {
    const container = await started(bench.runtime, 'real-refused')
    const { directory } = await container.checkpoint({ name: 'damaged', leaveRunning: false })
    writeFileSync(join(directory, 'images', 'pstree.img'), 'nonsense')
    await expect(container.restore('damaged')).rejects.toMatchObject({
      code: 'CriuFailed',
      output: expect.stringContaining('Error (criu/'),
      log: nobodysLog,
    })
    expect(container.exit()).toMatchObject({ checkpoint: 'damaged' })
    await expect(container.restore('damaged', { id: 'real-refused-2' })).rejects.toMatchObject({
      code: 'CriuFailed',
    })
    expect(bench.traces('real-refused-2')).toEqual([])
  })

  test('lazy pages: CRIU says when it serves them, and a container whose dump is given up goes on', async ({
    skip,
  }) => {
    skip(!support.lazyPages.isSupported, support.lazyPages.reason ?? '')
    const container = await started(bench.runtime, 'real-lazy')
    const abort = new AbortController()
    const served: string[][] = []
    const serving = container.checkpoint({
      name: 'pages',
      lazyPages: true,
      pageServer: { address: '127.0.0.1', port: 20_000 + (process.pid % 10_000) },
      timeoutMs: 10_000,
      signal: abort.signal,
      onReady: (directory) => {
        served.push(readdirSync(directory))
        abort.abort()
      },
    })
    await expect(serving).rejects.toMatchObject({ code: 'Cancelled' })
    expect(served).toEqual([expect.arrayContaining(['config.json', 'images', 'spec.json'])])
    const { length } = countsIn(container.logPath)
    await until(() => countsIn(container.logPath).length > length + 1)
    expect(container.checkpoints()).toEqual([])
    await container.delete({ force: true })
  })

  test('a restore whose memory is fetched when it is used', async ({ skip }) => {
    skip(!support.lazyPages.isSupported, support.lazyPages.reason ?? '')
    const container = await started(bench.runtime, 'real-lazily')
    const { directory } = await container.checkpoint({ name: 'pages', leaveRunning: false })
    const { length } = countsIn(container.logPath)
    const images = join(directory, 'images')
    const log = join(bench.directory, 'lazy-pages.log')
    const server = spawn(support.criu?.path ?? '', ['lazy-pages', '-D', images, '-v4', '-o', log], {
      stdio: 'ignore',
    })
    try {
      await until(() => existsSync(join(images, 'lazy-pages.socket')))
      const restored = await container.restore('pages', { lazyPages: true })
      await until(() => countsIn(restored.logPath).length > length + 2)
      const counts = countsIn(restored.logPath)
      expect(counts).toEqual(counts.map((_, index) => index))
      // It ends when all pages are there.
      await until(() => server.exitCode !== null)
      expect([server.exitCode, readFileSync(log, 'utf8')]).toEqual([0, expect.stringContaining('uffd')])
      await restored.delete({ force: true })
    } finally {
      server.kill('SIGKILL')
    }
  })
})

/** Talks to itself over TCP; `lo` is down in a restored network namespace until a hook brings it up. */
function connected(): BundleOptions {
  return {
    args: [
      'sh',
      '-c',
      'busybox nc -l -p 5000 -e cat & sleep 0.2; seq 1 1000 | while read i; do echo $i; sleep 0.05; done | busybox nc 127.0.0.1 5000',
    ],
    edit: (config) => {
      const script =
        'pid=$(sed -n \'s/.*"pid": *\\([0-9]*\\).*/\\1/p\'); nsenter -t "$pid" -n ip link set lo up'
      const env = ['PATH=/usr/sbin:/usr/bin:/sbin:/bin']
      const hook = { path: '/bin/sh', args: ['sh', '-c', script], env }
      config.hooks = { createRuntime: [hook] }
    },
  }
}
