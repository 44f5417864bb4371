// Whether memory grows with what comes and goes: 2 000 containers are created, started and deleted by plain runc while
// the window shows the list, and the memory (PSS) of engine, page and main at the end is held against that after the
// first tenth, when every cache is warm, and against that half-way: what leaks grows as much in the second half, what
// only takes its time to fill does not. The page's is read once its garbage is collected.
// `RUNC_DESKTOP_CHURN_MINUTES=10` spreads the churn over that time, with figures of use sampled all the while; without it
// everything happens as quickly as runc can. Nothing else built on Chromium may run meanwhile: PSS shares out what both
// have in memory.
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { makeBundle } from './support/bundle.ts'
import { launchDesktop, type BenchContext, type BenchDesktop } from './support/desktop.ts'
import { deleteMany, runcOn } from './support/population.ts'
import { processTree, pssOf } from './support/process-tree.ts'
import { alone, median, type Metric } from './support/statistics.ts'

const cycles = 2000
/** Of it, what fills caches and pools that then stay as they are. */
const warmUp = 200
/** At once; each cycle is run, then delete. */
const workers = 2
/** What has been let go is collected when nothing else is to be done. */
const settleMs = 10_000
/** Memory is read so often and so far apart; the median counts. */
const readings = 5
const readEveryMs = 1000

const kinds = ['main', 'engine', 'renderer'] as const
type Sizes = Record<(typeof kinds)[number], number>

export async function run(context: BenchContext): Promise<{ metrics: Metric[] }> {
  if (process.getuid?.() !== 0) throw new Error('This bench makes rootful containers and needs root.')
  const minutes = Number(process.env.RUNC_DESKTOP_CHURN_MINUTES ?? 0)
  if (!(minutes >= 0)) throw new Error('RUNC_DESKTOP_CHURN_MINUTES is a number of minutes.')
  const folder = await mkdtemp(join(tmpdir(), 'rd-churn-'))
  const root = join(folder, 'root')
  const ids = Array.from({ length: cycles }, (_, index) => `churn-${index}`)
  try {
    const bundle = await makeBundle(join(folder, 'bundle'))
    const desktop = await launchDesktop(context, process.cwd(), folder)
    try {
      const cycleMs = (minutes * 60_000 * workers) / cycles
      await churn(root, bundle, ids.slice(0, warmUp), cycleMs)
      const before = await readSizes(desktop)
      const first = await churn(root, bundle, ids.slice(warmUp, cycles / 2), cycleMs)
      const between = await readSizes(desktop)
      const second = await churn(root, bundle, ids.slice(cycles / 2), cycleMs)
      const after = await readSizes(desktop)
      return {
        metrics: [
          alone('churn.minutes', 'min', first + second),
          ...kinds.flatMap((kind) => [
            alone(`churn.${kind}.pss`, 'MB', after[kind]),
            alone(`churn.${kind}.growth`, 'MB', after[kind] - before[kind]),
            alone(`churn.${kind}.growth.late`, 'MB', after[kind] - between[kind]),
          ]),
        ],
      }
    } finally {
      await desktop.close()
    }
  } finally {
    // Not there when the app could not even be started.
    if (existsSync(root)) await deleteMany(root, readdirSync(root))
    await rm(folder, { recursive: true, force: true })
  }
}

/** Each lives for as long as runc takes, or `cycleMs` if that is longer. Answers how many minutes they all took. */
async function churn(root: string, bundle: string, ids: readonly string[], cycleMs: number): Promise<number> {
  const start = performance.now()
  const runc = runcOn(root)
  const waiting = [...ids]
  async function worker(): Promise<void> {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const began = performance.now()
      await runc('run', '-d', '--bundle', bundle, id)
      await runc('kill', id, 'KILL')
      await deleteEnded(runc, id)
      await delay(Math.max(0, cycleMs - (performance.now() - began)))
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
  return (performance.now() - start) / 60_000
}

/** `delete -f` sleeps 100 ms; a plain one refuses while the killed program is still ending. */
async function deleteEnded(runc: (...args: string[]) => Promise<void>, id: string): Promise<void> {
  for (;;) {
    try {
      await runc('delete', id)
      return
    } catch {
      await delay(5)
    }
  }
}

async function readSizes({ page, pid }: BenchDesktop): Promise<Sizes> {
  await delay(settleMs)
  // A page that nobody touches keeps its garbage: some 30 MB of the lists that were drawn.
  await page.requestGC()
  const all: Sizes[] = []
  for (let reading = 0; reading < readings; reading++) {
    const sizes: Sizes = { main: 0, engine: 0, renderer: 0 }
    const tree = processTree(pid)
    for (const kind of kinds) {
      for (const one of tree.filter((other) => other.kind === kind)) sizes[kind] += pssOf(one.pid)
      if (sizes[kind] === 0) throw new Error(`There is no ${kind} process.`)
    }
    all.push(sizes)
    await delay(readEveryMs)
  }
  const of = (kind: keyof Sizes): number => median(all.map((sizes) => sizes[kind]))
  return { main: of('main'), engine: of('engine'), renderer: of('renderer') }
}
