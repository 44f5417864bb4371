// `list()` against `runc list -f json`, field by field, on a mixed population; and what runc understands though we do not.
// `RUNC_DESKTOP_TEST_POPULATION` sets how many there are.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ContainerState } from '../../../electron/runtime/index.ts'
import { openBench, foreignCgroups } from './setup.ts'
import type { Bench } from './setup.ts'

const population = Number(process.env['RUNC_DESKTOP_TEST_POPULATION'] ?? 500)

/** In turn; each is what the container is when the lists are compared, or what it is about to become. */
const lives = ['running', 'created', 'paused', 'stopped', 'dying'] as const

type Life = (typeof lives)[number]

/** Beyond this many at once two cores make none faster. */
const atOnce = 8

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
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** By this runtime, under conmon. */
async function live(id: string, life: Life, bundle: string): Promise<void> {
  const container = await bench.runtime.create(id, bundle)
  if (life === 'created') return
  await container.start()
  if (life === 'paused') await container.pause()
  if (life !== 'stopped') return
  await container.kill('KILL')
  await container.wait()
}

/** By plain runc, as any other tool would. */
async function liveAbroad(id: string, life: Life, config: string): Promise<void> {
  const bundle = join(bench.directory, 'abroad', id)
  mkdirSync(bundle, { recursive: true })
  // runc's default cgroup is the id's alone: another root's container of that id would share it.
  writeFileSync(
    join(bundle, 'config.json'),
    config.replace(`${foreignCgroups}/any`, `${foreignCgroups}/${id}`),
  )
  await plain(life === 'created' ? 'create' : 'run', ...(life === 'created' ? [] : ['-d']), '-b', bundle, id)
  if (life === 'paused') await plain('pause', id)
  if (life !== 'stopped') return
  end(id)
  await bench.runtime.get(id).wait()
}

/** As it would end by itself: no runc is needed for that. */
function end(id: string): void {
  process.kill(bench.runtime.get(id).pid() ?? 0, 'SIGKILL')
}

/** No pipes: a container inherits them, and the call would wait for its end. */
async function plain(...args: string[]): Promise<void> {
  const child = spawn('runc', ['--root', bench.root, ...args], { stdio: 'ignore' })
  const code = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
  })
  if (code !== 0) throw new Error(`runc ${args.join(' ')} ended with ${code}.`)
}

test(
  `${population} containers are listed as runc lists them, also while they die`,
  async () => {
    const bundle = bench.bundle('many', { edit: (config) => (config.annotations = { 'a=b': 'c=d', e: '' }) })
    const abroad = bench.bundle('abroad', {
      edit: (config) => {
        config.annotations = { 'a=b': 'c=d', e: '' }
        config.linux.cgroupsPath = `${foreignCgroups}/any`
      },
    })
    const config = readFileSync(join(abroad, 'config.json'), 'utf8')
    const people = Array.from({ length: population }, (_, index) => {
      const life = lives[index % lives.length] ?? 'running'
      // A quarter of each kind is ours.
      return { id: `many-${index}`, life, isOurs: Math.floor(index / lives.length) % 4 === 0 }
    })
    await eachOf(people, ({ id, life, isOurs }) =>
      isOurs ? live(id, life, bundle) : liveAbroad(id, life, config),
    )
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
    const rounds = 5
    const perRound = Math.ceil(dying.length / rounds)
    let compared = 0
    for (let round = 0; round < rounds; round += 1) {
      for (const id of dying.slice(round * perRound, (round + 1) * perRound)) end(id)
      const before = new Map(ourList().map((one) => [one.id, one]))
      const between = runcList()
      const after = new Map(ourList().map((one) => [one.id, one]))
      for (const one of withoutOwner(between) as Listed[]) {
        if (JSON.stringify(before.get(one.id)) !== JSON.stringify(after.get(one.id))) continue
        expect(after.get(one.id)).toEqual(one)
        compared += 1
      }
    }
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
