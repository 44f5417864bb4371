// What the app costs while nothing happens: the processor time of all its processes with three hundred containers running
// and its window shown, as a share of one core.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { makeBundle } from './support/bundle.ts'
import { launchDesktop, type BenchContext } from './support/desktop.ts'
import { deleteMany, runMany } from './support/population.ts'
import { processTree } from './support/process-tree.ts'
import { alone, type Metric } from './support/statistics.ts'

const population = 300
/**
 * What a start leaves to do is over by then: code caches, the curves of usage that fill for half a minute, and uptimes that
 * are told in seconds for a container's first minute.
 */
const settleMs = 70_000
const measureMs = 40_000

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

/** In seconds, of the process and everything below it, by what each is for. */
function processorTimes(pid: number): Map<string, number> {
  const times = new Map<string, number>()
  for (const { kind, time } of processTree(pid)) times.set(kind, (times.get(kind) ?? 0) + time)
  return times
}
