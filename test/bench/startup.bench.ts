// How long from the launch of the process to a painted window, and to real rows, against the least Electron app there
// can be. Both start in turn with the same switches, each in a fresh folder; ten containers exist for the rows.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { makeBundle } from './support/bundle.ts'
import { startEngine } from './support/engine.ts'
import { compare, type Metric } from './support/statistics.ts'

const rounds = 9
const containers = 10
/** A start that takes longer is a failure, not a figure. */
const giveUpAfterMs = 30_000

interface Launch {
  electron: string
  args: readonly string[]
}

/** `electron` is the runtime's executable, `switches` what this machine needs (no sandbox as root, no GPU). */
export async function run(context: {
  electron: string
  switches: readonly string[]
}): Promise<{ metrics: Metric[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'rd-start-'))
  const engine = await startEngine(folder)
  try {
    const bundle = await makeBundle(join(folder, 'bundle'))
    const ids = Array.from({ length: containers }, (_, index) => `row-${index}`)
    for (const id of ids) {
      await engine.client.call('containers.create', { id, bundle })
      await engine.client.call('containers.start', { key: engine.keyOf(id) })
    }
    const metrics = await measure(context, folder)
    for (const id of ids)
      await engine.client.call('containers.delete', { key: engine.keyOf(id), force: true })
    return { metrics }
  } finally {
    await engine.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(
  context: { electron: string; switches: readonly string[] },
  folder: string,
): Promise<Metric[]> {
  const window: number[] = []
  const list: number[] = []
  const empty: number[] = []
  const repository = process.cwd()
  // The first round fills the disk cache and Chromium's code cache for both, and is thrown away.
  for (let round = -1; round < rounds; round++) {
    const profile = join(folder, `empty-${round}`)
    await mkdir(profile)
    const yardstick = await launch(
      {
        electron: context.electron,
        args: [
          ...context.switches,
          join(repository, 'test/fixtures/empty-electron'),
          `--user-data-dir=${profile}`,
        ],
      },
      folder,
      (times) => typeof times.shown === 'number',
    )
    const app = await launch(
      { electron: context.electron, args: [...context.switches, repository] },
      folder,
      (times) => typeof (times.marks as Record<string, number> | undefined)?.list === 'number',
    )
    if (round < 0) continue
    const marks = app.times.marks as Record<string, number>
    const launchedAt = app.times.launchedAt as number
    empty.push((yardstick.times.shown as number) - yardstick.spawnedAt)
    // Our marks count from the process's birth; what lies between spawn and birth belongs to the launch as well.
    const birth = launchedAt - app.spawnedAt
    window.push(Math.max(marks.shown ?? Number.NaN, marks.shell ?? Number.NaN) + birth)
    list.push((marks.list ?? Number.NaN) + birth)
  }
  return [
    compare('startup.window', 'ms', window, 'an empty Electron window', empty),
    compare('startup.list', 'ms', list, 'an empty Electron window', empty),
  ]
}

/** Starts Electron, waits until its file of times says enough, ends it, and answers with both. */
async function launch(
  { electron, args }: Launch,
  folder: string,
  isEnough: (times: Record<string, unknown>) => boolean,
): Promise<{ spawnedAt: number; times: Record<string, unknown> }> {
  const perf = join(folder, 'perf.json')
  await rm(perf, { force: true })
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    RUNC_DESKTOP_HOME: join(folder, 'home'),
    RUNC_DESKTOP_RUNC_ROOT: join(folder, 'root'),
  }
  delete environment.ELECTRON_RUN_AS_NODE
  const spawnedAt = Date.now()
  const child = spawn(electron, [...args, `--perf=${perf}`], { env: environment, stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  try {
    for (;;) {
      const times = await readTimes(perf)
      if (times !== null && isEnough(times)) return { spawnedAt, times }
      if (child.exitCode !== null)
        throw new Error(`Electron ended with ${child.exitCode} before its window was there.`)
      if (Date.now() - spawnedAt > giveUpAfterMs) throw new Error(`No window within ${giveUpAfterMs} ms.`)
      await delay(20)
    }
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

/** Null while the file is not there or not whole. */
async function readTimes(path: string): Promise<Record<string, unknown> | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
  } catch {
    return null
  }
}
