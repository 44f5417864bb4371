// What reading the state of everything costs, against `runc list -f json` on the same root: warm (the runtime has read the
// files before, as in a living engine) and cold (a runtime that has just been made). In turn, at 300 running.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createRuntime, type Runtime } from '../../electron/runtime/index.ts'
import { makeBundle } from './support/bundle.ts'
import { compare, type Metric } from './support/statistics.ts'

const population = 300
/** Enough for a steady median; a round takes some 150 ms. */
const rounds = 30

export async function run(): Promise<{ metrics: Metric[] }> {
  if (process.getuid?.() !== 0) throw new Error('This bench makes rootful containers and needs root.')
  const folder = await mkdtemp(join(tmpdir(), 'rd-list-'))
  const runtime = await makeRuntime(folder)
  const ids = Array.from({ length: population }, (_, index) => `listed-${index}`)
  try {
    const bundle = await makeBundle(join(folder, 'bundle'))
    await eachOf(ids, (id) => runtime.run(id, bundle, { detach: true }))
    return { metrics: await measure(runtime, folder) }
  } finally {
    await eachOf(ids, async (id) => {
      if (runtime.list().some((state) => state.id === id)) await runtime.get(id).delete({ force: true })
    })
    await runtime.dispose()
    await rm(folder, { recursive: true, force: true })
  }
}

function makeRuntime(folder: string): Promise<Runtime> {
  return createRuntime({
    root: join(folder, 'root'),
    stateDirectory: join(folder, 'state'),
    socketDirectory: join(folder, 's'),
  })
}

async function measure(runtime: Runtime, folder: string): Promise<Metric[]> {
  const samples: { warm: number[]; cold: number[]; theirs: number[] } = { warm: [], cold: [], theirs: [] }
  // One round first, so that nobody pays for what is only paid once.
  for (let round = -1; round < rounds; round++) {
    const fresh = await makeRuntime(folder)
    // In this order, so that nobody pays for what another leaves behind for the garbage collector.
    const warm = timed(() => check(runtime.list().filter(({ status }) => status === 'running').length))
    const theirs = await listWithRunc(join(folder, 'root'))
    const cold = timed(() => check(fresh.list().length))
    await fresh.dispose()
    if (round < 0) continue
    samples.cold.push(cold)
    samples.warm.push(warm)
    samples.theirs.push(theirs)
  }
  return [
    compare('list.read.warm', 'ms', samples.warm, 'runc list -f json', samples.theirs),
    compare('list.read.cold', 'ms', samples.cold, 'runc list -f json', samples.theirs),
  ]
}

function timed(action: () => void): number {
  const began = performance.now()
  action()
  return performance.now() - began
}

/** From the start of the program to its parsed answer, as a program that needs it would wait for it. */
function listWithRunc(root: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn('runc', ['--root', root, 'list', '--format', 'json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', reject)
    child.once('close', () => {
      const list = JSON.parse(Buffer.concat(chunks).toString()) as unknown[]
      const took = performance.now() - began
      if (list.length === population) resolve(took)
      else reject(new Error(`runc lists ${list.length} containers, not ${population}.`))
    })
  })
}

function check(count: number): void {
  if (count !== population) throw new Error(`${count} containers are read, not ${population}.`)
}

async function eachOf(ids: readonly string[], action: (id: string) => Promise<unknown>): Promise<void> {
  const waiting = [...ids]
  async function worker(): Promise<void> {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await action(id)
  }
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, worker))
}
