// What supervision costs: create + start and delete through an engine (over stdio, as a client of the contract) against
// the bare runc verbs, in turn, on the same bundles. 100 containers at 8 at once give the throughput.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { startEngine, type BenchEngine } from './support/engine.ts'
import { makeBundle } from './support/bundle.ts'
import { compare, rate, type Metric } from './support/statistics.ts'

/** Enough for a steady median on a noisy machine in well under a minute. */
const rounds = 40
const parallel = { containers: 100, atOnce: 8 } as const

export async function run(): Promise<{ metrics: Metric[] }> {
  if (process.getuid?.() !== 0) throw new Error('This bench makes rootful containers and needs root.')
  const folder = await mkdtemp(join(tmpdir(), 'rd-bench-'))
  const plain = new PlainRunc(join(folder, 'plain-root'))
  const engine = await startEngine(folder)
  try {
    const bundle = await makeBundle(join(folder, 'bundle'))
    return { metrics: [...(await oneByOne(engine, plain, bundle)), await inParallel(engine, plain, bundle)] }
  } finally {
    await engine.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function oneByOne(engine: BenchEngine, plain: PlainRunc, bundle: string): Promise<Metric[]> {
  const start: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] }
  const end: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] }
  // One of each first, so that neither side pays for cold caches.
  for (let round = -1; round < rounds; round++) {
    const id = `one-${round + 1}`
    const samples = {
      ourStart: await timed(() => createAndStart(engine, id, bundle)),
      theirStart: await timed(() => plain.run(id, bundle)),
      ourEnd: await timed(() =>
        engine.client.call('containers.delete', { key: engine.keyOf(id), force: true }),
      ),
      theirEnd: await timed(() => plain.delete(id)),
    }
    if (round < 0) continue
    start.ours.push(samples.ourStart)
    start.theirs.push(samples.theirStart)
    end.ours.push(samples.ourEnd)
    end.theirs.push(samples.theirEnd)
  }
  return [
    compare('lifecycle.start', 'ms', start.ours, 'runc run -d', start.theirs),
    compare('lifecycle.delete', 'ms', end.ours, 'runc delete -f', end.theirs),
  ]
}

async function inParallel(engine: BenchEngine, plain: PlainRunc, bundle: string): Promise<Metric> {
  const ids = Array.from({ length: parallel.containers }, (_, index) => `many-${index}`)
  const theirs: number[] = []
  const ours: number[] = []
  for (let round = 0; round < 3; round++) {
    theirs.push(await timed(() => eachOf(ids, (id) => plain.run(id, bundle))))
    await eachOf(ids, (id) => plain.delete(id))
    ours.push(await timed(() => eachOf(ids, (id) => createAndStart(engine, id, bundle))))
    await eachOf(ids, (id) => engine.client.call('containers.delete', { key: engine.keyOf(id), force: true }))
  }
  return rate('lifecycle.parallel', parallel.containers, ours, 'runc run -d, 8 at once', theirs)
}

async function createAndStart(engine: BenchEngine, id: string, bundle: string): Promise<void> {
  await engine.client.call('containers.create', { id, bundle })
  await engine.client.call('containers.start', { key: engine.keyOf(id) })
}

/** Runs `action` on every item, `parallel.atOnce` at a time. */
async function eachOf(ids: readonly string[], action: (id: string) => Promise<unknown>): Promise<void> {
  const waiting = [...ids]
  async function worker(): Promise<void> {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await action(id)
  }
  await Promise.all(Array.from({ length: parallel.atOnce }, worker))
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await action()
  return performance.now() - began
}

/** The yardstick: the verbs as one would type them. */
class PlainRunc {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  run(id: string, bundle: string): Promise<void> {
    return this.#call('run', '-d', '--bundle', bundle, id)
  }

  delete(id: string): Promise<void> {
    return this.#call('delete', '-f', id)
  }

  #call(...args: string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      // No pipes: the container would inherit them, and `close` would wait for its end.
      const child = spawn('runc', ['--root', this.#root, ...args], { stdio: 'ignore' })
      child.once('error', reject)
      child.once('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`runc ${args.join(' ')} exited with ${code}.`)),
      )
    })
  }
}
