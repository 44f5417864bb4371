// Checkpoints through the engine: with the real CRIU, the machine's or a newer one of the archive's; where neither works, up
// to what it says of that. Failing and hanging on purpose is left to a runc that only looks as if it dumped.
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { otherPrograms } from '../../../build/test/debian-programs.mjs'
import type { CheckpointSupport } from '../../../src-shared/checkpoint-model.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { rowOf, startRealEngine, type RealEngine } from '../../fixtures/engine/real-engine.ts'

const fake = resolve(import.meta.dirname, '../../fixtures/fake-runc/checkpoint')

let entry: { program: string; folder: string }
let engine: RealEngine
const path = process.env['PATH'] ?? ''

beforeAll(async () => {
  entry = await bundleEntry('electron/engine/stdio-entry.ts')
})
afterAll(async () => {
  process.env['PATH'] = path
  await rm(entry.folder, { recursive: true, force: true })
})

/** An engine that finds the programs of `directory` before all others. */
async function startWith(directory: string | null): Promise<RealEngine> {
  process.env['PATH'] = directory === null ? path : `${directory}:${path}`
  return startRealEngine(entry)
}
async function start(id: string): Promise<string> {
  const { key } = await engine.client.call('containers.createSample', { id })
  await engine.client.call('containers.start', { key })
  return key
}
function names(key: string): Promise<string[]> {
  return engine.client
    .call('checkpoints.list', { key })
    .then(({ checkpoints }) => checkpoints.map(({ name }) => name))
}
function poll<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 30_000, interval: 20 })
}

describe('on a runc that only looks as if', () => {
  beforeAll(async () => {
    engine = await startWith(fake)
  })
  afterAll(() => engine.dispose())

  it('the command is told as one types, and what is wrong with it', async () => {
    const key = await start('checkpoints-typed')
    const ask = (request: object) =>
      engine.client.call('checkpoints.preview', {
        key,
        request: { name: 'one', leaveRunning: true, ...request },
      })
    const { argv, problem } = await ask({ fileLocks: true })
    expect(problem).toBeNull()
    expect(argv.slice(1, 3)).toEqual(['--root', engine.runcRoot])
    expect(argv).toEqual(expect.arrayContaining(['checkpoint', '--leave-running', '--file-locks']))
    // Where it lies in the end, not where it is written.
    expect(argv[argv.indexOf('--image-path') + 1]).toMatch(/\/checkpoints-typed\/one\/images$/)
    expect(argv.at(-1)).toBe('checkpoints-typed')
    expect(await ask({ name: '../x' })).toMatchObject({ argv: [], problem: { code: 'InvalidArgument' } })
    expect(await ask({ lazyPages: true })).toMatchObject({
      problem: { message: expect.stringMatching(/address/) },
    })
    expect(await ask({ linkRemap: true })).toMatchObject({ problem: { code: 'NotSupported' } })
  })

  it('one that fails says what CRIU said, and one that is given up leaves nothing', async () => {
    const key = await start('checkpoints-bad')
    await expect(
      engine.client.call('checkpoints.take', { key, request: { name: 'fails', leaveRunning: false } }),
    ).rejects.toMatchObject({
      code: 'CriuFailed',
      message: expect.stringContaining('the moon is in the wrong house'),
      detail: { output: expect.stringContaining('Dumping FAILED'), log: expect.stringMatching(/\.log$/) },
    })
    const ran = (await engine.client.call('commands.recent', {})).findLast(({ argv }) =>
      argv.includes('--image-path'),
    )
    expect(ran?.argv[ran.argv.indexOf('--image-path') + 1]).toMatch(/\/checkpoints-bad\/fails\/images$/)
    const controller = new AbortController()
    const taking = engine.client.call(
      'checkpoints.take',
      { key, request: { name: 'hangs', leaveRunning: true } },
      { signal: controller.signal },
    )
    await poll(() => rowOf(engine.client, 'checkpoints-bad')).toMatchObject({
      operation: 'checkpointing',
      status: 'paused',
    })
    controller.abort()
    await expect(taking).rejects.toMatchObject({ code: 'Cancelled' })
    await poll(() => rowOf(engine.client, 'checkpoints-bad')).toMatchObject({
      operation: null,
      status: 'running',
    })
    expect(await names(key)).toEqual([])
  })

  it('is refused in other states, and where there is no such checkpoint', async () => {
    const { key } = await engine.client.call('containers.createSample', { id: 'checkpoints-new' })
    await expect(
      engine.client.call('checkpoints.take', { key, request: { name: 'one', leaveRunning: true } }),
    ).rejects.toMatchObject({ code: 'NotRunning' })
    await expect(
      engine.client.call('checkpoints.restore', { key, name: 'none', id: 'checkpoints-other', request: {} }),
    ).rejects.toMatchObject({ code: 'CheckpointNotExists' })
    await expect(engine.client.call('checkpoints.delete', { key, name: 'none' })).rejects.toMatchObject({
      code: 'CheckpointNotExists',
    })
    expect(await rowOf(engine.client, 'checkpoints-other')).toBeNull()
  })
})

describe('with the real CRIU', () => {
  let support: CheckpointSupport
  let reason: string | null

  beforeAll(async () => {
    const others = await otherPrograms()
    engine = await startWith(others.criu?.directory ?? null)
    const key = await start('checkpoints-real')
    ;({ support } = await engine.client.call('checkpoints.list', { key }))
    reason = support.isSupported ? null : `${support.reason ?? ''} ${others.reason ?? ''}`.trim()
  }, 300_000)
  afterAll(() => engine.dispose())

  it('a container goes on, ends with its checkpoint, comes back in its place, and is cloned', async ({
    skip,
  }) => {
    skip(reason !== null, reason ?? '')
    const { client } = engine
    const key = engine.keyOf('checkpoints-real')
    const taken = await client.call('checkpoints.take', { key, request: { name: 'one', leaveRunning: true } })
    expect(taken).toMatchObject({ name: 'one', exit: false, problem: null })
    expect(taken.size).toBeGreaterThan(10_000)
    await expect(
      client.call('checkpoints.take', { key, request: { name: 'one', leaveRunning: true } }),
    ).rejects.toMatchObject({ code: 'CheckpointExists' })
    await expect(
      client.call('checkpoints.restore', { key, name: 'one', id: null, request: {} }),
    ).rejects.toMatchObject({ code: 'Running' })

    const clone = await client.call('checkpoints.restore', {
      key,
      name: 'one',
      id: 'checkpoints-twin',
      request: {},
    })
    expect(clone.key).toBe(engine.keyOf('checkpoints-twin'))
    await poll(() => rowOf(client, 'checkpoints-twin')).toMatchObject({ status: 'running', operation: null })

    await client.call('checkpoints.take', { key, request: { name: 'two', leaveRunning: false } })
    // runc knows it no more, and what is left of it is found by its key all the same.
    await poll(() => rowOf(client, 'checkpoints-real')).toBeNull()
    expect(await names(key)).toEqual(['one', 'two'])
    await client.call('checkpoints.restore', { key, name: 'two', id: null, request: {} })
    await poll(() => rowOf(client, 'checkpoints-real')).toMatchObject({
      status: 'running',
      owner: { kind: 'self' },
    })
    await client.call('checkpoints.delete', { key, name: 'one' })
    expect(await names(key)).toEqual(['two'])
  })
})
