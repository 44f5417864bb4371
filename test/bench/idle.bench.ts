// What the app costs while nothing happens: the processor time of all its processes with three hundred containers running
// and its window shown, as a share of one core.
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { makeBundle } from './support/bundle.ts'
import { launchDesktop, type BenchContext } from './support/desktop.ts'
import { deleteMany, runMany } from './support/population.ts'
import { alone, type Metric } from './support/statistics.ts'

const population = 300
/** What a start leaves to do (code caches, first figures) is over by then. */
const settleMs = 15_000
const measureMs = 40_000
/** Linux tells times in these, on every machine (USER_HZ). */
const ticksPerSecond = 100

export async function run(context: BenchContext): Promise<{ metrics: Metric[] }> {
  if (process.getuid?.() !== 0) throw new Error('This bench makes rootful containers and needs root.')
  const folder = await mkdtemp(join(tmpdir(), 'rd-idle-'))
  const root = join(folder, 'root')
  const ids = Array.from({ length: population }, (_, index) => `idle-${index}`)
  try {
    await runMany(root, await makeBundle(join(folder, 'bundle')), ids)
    const desktop = await launchDesktop(context, process.cwd(), folder)
    try {
      await desktop.page.waitForFunction(
        (count) => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === String(count + 1),
        population,
      )
      await delay(settleMs)
      const before = processorTimes(desktop.pid)
      const began = performance.now()
      await delay(measureMs)
      const seconds = (performance.now() - began) / 1000
      const after = processorTimes(desktop.pid)
      const used = [...after].map(([name, time]) => [name, time - (before.get(name) ?? 0)] as const)
      const share = (time: number): number => (time / seconds) * 100
      return {
        metrics: [
          alone('idle.cpu', '%', share(used.reduce((sum, [, time]) => sum + time, 0))),
          ...used.map(([name, time]) => alone(`idle.cpu.${name}`, '%', share(time))),
        ],
      }
    } finally {
      await desktop.close()
    }
  } finally {
    await deleteMany(root, ids)
    await rm(folder, { recursive: true, force: true })
  }
}

interface Process {
  pid: number
  parent: number
  /** User and system, in seconds. */
  time: number
  kind: string
}

/** In seconds, of the process and everything below it, by what each is for. */
function processorTimes(pid: number): Map<string, number> {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readProcess(Number(name)) : []))
  const ours = new Set([pid])
  // A child has a larger number than its parent only as a rule, so until nothing is added.
  for (let size = 0; size !== ours.size;) {
    size = ours.size
    for (const one of all) if (ours.has(one.parent)) ours.add(one.pid)
  }
  const times = new Map<string, number>()
  for (const one of all) {
    if (ours.has(one.pid)) times.set(one.kind, (times.get(one.kind) ?? 0) + one.time)
  }
  return times
}

function readProcess(pid: number): Process[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const time = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
    return [{ pid, parent: Number(fields[1]), time, kind: kindOf(pid) }]
  } catch {
    return [] // It ended while it was looked at.
  }
}

function kindOf(pid: number): string {
  const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  if (line.includes('--utility-sub-type=node.mojom.NodeService')) return 'engine'
  const [, type = 'main'] = /--type=([a-z-]+)/.exec(line) ?? []
  return type === 'gpu-process' ? 'gpu' : type
}
