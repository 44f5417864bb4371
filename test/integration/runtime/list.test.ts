// `list()` against `runc list -f json`, field by field, on a mixed population; and what runc understands though we do not.
// `RUNC_DESKTOP_TEST_POPULATION` sets how many there are.
import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ContainerState } from '../../../electron/runtime/index.ts'
import { openBench } from './setup.ts'
import type { Bench } from './setup.ts'

const population = Number(process.env['RUNC_DESKTOP_TEST_POPULATION'] ?? 100)

/** In turn; each is what the container is when the lists are compared, or what it is about to become. */
const lives = ['running', 'created', 'paused', 'stopped', 'dying', 'foreign'] as const

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

interface Listed {
  ociVersion: string
  id: string
  pid: number
  status: string
  bundle: string
  rootfs: string
  created: string
  annotations?: Record<string, string>
}

function runcList(): Listed[] {
  const text = execFileSync('runc', ['--root', bench.root, 'list', '--format', 'json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return (JSON.parse(text) ?? []) as Listed[]
}

/** Our list in runc's fields, but for the owner, which it asks /etc/passwd for. */
function ourList(): Listed[] {
  return bench.runtime.list().map((state: ContainerState) => {
    const fields: Listed = {
      ociVersion: state.ociVersion,
      id: state.id,
      pid: state.pid ?? 0,
      status: state.status,
      // Under conmon runc is given the bundle that we derived.
      bundle: state.isSupervised ? derivedBundle(state.id) : state.bundle,
      rootfs: state.rootfs,
      created: state.created ?? '',
    }
    if (Object.keys(state.annotations).length > 0) fields.annotations = state.annotations
    return fields
  })
}

function derivedBundle(id: string): string {
  return join(bench.runtime.get(id).logPath ?? '', '..', 'bundle')
}

async function eachOf<Item>(items: readonly Item[], action: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await action(item)
  }
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, worker))
}

async function live(id: string, life: (typeof lives)[number], bundle: string): Promise<void> {
  if (life === 'foreign') {
    bench.runc('run', '--detach', '--bundle', foreignBundle(id), id)
    return
  }
  const container = await bench.runtime.create(id, bundle)
  if (life === 'created') return
  await container.start()
  if (life === 'paused') await container.pause()
  if (life === 'stopped') {
    await container.kill('KILL')
    await container.wait()
  }
}

/** runc's default cgroup is the id's alone: another root's container of that id would share it. */
function foreignBundle(id: string): string {
  return bench.bundle(`bundle-${id}`, {
    edit: (config) => (config.linux.cgroupsPath = `/runc-desktop-test/${id}`),
  })
}

test(
  `${population} containers are listed as runc lists them, also while they die`,
  async () => {
    const bundle = bench.bundle('many', { edit: (config) => (config.annotations = { 'a=b': 'c=d', e: '' }) })
    const people = Array.from({ length: population }, (_, index) => {
      return { id: `many-${index}`, life: lives[index % lives.length] ?? 'running' }
    })
    await eachOf(people, ({ id, life }) => live(id, life, bundle))
    const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1)
    const theirs = runcList().toSorted(byId)
    expect(theirs).toHaveLength(population)
    const withoutOwner = (list: Listed[]): unknown[] =>
      list.map(({ owner: _owner, ...fields }: Listed & { owner?: string }) => fields)
    expect(ourList().toSorted(byId)).toEqual(withoutOwner(theirs))
    expect(new Set(theirs.map(({ status }) => status))).toEqual(
      new Set(['running', 'created', 'paused', 'stopped']),
    )

    // Dying: both read between two of our looks; what did not move in between must be the same.
    const dying = people.filter(({ life }) => life === 'dying').map(({ id }) => id)
    const killed = eachOf(dying, (id) => bench.runtime.get(id).kill('KILL'))
    let compared = 0
    for (let round = 0; round < 5; round += 1) {
      const before = new Map(ourList().map((one) => [one.id, one]))
      const between = runcList()
      const after = new Map(ourList().map((one) => [one.id, one]))
      for (const one of withoutOwner(between) as Listed[]) {
        if (JSON.stringify(before.get(one.id)) !== JSON.stringify(after.get(one.id))) continue
        expect(after.get(one.id)).toEqual(one)
        compared += 1
      }
    }
    await killed
    expect(compared).toBeGreaterThan(4 * (population - dying.length))
    await eachOf(dying, async (id) => void (await bench.runtime.get(id).wait()))
    expect(ourList().toSorted(byId)).toEqual(withoutOwner(runcList().toSorted(byId)))
    await eachOf(people, ({ id }) => bench.runtime.get(id).delete({ force: true }))
    expect([bench.runtime.list(), runcList()]).toEqual([[], []])
  },
  30_000 + 250 * population,
)

/** Changes a state.json as another version of runc might have written it. */
function rewrite(id: string, edit: (state: Record<string, unknown>) => void): void {
  const file = join(bench.root, id, 'state.json')
  const state = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  edit(state)
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

test('a state.json that is not understood is asked of runc, once, and then as live as any', async () => {
  const container = await bench.runtime.create('strange', bench.bundle('strange'))
  await container.start()
  const pid = container.pid()
  const asked = (): number => bench.commands.filter(({ argv }) => argv.includes('state')).length
  rewrite('strange', (state) => delete (state['config'] as Record<string, unknown>)['rootfs'])
  const told: (string | undefined)[] = []
  const watch = bench.runtime.watch(({ changed }) => {
    for (const { id, state } of changed) if (id === 'strange') told.push(state?.status)
  })
  expect(bench.runtime.get('strange').state()).toMatchObject({
    status: 'broken',
    problem: 'Its state.json is not understood: it lacks what runc writes.',
  })
  await expect.poll(() => bench.runtime.get('strange').state().status).toBe('running')
  await expect.poll(() => told.at(-1)).toBe('running')
  expect(bench.runtime.get('strange').state()).toMatchObject({ pid, rootfs: '', problem: null })
  expect(bench.runtime.get('strange').stats().cpu?.totalNs).toBeGreaterThan(0)
  expect(asked()).toBe(1)
  await bench.runtime.get('strange').pause()
  expect(bench.runtime.get('strange').state().status).toBe('paused')
  // runc has written the file anew, and was asked about that once more.
  await bench.runtime.get('strange').resume()
  await expect.poll(() => bench.runtime.get('strange').state().status).toBe('running')
  await bench.runtime.get('strange').kill('KILL')
  await expect.poll(() => bench.runtime.get('strange').state().status).toBe('stopped')
  await expect.poll(() => told.at(-1)).toBe('stopped')
  expect(asked()).toBeLessThan(4)
  watch.dispose()
  await bench.runtime.get('strange').delete()
  expect(bench.traces('strange')).toEqual([])
})

test('what runc does not understand either stays broken, and is asked for once', async () => {
  const container = await bench.runtime.create('alien', bench.bundle('alien'))
  const asked = (): number =>
    bench.commands.filter(({ argv }) => argv.at(-1) === 'alien' && argv.includes('state')).length
  const file = join(bench.root, 'alien', 'state.json')
  const original = readFileSync(file, 'utf8')
  rewrite('alien', (state) => delete state['config'])
  expect(container.state().status).toBe('broken')
  await expect.poll(asked).toBe(1)
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(container.state().status).toBe('broken')
  }
  expect(asked()).toBe(1)
  writeFileSync(file, original)
  expect(container.state().status).toBe('created')
  await container.delete()
})
