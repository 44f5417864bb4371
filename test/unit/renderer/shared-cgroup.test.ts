// Containers in one cgroup, in words: what each action would do to the others, and nothing where there are none.
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { createFakeEngine } from './fake-engine.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { container, key } from './samples.ts'

const fake = vi.hoisted(() => ({ current: null as ReturnType<typeof createFakeEngine> | null }))
vi.mock('../../../renderer/engine/index.ts', async () => {
  const { createFakeEngine: create } = await import('./fake-engine.ts')
  fake.current ??= create()
  return fake.current.module
})

const { endedBeside, pausedWith, sharingSentence, sharingWarning } =
  await import('../../../renderer/features/containers/shared-cgroup.ts')
const { perform, request } = await import('../../../renderer/features/containers/perform.ts')
const { requestAll, stopAnyway } = await import('../../../renderer/features/containers/perform-many.ts')
const { closeDialog, useOverlays } = await import('../../../renderer/stores/overlays.ts')
const { useContainers } = await import('../../../renderer/stores/containers.ts')
const { takeNotices } = await import('../../../renderer/stores/notices.ts')

function sharing(others: string[], endsAll = false, count = others.length) {
  return { cgroupSharing: { keys: others.map(key), count, endsAll } }
}
const db = container('db', { owner: { kind: 'docker', name: 'shop_db', namespace: null, image: null } })
const web = container('web', sharing(['db']))
const host = container('host', sharing(['db'], true))
const many = container('many', sharing(['db', 'web', 'host'], false, 12))
const byKey = new Map([db, web, host, many].map((one) => [one.key, one]))

/** So many in one cgroup, the first without a pid namespace of its own; each names eight of the others at most. */
function inOneCgroup(count: number): [ContainerSummary, ...ContainerSummary[]] {
  const ids = Array.from({ length: count }, (_, index) => `c${index}`)
  const member = (id: string, endsAll: boolean): ContainerSummary =>
    container(id, sharing(ids.filter((other) => other !== id).slice(0, 8), endsAll, count - 1))
  const [first = '', ...others] = ids
  return [member(first, true), ...others.map((id) => member(id, false))]
}

describe('what a container shares', () => {
  test('is told with their names, or not at all', () => {
    expect(sharingSentence(db, byKey)).toBeNull()
    expect(sharingSentence(web, byKey)).toBe(
      'It shares its cgroup with “shop_db”: pauses, limits and what it uses are those of both.',
    )
    expect(sharingSentence(many, byKey)).toBe(
      'It shares its cgroup with “shop_db”, “web” and 10 more: pauses, limits and what it uses are those of all of them.',
    )
    expect(sharingSentence(web, new Map())).toBeNull()
  })
})

describe('what an end does to the others', () => {
  test.each([
    [web, 'KILL', 'It shares its cgroup with “shop_db”, which goes on as it is.', false],
    [web, null, 'It shares its cgroup with “shop_db”, which goes on as it is.', false],
    [
      { ...web, status: 'paused' as const },
      '9',
      'It shares its cgroup with “shop_db”, and ending it resumes that one too.',
      true,
    ],
    [
      host,
      'SIGKILL',
      'It shares its cgroup with “shop_db” and has no pid namespace of its own: KILL ends the processes of both.',
      true,
    ],
    [host, 'TERM', 'It shares its cgroup with “shop_db”, which goes on as it is.', false],
    // runc kills what is left in the cgroup of one that has stopped.
    [
      { ...host, status: 'stopped' as const },
      null,
      'It shares its cgroup with “shop_db” and has no pid namespace of its own: deleting it ends the processes of both.',
      true,
    ],
  ])('%#', (one, signal, sentence, isFelt) => {
    expect(sharingWarning(one, byKey, signal)).toEqual({ sentence, isFelt })
  })

  test('is not said of one that is alone', () => {
    expect(sharingWarning(db, byKey, 'KILL')).toBeNull()
  })

  test('counts for several only where it hits one that is not meant', () => {
    const [first, ...others] = inOneCgroup(2)
    const all = new Map([db, first, ...others].map((one) => [one.key, one]))
    expect(endedBeside([...others, db], all)).toBeNull()
    expect(endedBeside([first, ...others], all)).toBeNull()
    expect(endedBeside([first, db], all)).toMatch(/^The processes of “c1” end too/)
    const dead = container('c1', { ...sharing(['c0']), pid: null, status: 'stopped' })
    expect(endedBeside([first], new Map([first, dead].map((one) => [one.key, one])))).toBeNull()
  })

  test('counts those too that are more than each can name', () => {
    const twelve = inOneCgroup(12)
    const all = new Map([db, ...twelve].map((one) => [one.key, one]))
    expect(endedBeside(twelve.slice(0, 1), all)).toMatch(/^The processes of “c1”, “c2” and 9 more end too/)
    expect(endedBeside(twelve.slice(0, 9), all)).toMatch(/^The processes of “c9”, “c10” and “c11” end too/)
  })
})

test('a pause that hits another says so once it is done', async () => {
  useContainers.setState({ byKey })
  fake.current?.answer('containers.pause', () => ({}))
  expect(await perform('pause', db.key)).toBe(true)
  expect(takeNotices()).toEqual([])
  expect(await perform('pause', web.key)).toBe(true)
  expect(takeNotices()).toEqual([
    { kind: 'done', text: 'Paused web', detail: '“shop_db” is paused with it: they share a cgroup.' },
  ])
  expect(pausedWith(many, byKey)).toMatch(/10 more are paused with it/)
})

describe('a stop whose KILL would end another', () => {
  const [first, second] = inOneCgroup(2)
  const dead = container('c9', { ...sharing(['c1'], true), pid: null, status: 'stopped' })
  const alone = container('alone')
  const all = [first, second ?? db, db, alone, dead]
  const asked = vi.fn<(key: string) => void>()

  afterEach(() => {
    closeDialog()
    asked.mockClear()
  })

  /** Who is stopped at once, and whom the question is about. */
  function stop(...meant: [ContainerSummary, ...ContainerSummary[]]) {
    useContainers.setState({ byKey: new Map(all.map((one) => [one.key, one])) })
    fake.current?.answer('containers.stop', ({ key: which }: { key: string }) => {
      asked(which)
      return { wasKilled: false }
    })
    requestAll('stop', meant)
    return useOverlays.getState().dialog
  }

  test('is asked about first', async () => {
    expect(stop(first)).toEqual({ name: 'stopShared', keys: [first.key] })
    expect(asked).not.toHaveBeenCalled()
    stopAnyway([first])
    await vi.waitUntil(() => asked.mock.calls.length === 1)
    expect(asked).toHaveBeenCalledWith(first.key)
  })

  test('is asked about once for several', () => {
    expect(stop(first, db)).toEqual({ name: 'stopShared', keys: [first.key, db.key] })
    expect(asked).not.toHaveBeenCalled()
  })

  test('and no other is', async () => {
    expect(stop(second ?? db)).toBeNull()
    request('stop', db)
    await vi.waitUntil(() => asked.mock.calls.length === 2)
    // One that has stopped is sent nothing.
    expect(stop(alone, dead)).toBeNull()
    await vi.waitUntil(() => asked.mock.calls.length === 3)
  })
})
