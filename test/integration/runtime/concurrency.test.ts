// What runs beside what: the verbs of one container in turn, so many creations and exec starts at once over all, and each
// given up wherever it is, in line or at work.
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallOptions, Container, Runtime, RuntimeOptions } from '../../../electron/runtime/index.ts'
import type { CommandRecord } from '../../../src-shared/model.ts'
import { openBench, systemPath } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/** What a runtime has run, in order, and how many commands of it were ever under way at once. */
class Watched {
  readonly begun: string[] = []
  most = 0
  readonly #running = new Set<number>()

  async open(options: Partial<RuntimeOptions> = {}): Promise<Runtime> {
    return bench.another({ ...options, onCommand: (record) => this.#note(record) })
  }

  #note({ id, argv, durationMs }: CommandRecord): void {
    if (durationMs !== null) {
      this.#running.delete(id)
      return
    }
    this.begun.push(argv.slice(3).join(' '))
    this.#running.add(id)
    this.most = Math.max(this.most, this.#running.size)
  }
}

async function started(id: string): Promise<Container> {
  const container = await bench.runtime.create(id, bench.bundle(id))
  await container.start()
  return container
}

test('the verbs of one container run one after the other, in the order of their calls', async () => {
  const watched = new Watched()
  await started('serial')
  const container = (await watched.open()).get('serial')
  const limit = container.update({ pids: { limit: 50 } }).catch(() => null)
  await Promise.all([
    container.pause(),
    container.resume(),
    container.pause(),
    container.resume(),
    container.kill('KILL'),
    limit,
  ])
  expect(watched.begun.filter((command) => !command.startsWith('update'))).toEqual([
    'pause serial',
    'resume serial',
    'pause serial',
    'resume serial',
    'kill serial KILL',
  ])
  expect(watched.most).toBe(1)
  await container.wait()
  await container.delete()
})

test('so many creations and exec starts run at once, over all containers and roots', async () => {
  const watched = new Watched()
  const runtime = await watched.open({ concurrency: 2 })
  const other = runtime.forRoot(join(bench.directory, 'other-root'))
  const bundle = bench.bundle('bounded')
  const made = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      (index % 2 === 0 ? runtime : other).create(`bounded-${index}`, bundle),
    ),
  )
  expect(watched.most).toBe(2)
  const ours = made.filter((_, index) => index % 2 === 0)
  for (const container of ours) await container.start()
  watched.most = 0
  await Promise.all(
    ours.map((container) =>
      runtime.startProcess(container, { args: ['sleep', '60'] }, { terminal: null, detached: true }),
    ),
  )
  expect(watched.most).toBe(2)
  await Promise.all(made.map((container) => container.delete({ force: true })))
  await other.dispose()
})

describe('given up', () => {
  const fake = resolve(import.meta.dirname, '../../fixtures/fake-runc/hang')
  const cancelled = { code: 'Cancelled' }

  /** A runtime whose runc never comes back, and what happens once a command of it is under way. */
  async function hanging(onBegin: () => void): Promise<Runtime> {
    return bench.another({
      searchPath: `${fake}:${systemPath}`,
      concurrency: 1,
      onCommand: ({ durationMs }) => {
        if (durationMs === null) setImmediate(onBegin)
      },
    })
  }

  const verbs: [name: string, call: (container: Container, options: CallOptions) => Promise<unknown>][] = [
    ['start', (container, options) => container.start(options)],
    ['pause', (container, options) => container.pause(options)],
    ['resume', (container, options) => container.resume(options)],
    ['kill', (container, options) => container.kill('TERM', options)],
    ['stop', (container, options) => container.stop(60_000, options)],
    ['update', (container, options) => container.update({ pids: { limit: 50 } }, options)],
    ['delete', (container, options) => container.delete({ ...options, force: true })],
  ]

  test.each(verbs)('%s ends its command, and the next verb has its turn', async (name, call) => {
    const container = await started(`given-up-${name}`)
    const giveUp = new AbortController()
    const runtime = await hanging(() => giveUp.abort())
    const refused = call(runtime.get(container.id), { signal: giveUp.signal })
    await expect(refused).rejects.toMatchObject(cancelled)
    await container.delete({ force: true })
    expect(bench.traces(container.id)).toEqual([])
    await expect.poll(() => spawnSync('pgrep', ['-f', `${fake}/runc --root ${bench.root}`]).status).toBe(1)
  })

  test('features and the configuration to begin with', async () => {
    for (const ask of ['features', 'spec'] as const) {
      const giveUp = new AbortController()
      const runtime = await hanging(() => giveUp.abort())
      await expect(runtime[ask]({ signal: giveUp.signal })).rejects.toMatchObject(cancelled)
    }
  })

  test('a wait, and the grace of a stop', async () => {
    const container = await started('given-up-waiting')
    const giveUp = new AbortController()
    const waiting = container.wait({ signal: giveUp.signal })
    const stopping = container.stop(60_000, { signal: giveUp.signal, onGrace: () => giveUp.abort() })
    await expect(stopping).rejects.toMatchObject(cancelled)
    await expect(waiting).rejects.toMatchObject(cancelled)
    expect(container.state().status).toBe('running')
    await container.delete({ force: true })
  })

  test('a creation and an exec start that wait in line', async () => {
    const container = await started('given-up-line')
    const [first, later] = [new AbortController(), new AbortController()]
    let isAtWork = false
    const runtime = await hanging(() => (isAtWork = true))
    const creation = runtime.create('given-up-first', bench.bundle('given-up-first'), {
      signal: first.signal,
    })
    await expect.poll(() => isAtWork).toBe(true)
    const { signal } = later
    const waiting = Promise.allSettled([
      runtime.create('given-up-later', bench.bundle('given-up-later'), { signal }),
      runtime.startProcess(runtime.get(container.id), { args: ['true'] }, { terminal: null, signal }),
    ])
    later.abort()
    expect(await waiting).toMatchObject([{ reason: cancelled }, { reason: cancelled }])
    first.abort()
    await expect(creation).rejects.toMatchObject(cancelled)
    await container.delete({ force: true })
    for (const id of ['given-up-first', 'given-up-later']) expect(bench.traces(id)).toEqual([])
  })
})
