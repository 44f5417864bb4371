// The live list: what plain runc does on the root from outside is seen, quickly and without being asked for.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest'
import type { ContainerState, Runtime } from '../../../electron/runtime/index.ts'
import { openBench, foreignCgroups } from './setup.ts'
import type { Bench } from './setup.ts'

/** What a watch has told so far, with a way to wait for what it will tell. */
class Told {
  readonly states = new Map<string, ContainerState>()
  /** Every status of an id, in order. */
  readonly history: string[] = []
  problem: Error | null = null
  batches = 0
  readonly #watch: { dispose(): void }
  readonly #waiting = new Set<() => void>()

  constructor(runtime: Runtime) {
    this.#watch = runtime.watch(({ changed, problem }) => {
      this.batches += 1
      this.problem = problem
      for (const { id, state } of changed) {
        if (state) this.states.set(id, state)
        else this.states.delete(id)
        this.history.push(`${id} ${state?.status ?? 'gone'}`)
      }
      for (const check of this.#waiting) check()
    })
  }

  /** Milliseconds until it is so. */
  async until(isSo: () => boolean, limitMs = 15_000): Promise<number> {
    const startedAt = performance.now()
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () =>
          reject(new Error(`Not within ${limitMs} ms: ${String(isSo)}; told: ${this.history.join(', ')}`)),
        limitMs,
      )
      const check = (): void => {
        if (!isSo()) return
        clearTimeout(timer)
        this.#waiting.delete(check)
        resolve()
      }
      this.#waiting.add(check)
      check()
    })
    return performance.now() - startedAt
  }

  status(id: string): string | undefined {
    return this.states.get(id)?.status
  }

  dispose(): void {
    this.#watch.dispose()
  }
}

let bench: Bench
let told: Told

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())
beforeEach(() => {
  told = new Told(bench.runtime)
})
afterEach(() => told.dispose())

test('a container of plain runc appears, changes and goes by itself', async () => {
  await told.until(() => told.batches === 1)
  const bundle = bench.bundle('foreign', {
    edit: (config) => (config.linux.cgroupsPath = `${foreignCgroups}/foreign`),
  })
  const times: Record<string, number> = {}
  expect(bench.runc('run', '--detach', '--bundle', bundle, 'foreign').status).toBe(0)
  times['run'] = await told.until(() => told.status('foreign') === 'running')
  expect(told.states.get('foreign')).toMatchObject({ isSupervised: false, bundle })
  bench.runc('pause', 'foreign')
  times['pause'] = await told.until(() => told.status('foreign') === 'paused')
  bench.runc('resume', 'foreign')
  times['resume'] = await told.until(() => told.status('foreign') === 'running')
  bench.runc('kill', 'foreign', 'KILL')
  times['kill'] = await told.until(() => told.status('foreign') === 'stopped')
  const exit = told.states.get('foreign')?.exit
  expect(exit).toMatchObject({ code: null, signal: null, source: 'pidwatch' })
  expect(Date.parse(exit?.finishedAt ?? '')).toBeGreaterThan(Date.now() - 5000)
  bench.runc('delete', 'foreign')
  times['delete'] = await told.until(() => !told.states.has('foreign'))
  expect(Object.values(times).filter((time) => time > 100)).toEqual([])
  expect(told.history.filter((entry) => entry.endsWith('broken'))).toEqual([])
})
test('ours tells its exit code as soon as conmon has written it', async () => {
  const bundle = bench.bundle('coded', { args: ['sh', '-c', 'sleep 0.2; exit 9'] })
  const container = await bench.runtime.create('coded', bundle)
  await told.until(() => told.status('coded') === 'created')
  await container.start()
  await told.until(() => told.states.get('coded')?.exit?.code === 9)
  expect(told.states.get('coded')).toMatchObject({
    status: 'stopped',
    exit: { source: 'conmon', signal: null },
  })
  await container.delete()
  await told.until(() => !told.states.has('coded'))
})

test('the end of init is seen where the cgroup does not tell of it', async () => {
  const bundle = bench.bundle('lonely', {
    args: ['sh', '-c', 'sleep 30 & sleep 0.3'],
    edit: (config) => {
      config.linux.cgroupsPath = `${foreignCgroups}/lonely`
      config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'pid')
    },
  })
  bench.runc('run', '--detach', '--bundle', bundle, 'lonely')
  await told.until(() => told.status('lonely') === 'running')
  expect(await told.until(() => told.status('lonely') === 'stopped')).toBeLessThan(10_000)
  bench.runc('kill', '--all', 'lonely', 'KILL')
  bench.runc('delete', '--force', 'lonely')
  await told.until(() => !told.states.has('lonely'))
})

test('many at once come in few batches, and all of them', async () => {
  await told.until(() => told.batches > 0)
  const bundle = bench.bundle('many')
  const before = told.batches
  const ids = Array.from({ length: 12 }, (_, index) => `many-${index}`)
  await Promise.all(ids.map((id) => bench.runtime.create(id, bundle)))
  await told.until(() => ids.every((id) => told.status(id) === 'created'))
  expect(told.batches - before).toBeLessThan(12 * 6)
  await Promise.all(ids.map((id) => bench.runtime.get(id).delete()))
  await told.until(() => ids.every((id) => !told.states.has(id)))
})

test('a directory that is not a container yet, and one that never will be', async () => {
  mkdirSync(join(bench.root, 'half'), { recursive: true })
  await told.until(() => told.status('half') === 'creating')
  await told.until(() => told.status('half') === 'broken')
  rmSync(join(bench.root, 'half'), { recursive: true })
  await told.until(() => !told.states.has('half'))
})

test('a root that is not there yet, is removed, comes back, and is replaced', async () => {
  const root = join(bench.directory, 'late', 'deep', 'root')
  const runtime = await bench.another({ root })
  const late = new Told(runtime)
  await late.until(() => late.batches === 1)
  expect([runtime.list(), late.problem]).toEqual([[], null])
  const appear = (path: string, id: string): void => {
    mkdirSync(join(path, id), { recursive: true })
  }
  appear(root, 'one')
  await late.until(() => late.states.has('one'))
  rmSync(join(bench.directory, 'late'), { recursive: true })
  await late.until(() => !late.states.has('one'))
  appear(root, 'two')
  await late.until(() => late.states.has('two'))
  appear(`${root}-other`, 'three')
  renameSync(root, `${root}-old`)
  renameSync(`${root}-other`, root)
  await late.until(() => late.states.has('three') && !late.states.has('two'))
  appear(root, 'four')
  await late.until(() => late.states.has('four'))
  late.dispose()
})

test('a root that is no directory is a problem with a sentence, until it is one', async () => {
  const root = join(bench.directory, 'file')
  writeFileSync(root, '')
  const runtime = await bench.another({ root })
  const watch = new Told(runtime)
  await watch.until(() => watch.problem !== null)
  expect(watch.problem).toMatchObject({ code: 'StateUnreadable', message: expect.stringContaining(root) })
  expect(() => runtime.list()).toThrowError(expect.objectContaining({ code: 'StateUnreadable' }))
  rmSync(root)
  await watch.until(() => watch.problem === null)
  watch.dispose()
})

test('nothing is told after dispose', async () => {
  await told.until(() => told.batches > 0)
  told.dispose()
  const before = told.batches
  mkdirSync(join(bench.root, 'silent'))
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(told.batches).toBe(before)
  rmSync(join(bench.root, 'silent'), { recursive: true })
})
