// The list. What reading the state of everything costs, against `runc list -f json` on the same root: warm (the runtime
// has read the files before, as in a living engine), cold (a reader that has never seen them) and from nothing (a runtime
// is made, which asks programs for their versions and puts in order what it finds, and lists); in turn, at 300 running. And
// what the supervision of one of them costs in memory.
// Then what the window makes of it: bench/list/ has a change until it is painted, and ten thousand rows.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { detectCgroupMode } from '../../electron/runtime/cgroup.ts'
import { createRuntime, type Runtime } from '../../electron/runtime/index.ts'
import { createLayout } from '../../electron/runtime/layout.ts'
import { readStat } from '../../electron/runtime/processes.ts'
import { StateReader } from '../../electron/runtime/state-reader.ts'
import { measureChange } from './list/change.ts'
import { measureRecorded } from './list/recorded.ts'
import { makeBundle } from './support/bundle.ts'
import type { BenchContext } from './support/desktop.ts'
import { eachOf } from './support/population.ts'
import { alone, compare, median, type Metric } from './support/statistics.ts'

const population = 300
/** Enough for a steady median; a round takes some 400 ms. */
const rounds = 30

export async function run(context: BenchContext): Promise<{ metrics: Metric[] }> {
  return {
    metrics: [
      ...(await measureReading()),
      ...(await measureChange(context)),
      ...(await measureRecorded(context)),
    ],
  }
}

async function measureReading(): Promise<Metric[]> {
  if (process.getuid?.() !== 0) throw new Error('This bench makes rootful containers and needs root.')
  const folder = await mkdtemp(join(tmpdir(), 'rd-list-'))
  const runtime = await makeRuntime(folder)
  const ids = Array.from({ length: population }, (_, index) => `listed-${index}`)
  try {
    const bundle = await makeBundle(join(folder, 'bundle'))
    await eachOf(ids, (id) => runtime.run(id, bundle, { detach: true }))
    return [...(await measure(runtime, folder)), memory(runtime)]
  } finally {
    await eachOf(ids, async (id) => {
      if (runtime.list().some((state) => state.id === id)) await runtime.get(id).delete({ force: true })
    })
    await runtime.dispose()
    await rm(folder, { recursive: true, force: true })
  }
}

function placesIn(folder: string): { root: string; stateDirectory: string; socketDirectory: string } {
  return {
    root: join(folder, 'root'),
    stateDirectory: join(folder, 'state'),
    socketDirectory: join(folder, 's'),
  }
}

function makeRuntime(folder: string): Promise<Runtime> {
  return createRuntime(placesIn(folder))
}

async function measure(runtime: Runtime, folder: string): Promise<Metric[]> {
  const samples = { warm: [] as number[], cold: [] as number[], open: [] as number[], theirs: [] as number[] }
  const layout = createLayout(placesIn(folder))
  const mode = detectCgroupMode()
  // One round first, so that nobody pays for what is only paid once.
  for (let round = -1; round < rounds; round++) {
    // In this order, so that nobody pays for what another leaves behind for the garbage collector.
    const warm = timed(() => check(runtime.list().filter(({ status }) => status === 'running').length))
    const theirs = await listWithRunc(join(folder, 'root'))
    // Not of a new runtime: that one has read every state by the time it is there.
    const cold = timed(() => check(new StateReader(layout, mode).list().length))
    const began = performance.now()
    const fresh = await makeRuntime(folder)
    check(fresh.list().length)
    const open = performance.now() - began
    await fresh.dispose()
    if (round < 0) continue
    samples.cold.push(cold)
    samples.open.push(open)
    samples.warm.push(warm)
    samples.theirs.push(theirs)
  }
  return [
    compare('list.read.warm', 'ms', samples.warm, 'runc list -f json', samples.theirs),
    compare('list.read.cold', 'ms', samples.cold, 'runc list -f json', samples.theirs),
    compare('list.open', 'ms', samples.open, 'runc list -f json', samples.theirs),
  ]
}

/** Of each container's conmon, the parent of its init: its own memory and its part of what is shared. */
function memory(runtime: Runtime): Metric {
  const monitors = runtime.list().map(({ pid }) => readStat(pid ?? 0)?.parent ?? 0)
  check(new Set(monitors).size)
  return alone('list.monitor.pss', 'kB', median(monitors.map(pssOf)))
}

function pssOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1]
  if (kilobytes === undefined) throw new Error(`The memory of process ${pid} cannot be read.`)
  return Number(kilobytes)
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
