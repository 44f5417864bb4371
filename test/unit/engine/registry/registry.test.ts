import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRegistry, type Registry } from '../../../../electron/engine/registry/registry.ts'
import { RuncError } from '../../../../electron/runtime/index.ts'
import type { ContainerPatch, ContainerSummary } from '../../../../src-shared/model.ts'
import type { Announcement } from '../../../../electron/engine/registry/summary.ts'
import type { Roots } from '../../../../electron/engine/roots/roots.ts'
import { memoryRoots } from '../../../fixtures/engine/memory-roots.ts'
import { createMemoryRuntime, type MemoryRuntime } from '../../../fixtures/engine/memory-runtime.ts'

let runtime: MemoryRuntime
let registry: Registry
let roots: Roots
let patches: ContainerPatch[]
/** What a client holds that applies every patch. */
let held: Map<string, ContainerSummary>

function key(id: string): string {
  return `/run/memory/${id}`
}

function start(): void {
  roots = memoryRoots(runtime)
  registry = createRegistry(
    roots,
    (patch) => {
      expect(patch.fromVersion).toBe(patches.at(-1)?.version ?? 0)
      patches.push(patch)
      for (const summary of patch.upserted) held.set(summary.key, summary)
      for (const gone of patch.removed) expect(held.delete(gone)).toBe(true)
    },
    () => {},
  )
}
function rows(): Record<string, string> {
  return Object.fromEntries(
    [...held.values()].map(({ id, status, operation }) => [
      id,
      operation === null ? status : `${status}, ${operation}`,
    ]),
  )
}
function quiet(): void {
  vi.advanceTimersByTime(1000)
  patches = patches.slice(-1)
}

beforeEach(() => {
  vi.useFakeTimers()
  runtime = createMemoryRuntime()
  patches = []
  held = new Map()
})
afterEach(async () => {
  registry.dispose()
  await roots.dispose()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

describe('containers in one cgroup', () => {
  const cgroup = '/sys/fs/cgroup/devices/shared'
  const sharing = () =>
    Object.fromEntries([...held.values()].map(({ id, cgroupSharing }) => [id, cgroupSharing]))

  it('are told to each other, while they live', () => {
    runtime.put('a', { cgroup })
    runtime.put('alone', {})
    runtime.put('nowhere', { cgroup: null })
    runtime.put('nowhere-2', { cgroup: null })
    start()
    const others = { alone: null, nowhere: null, 'nowhere-2': null }
    expect(sharing()).toEqual({ a: null, ...others })
    runtime.put('b', { cgroup, hasPrivatePids: false })
    quiet()
    const ofA = { keys: [key('b')], count: 1, endsAll: false }
    const ofB = { keys: [key('a')], count: 1, endsAll: true }
    expect(sharing()).toEqual({ a: ofA, b: ofB, ...others })
    expect(registry.livingIn(cgroup).map(({ id }) => id)).toEqual(['a', 'b'])
    // What has ended still has to be deleted beside the other.
    runtime.put('b', { status: 'stopped', pid: null })
    quiet()
    expect(sharing()).toEqual({ a: null, b: ofB, ...others })
    runtime.put('a', null)
    quiet()
    expect(sharing()).toEqual({ b: null, ...others })
    expect(registry.livingIn(cgroup)).toEqual([])
  })

  it('are told by number where they are many, and no other row is told again for it', () => {
    for (let index = 0; index < 12; index += 1) runtime.put(`c${index}`, { cgroup })
    runtime.put('alone', {})
    start()
    expect(sharing()['c0']).toMatchObject({ keys: { length: 8 }, count: 11 })
    quiet()
    runtime.put('c0', { status: 'paused' })
    vi.advanceTimersByTime(1000)
    expect(patches.at(-1)?.upserted.map(({ id }) => id)).toEqual(['c0'])
  })

  it('are found by the pid of their init', () => {
    runtime.put('a', { pid: 4001 })
    runtime.put('b', { pid: 4002 })
    start()
    const found = registry.ofInits(new Set([4002, 77]))
    expect([...found].map(([pid, { id }]) => [pid, id])).toEqual([[4002, 'b']])
  })
})

describe('the list', () => {
  it('begins with everything in one patch', async () => {
    runtime.put('a', {})
    runtime.put('b', { status: 'stopped', pid: null })
    start()
    expect(patches).toHaveLength(1)
    expect(rows()).toEqual({ a: 'running', b: 'stopped' })
    const snapshot = await registry.snapshot()
    expect(snapshot).toMatchObject({ version: 1, problem: null })
    expect(snapshot.containers).toEqual([...held.values()])
  })

  it('tells an isolated change at once, and a burst in one patch', () => {
    start()
    quiet()
    patches = []
    runtime.put('a', {})
    expect(rows()).toEqual({ a: 'running' })
    for (let index = 0; index < 100; index += 1) runtime.put(`burst-${index}`, {})
    runtime.put('burst-0', null)
    expect(patches).toHaveLength(1)
    vi.advanceTimersByTime(50)
    expect(patches).toHaveLength(2)
    expect(held.size).toBe(100)
    // It came and went within the burst: nobody needs to hear of it.
    expect(patches[1]?.removed).toEqual([])
  })

  it('does not tell what is as it was', () => {
    start()
    runtime.put('a', {})
    quiet()
    runtime.put('a', {})
    runtime.put('a', { status: 'paused' })
    runtime.put('a', { status: 'running' })
    vi.advanceTimersByTime(1000)
    expect(patches.slice(1)).toEqual([])
  })

  it('keeps what it knew while the root cannot be read', async () => {
    runtime.put('a', {})
    start()
    quiet()
    const problem = new RuncError('PermissionDenied', 'The root is closed.')
    runtime.tell({ changed: [], problem, warning: null })
    expect(patches.at(-1)).toMatchObject({ upserted: [], removed: [], problem: problem.toInfo() })
    expect((await registry.snapshot()).containers).toHaveLength(1)
    quiet()
    runtime.tell({ changed: [], problem, warning: null })
    expect(patches).toHaveLength(1)
    vi.advanceTimersByTime(1000)
    runtime.tell({ changed: [], problem: null, warning: null })
    expect(patches.at(-1)?.problem).toBeNull()
  })

  it('tells what a snapshot shows before it shows it, so that its going is told too', async () => {
    start()
    runtime.put('a', {})
    const { containers, version } = await registry.snapshot()
    expect(containers.map(({ id }) => id)).toEqual(['a'])
    expect(patches.at(-1)).toMatchObject({ version, upserted: [{ id: 'a' }] })
    runtime.put('a', null)
    vi.advanceTimersByTime(1000)
    expect(patches.at(-1)).toMatchObject({ fromVersion: version, removed: [key('a')] })
  })

  it('tells the end of an operation that a snapshot showed, however short it was', async () => {
    runtime.put('a', { status: 'running' })
    start()
    let finish: () => void = () => {}
    const call = registry.during(
      key('a'),
      'pausing',
      () => new Promise<void>((resolve) => (finish = resolve)),
    )
    expect((await registry.snapshot()).containers).toMatchObject([{ id: 'a', operation: 'pausing' }])
    finish()
    await call
    vi.advanceTimersByTime(1000)
    expect(patches.at(-1)?.upserted).toMatchObject([{ id: 'a', operation: null }])
  })

  it('says that runc is missing, with what installs it, until it is there', () => {
    const { info } = runtime
    runtime.info = { ...info, runc: null }
    start()
    expect(patches[0]?.problem).toEqual({
      code: 'RuntimeMissing',
      message:
        'runc is not on this machine, so containers can be seen but not changed. Install it: sudo apt install runc',
    })
    quiet()
    runtime.info = info
    registry.toolsChanged()
    expect(patches.at(-1)?.problem).toBeNull()
  })

  it('waits with its snapshot for the first reading', async () => {
    const watch = vi.spyOn(runtime, 'watch').mockReturnValue({ dispose() {} })
    start()
    const answered = vi.fn<(snapshot: unknown) => void>()
    void registry.snapshot().then(answered)
    await Promise.resolve()
    expect(answered).not.toHaveBeenCalled()
    watch.mock.lastCall?.[0]({ changed: [], problem: null, warning: null })
    await vi.waitFor(() => expect(answered).toHaveBeenCalled())
  })
})

describe('operations', () => {
  it('show at once, and go with the truth', async () => {
    runtime.put('a', { status: 'created' })
    start()
    quiet()
    const release = runtime.hold()
    const call = registry.during(key('a'), 'starting', () => runtime.get('a').start())
    expect(rows()).toEqual({ a: 'created, starting' })
    expect(registry.isBusy(key('a'))).toBe(true)
    vi.advanceTimersByTime(1000)
    release()
    await call
    vi.advanceTimersByTime(1000)
    expect(rows()).toEqual({ a: 'running' })
    expect(registry.isBusy(key('a'))).toBe(false)
  })

  it('go before the answer when the truth is told first', async () => {
    runtime.put('a', {})
    start()
    quiet()
    let answer: () => void = () => {}
    const call = registry.during(
      key('a'),
      'stopping',
      () => new Promise<void>((resolve) => (answer = resolve)),
    )
    runtime.put('a', { status: 'stopped', pid: null })
    vi.advanceTimersByTime(1000)
    expect(rows()).toEqual({ a: 'stopped' })
    answer()
    await call
  })

  it('say of a stop that waits when it sends KILL', async () => {
    runtime.put('a', {})
    start()
    const at = '2026-08-01T12:00:10.000Z'
    const killsAt = (): (string | undefined)[] => [...held.values()].map((row) => row.killsAt)
    let answer: () => void = () => {}
    const call = registry.during(key('a'), 'stopping', (waitUntilKill) => {
      waitUntilKill(at)
      return new Promise<void>((resolve) => (answer = resolve))
    })
    vi.advanceTimersByTime(1000)
    expect(killsAt()).toEqual([at])
    answer()
    await call
    vi.advanceTimersByTime(1000)
    expect(killsAt()).toEqual([undefined])
  })

  it('go when the call fails, and show the one that waits behind', async () => {
    runtime.put('a', {})
    start()
    let fail: (error: Error) => void = () => {}
    const first = registry.during(
      key('a'),
      'pausing',
      () => new Promise<void>((_, reject) => (fail = reject)),
    )
    const second = registry.during(key('a'), 'killing', () => new Promise<void>(() => {}))
    vi.advanceTimersByTime(1000)
    expect(rows()).toEqual({ a: 'running, pausing' })
    fail(new RuncError('NotRunning', 'No.'))
    await expect(first).rejects.toMatchObject({ code: 'NotRunning' })
    vi.advanceTimersByTime(1000)
    expect(rows()).toEqual({ a: 'running, killing' })
    void second
  })

  it('are followed by a second look, for what the watch cannot see', async () => {
    runtime.put('a', {})
    start()
    await registry.during(key('a'), 'pausing', () => runtime.get('a').pause())
    // Somebody undid it so quickly that the watch read the same as before.
    runtime.putUnseen('a', { status: 'running' })
    vi.advanceTimersByTime(1000)
    expect(rows()).toEqual({ a: 'running' })
  })

  it('leave with their container', async () => {
    runtime.put('a', {})
    start()
    await registry.during(key('a'), 'deleting', () => runtime.get('a').delete())
    vi.advanceTimersByTime(1000)
    expect(rows()).toEqual({})
  })
})

describe('a creation', () => {
  const announce = (): Announcement => ({
    operation: 'creating',
    root: runtime.info.root,
    id: 'new',
    bundle: '/b',
    ownsBundle: false,
  })

  it('is in the list from its beginning, and is no fault while it is half made', async () => {
    start()
    quiet()
    const release = runtime.hold()
    const call = registry.whileMaking(announce(), () => runtime.create('new', '/b'))
    expect(rows()).toEqual({ new: 'creating, creating' })
    expect(registry.has(key('new'))).toBe(true)
    runtime.put('new', { status: 'broken', problem: 'There is no state.json.' })
    vi.advanceTimersByTime(1000)
    expect(held.get(key('new'))).toMatchObject({ status: 'creating', problem: null })
    release()
    await call
    vi.advanceTimersByTime(1000)
    expect(rows()).toEqual({ new: 'created' })
  })

  it('leaves the list when it fails', async () => {
    start()
    quiet()
    const failure = new RuncError('BundleInvalid', 'No.')
    const call = registry.whileMaking(announce(), () => Promise.reject(failure))
    expect(rows()).toEqual({ new: 'creating, creating' })
    await expect(call).rejects.toBe(failure)
    vi.advanceTimersByTime(1000)
    expect(rows()).toEqual({})
    expect(registry.has(key('new'))).toBe(false)
  })
})
