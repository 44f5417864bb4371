// What supervision costs: create + start and delete through an engine (over stdio, as a client of the contract) against
// the bare runc verbs, in turn, on the same bundles. 100 containers at 8 at once give the throughput. Beside `runc run -d`
// stands what any supervision by conmon takes at least: conmon with its `runc create`, then `runc start`, with nothing
// around them.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createLayout, makeDirectories, type Layout } from '../../electron/runtime/layout.ts'
import { startMonitor } from '../../electron/runtime/monitor.ts'
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
  const supervised = new BareSupervision(join(folder, 'bare'))
  const engine = await startEngine(folder)
  try {
    const bundle = await makeBundle(join(folder, 'bundle'))
    return {
      metrics: [
        ...(await oneByOne(engine, plain, supervised, bundle)),
        ...(await inParallel(engine, plain, supervised, bundle)),
      ],
    }
  } finally {
    await engine.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function oneByOne(
  engine: BenchEngine,
  plain: PlainRunc,
  supervised: BareSupervision,
  bundle: string,
): Promise<Metric[]> {
  const start: { ours: number[]; theirs: number[]; least: number[] } = { ours: [], theirs: [], least: [] }
  const end: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] }
  // One of each first, so that neither side pays for cold caches.
  for (let round = -1; round < rounds; round++) {
    const id = `one-${round + 1}`
    await supervised.prepare(id, bundle)
    const samples = {
      ourStart: await timed(() => createAndStart(engine, id, bundle)),
      theirStart: await timed(() => plain.run(id, bundle)),
      ourEnd: await timed(() =>
        engine.client.call('containers.delete', { key: engine.keyOf(id), force: true }),
      ),
      theirEnd: await timed(() => plain.delete(id)),
      leastStart: await timed(() => supervised.run(id)),
    }
    await supervised.delete(id)
    if (round < 0) continue
    start.ours.push(samples.ourStart)
    start.theirs.push(samples.theirStart)
    start.least.push(samples.leastStart)
    end.ours.push(samples.ourEnd)
    end.theirs.push(samples.theirEnd)
  }
  return [
    compare('lifecycle.start', 'ms', start.ours, 'runc run -d', start.theirs),
    compare('lifecycle.start.supervised', 'ms', start.ours, bareSupervision, start.least),
    compare('lifecycle.delete', 'ms', end.ours, 'runc delete -f', end.theirs),
  ]
}

async function inParallel(
  engine: BenchEngine,
  plain: PlainRunc,
  supervised: BareSupervision,
  bundle: string,
): Promise<Metric[]> {
  const ids = Array.from({ length: parallel.containers }, (_, index) => `many-${index}`)
  const theirs: number[] = []
  const least: number[] = []
  const ours: number[] = []
  for (let round = 0; round < 3; round++) {
    theirs.push(await timed(() => eachOf(ids, (id) => plain.run(id, bundle))))
    await eachOf(ids, (id) => plain.delete(id))
    await eachOf(ids, (id) => supervised.prepare(id, bundle))
    least.push(await timed(() => eachOf(ids, (id) => supervised.run(id))))
    await eachOf(ids, (id) => supervised.delete(id))
    ours.push(await timed(() => eachOf(ids, (id) => createAndStart(engine, id, bundle))))
    await eachOf(ids, (id) => engine.client.call('containers.delete', { key: engine.keyOf(id), force: true }))
  }
  const { containers } = parallel
  return [
    rate('lifecycle.parallel', containers, ours, 'runc run -d, 8 at once', theirs),
    rate('lifecycle.parallel.supervised', containers, ours, `${bareSupervision}, 8 at once`, least),
  ]
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
    return call('runc', ['--root', this.#root, ...args])
  }
}

const bareSupervision = 'conmon + runc create, runc start'

/** The least that it takes to have a container under conmon: its own start, and the two calls of runc. */
class BareSupervision {
  readonly #layout: Layout

  constructor(folder: string) {
    this.#layout = createLayout({
      root: join(folder, 'root'),
      stateDirectory: join(folder, 'state'),
      socketDirectory: join(folder, 's'),
    })
    makeDirectories(this.#layout)
  }

  /** conmon puts its fifos into the bundle: each container needs one of its own, which is not measured. */
  async prepare(id: string, bundle: string): Promise<void> {
    const places = this.#layout.places(id)
    await mkdir(places.persist, { recursive: true })
    await mkdir(places.bundle)
    const config = JSON.parse(await readFile(join(bundle, 'config.json'), 'utf8')) as { root: object }
    const root = { ...config.root, path: join(bundle, 'rootfs') }
    await writeFile(places.config, JSON.stringify({ ...config, root }))
  }

  async run(id: string): Promise<void> {
    const places = this.#layout.places(id)
    const { outcome, words } = await startMonitor({
      conmonPath: 'conmon',
      runcPath: '/usr/sbin/runc',
      id,
      layout: this.#layout,
      places,
      terminal: false,
      environment: { PATH: process.env['PATH'] ?? '' },
      timeoutMs: 30_000,
    })
    if (outcome !== 'created') throw new Error(`conmon could not create ${id}: ${words}`)
    await call('runc', ['--root', this.#layout.root, 'start', id])
  }

  async delete(id: string): Promise<void> {
    await call('runc', ['--root', this.#layout.root, 'delete', '-f', id])
    await rm(this.#layout.places(id).directory, { recursive: true, force: true })
  }
}

/** No pipes: the container would inherit them, and `close` would wait for its end. */
function call(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'ignore' })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ${args.join(' ')} exited with ${code}.`)),
    )
  })
}
