// Roots full of nonsense, beside good containers: nothing freezes, nothing is hidden, and what others wrote stays small.
// The containers here are state directories alone; their init is a process of this test's.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRegistry, type Registry } from '../../../electron/engine/registry/registry.ts'
import type { Roots } from '../../../electron/engine/roots/roots.ts'
import { createRuntime, type Runtime } from '../../../electron/runtime/index.ts'
import { keyOf } from '../../../src-shared/container-key.ts'
import type { ContainerPatch, ContainerSummary } from '../../../src-shared/model.ts'
import { memoryRoots } from '../../fixtures/engine/memory-roots.ts'

/** A freeze that anybody sees. How fast it is the bench measures; other tests run beside this one. */
const longestStallMs = 1_000

let folder: string
let root: string
let init: ChildProcess
let roots: Roots
let registry: Registry
let held: Map<string, ContainerSummary>
let patches: ContainerPatch[]
const said: unknown[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rde-bad-'))
  root = join(folder, 'other')
  mkdirSync(root)
  init = spawn('sleep', ['600'], { stdio: 'ignore' })
  held = new Map()
  patches = []
  said.length = 0
})
afterEach(async () => {
  registry.dispose()
  await roots.dispose()
  init.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

function createOwn(): Promise<Runtime> {
  return createRuntime({
    root: join(folder, 'own'),
    stateDirectory: join(folder, 'state'),
    socketDirectory: join(folder, 's'),
  })
}

async function start(made?: Runtime): Promise<void> {
  const own = made ?? (await createOwn())
  roots = memoryRoots(own, { candidates: [{ pattern: root, kind: 'runc' }] })
  registry = createRegistry(
    roots,
    (patch) => {
      expect(patch.fromVersion).toBe(patches.at(-1)?.version ?? 0)
      patches.push(patch)
      for (const row of patch.upserted) held.set(row.key, row)
      for (const key of patch.removed) held.delete(key)
    },
    (...words) => said.push(words),
  )
  await registry.snapshot()
}

function stateText(id: string, labels: readonly string[] = []): string {
  const fields = readFileSync(`/proc/${init.pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return JSON.stringify({
    id,
    init_process_pid: init.pid,
    init_process_start: Number(fields[19]),
    created: '2026-01-01T00:00:00Z',
    config: { rootfs: '/', version: '1.0.2', labels: ['bundle=/b', ...labels], namespaces: [] },
  })
}
function put(id: string, text: string): void {
  mkdirSync(join(root, id), { recursive: true })
  const file = join(root, id, 'state.json')
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}
function poll<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 20_000, interval: 10 })
}
/**
 * The longest stretch, in ms of this thread's processor time, during which nobody else had a turn while `work` was under
 * way. Not by the clock: on a machine that has other things to do that would be theirs.
 */
async function longestStall(work: () => Promise<void>): Promise<number> {
  let longest = 0
  let before = threadMs()
  let timer = setImmediate(turn)
  function turn(): void {
    longest = Math.max(longest, threadMs() - before)
    before = threadMs()
    timer = setImmediate(turn)
  }
  await work()
  clearImmediate(timer)
  return longest
}

function threadMs(): number {
  return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6
}

describe('a root', () => {
  it('of 5 000 broken directories holds nobody up, and the good ones among them are there', async () => {
    for (let index = 0; index < 5000; index += 1) {
      const directory = join(root, `broken-${index}`)
      mkdirSync(directory)
      if (index % 2 === 0) writeFileSync(join(directory, 'state.json'), index % 4 === 0 ? '{"id":' : 'null')
    }
    for (const id of ['aaa', 'm-good', 'zzz']) put(id, stateText(id))
    // Starting the programs for their versions is another matter.
    const own = await createOwn()
    const stall = await longestStall(async () => {
      await start(own)
      await poll(() => held.size).toBe(5003)
    })
    process.stdout.write(
      `5 000 broken directories: the longest stall of the engine was ${Math.round(stall)} ms.\n`,
    )
    expect(['aaa', 'm-good', 'zzz'].map((id) => held.get(keyOf(root, id))?.status)).toEqual([
      'running',
      'running',
      'running',
    ])
    expect([...held.values()].filter(({ status }) => status === 'broken').length).toBeGreaterThanOrEqual(2500)
    expect(Math.max(...patches.map(({ upserted }) => upserted.length))).toBeLessThanOrEqual(500)
    expect(stall).toBeLessThan(longestStallMs)
    expect(said).toEqual([])
  })

  it('shows what others wrote as it is, but no more of it than a row can hold', async () => {
    const evil = {
      html: '<img src=x onerror=alert(1)>',
      turned: 'a\u202eb\u2066c',
      control: 'one\u0000two\u001b[31mthree\r\n',
      __proto__: 'polluted',
      constructor: '1',
      long: 'x'.repeat(1024 * 1024),
    }
    const many = Array.from({ length: 5000 }, (_, index) => `label-${index}=${index}`)
    put('good', stateText('good'))
    put(
      'evil',
      stateText(
        'evil',
        Object.entries(evil).map(([name, value]) => `${name}=${value}`),
      ),
    )
    put('many', stateText('many', many))
    put('huge', stateText('huge', [`name=${'y'.repeat(20 * 1024 * 1024)}`]))
    mkdirSync(join(root, 'no\nid\u202e'))
    await start()
    await poll(() => held.size).toBe(4)
    const row = held.get(keyOf(root, 'evil'))
    expect(Object.keys(row?.labels ?? {}).toSorted()).toEqual(Object.keys({ ...evil }).toSorted())
    expect(row?.labels).toMatchObject({ html: evil.html, turned: evil.turned, control: evil.control })
    expect(row?.labels['long']).toHaveLength(256)
    expect(Object.keys(held.get(keyOf(root, 'many'))?.labels ?? {})).toHaveLength(64)
    expect(held.get(keyOf(root, 'good'))).toMatchObject({ status: 'running', problem: null })
    expect(held.get(keyOf(root, 'huge'))).toMatchObject({ status: 'broken' })
    expect(JSON.stringify(patches).length).toBeLessThan(100_000)
    expect(said).toEqual([])
  })

  it('whose state.json changes under the reader ends as it is, and never takes the others with it', async () => {
    put('steady', stateText('steady'))
    put('restless', stateText('restless'))
    await start()
    await poll(() => held.size).toBe(2)
    const file = join(root, 'restless/state.json')
    const good = stateText('restless', ['n=1'])
    for (let round = 0; round < 200; round += 1) {
      // Cut off, emptied, replaced, away: as a careless writer, or a disk that is full, would do it.
      if (round % 4 === 0) writeFileSync(file, good.slice(0, round))
      else if (round % 4 === 1) writeFileSync(file, '')
      else if (round % 4 === 2) put('restless', good)
      else rmSync(file)
      if (round % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    }
    put('restless', stateText('restless', ['n=2']))
    await poll(() => held.get(keyOf(root, 'restless'))).toMatchObject({
      status: 'running',
      labels: { n: '2' },
    })
    expect(held.get(keyOf(root, 'steady'))).toMatchObject({ status: 'running', problem: null })
    expect(said).toEqual([])
  })
})
