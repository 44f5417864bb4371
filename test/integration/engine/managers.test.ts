// The engine beside the real Docker Engine, containerd and Podman: it finds their containers, knows whose they are, reads
// them as runc does, and does not meddle unasked.
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EngineError } from '../../../src-shared/client.ts'
import { keyOf } from '../../../src-shared/container-key.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { Machine, whyNoMachine } from '../../fixtures/machine/machine.ts'
import { runcList } from '../../fixtures/machine/runc-list.ts'
import { startManagers, type ManagerPlace } from '../../fixtures/managers/all.ts'
import { startEngineInside, type EngineInside } from '../../fixtures/managers/engine-inside.ts'
import {
  whyNot,
  type ManagedContainer,
  type Manager,
  type ManagerName,
} from '../../fixtures/managers/manager.ts'

interface Expected {
  place: ManagerPlace
  program: ManagerName
  owner: Partial<ContainerSummary['owner']>
  /** Its manager's own commands for what would surprise it, with ID for the container; undefined where it has none. */
  instead: Record<'stop' | 'pause' | 'delete', string | undefined>
  /** Whether its manager keeps a container that ended in runc's root. */
  keepsEnded: boolean
}

const expected: Expected[] = [
  {
    place: 'docker',
    program: 'docker',
    owner: { kind: 'docker', name: 'web', namespace: null, image: 'localhost/busybox:test' },
    instead: { stop: 'docker stop web', pause: 'docker pause web', delete: 'docker rm --force web' },
    keepsEnded: false,
  },
  {
    place: 'containerd default',
    program: 'containerd',
    owner: { kind: 'containerd', namespace: 'default' },
    instead: {
      stop: 'ctr --namespace default task kill --signal SIGTERM web',
      pause: 'ctr --namespace default task pause web',
      delete: 'ctr --namespace default task delete --force web',
    },
    keepsEnded: true,
  },
  {
    place: 'containerd k8s.io',
    program: 'containerd',
    owner: { kind: 'kubernetes', namespace: 'k8s.io' },
    instead: { stop: 'crictl stop web', pause: undefined, delete: 'crictl rm --force web' },
    keepsEnded: true,
  },
  {
    place: 'podman',
    program: 'podman',
    owner: { kind: 'podman', name: 'web', namespace: null, image: 'localhost/busybox:test' },
    instead: { stop: 'podman stop web', pause: 'podman pause web', delete: 'podman rm --force web' },
    keepsEnded: false,
  },
]

const noMachine = whyNoMachine()
let machine: Machine
let managers: Map<ManagerPlace, Manager>
let engine: EngineInside
let folder: string

beforeAll(async () => {
  if (noMachine !== null) return
  machine = await Machine.start()
  const [started, bundle] = await Promise.all([
    startManagers(machine),
    bundleEntry('electron/engine/stdio-entry.ts'),
  ])
  managers = started
  folder = bundle.folder
  engine = await startEngineInside(machine, bundle.program)
})
afterAll(async () => {
  await engine?.stop()
  await machine?.dispose()
  if (folder) await rm(folder, { recursive: true, force: true })
})

async function rowOf({ root, id }: ManagedContainer): Promise<ContainerSummary | undefined> {
  const { containers } = await engine.client.call('containers.snapshot', {})
  return containers.find(({ key }) => key === keyOf(root, id))
}

/** The row once it is in this state; undefined stands for no row. */
async function untilStatus(container: ManagedContainer, status: string | undefined): Promise<void> {
  await expect
    .poll(async () => (await rowOf(container))?.status, { timeout: 20_000, interval: 20 })
    .toBe(status)
}

/** The row has what runc says of it. */
async function expectAsListed(container: ManagedContainer): Promise<void> {
  const listed = (await runcList(machine, container.root)).find(({ id }) => id === container.id)
  const row = await rowOf(container)
  expect(row).toMatchObject({
    id: listed?.id,
    root: container.root,
    status: listed?.status,
    bundle: listed?.bundle,
    pid: listed?.pid === 0 ? null : listed?.pid,
  })
  expect(Date.parse(row?.createdAt ?? '')).toBe(Date.parse(listed?.created ?? ''))
}

describe.each(expected)('a container of $place', ({ place, program, owner, instead, keepsEnded }) => {
  const reason = noMachine ?? whyNot(program)
  let manager: Manager
  let web: ManagedContainer

  beforeAll(async () => {
    if (reason !== null) return
    const found = managers.get(place)
    if (!found) throw new Error(`${place} was not started.`)
    manager = found
    web = await manager.run('web')
  })

  it('is found with its owner, and read as runc reads it in every state', async (context) => {
    context.skip(reason !== null, reason ?? '')
    await untilStatus(web, 'running')
    await expect.poll(async () => (await rowOf(web))?.owner, { timeout: 10_000 }).toMatchObject(owner)
    await expectAsListed(web)
    await manager.pause(web)
    await untilStatus(web, 'paused')
    await expectAsListed(web)
    await manager.resume(web)
    await untilStatus(web, 'running')
    expect(await manager.exec(web, ['/bin/echo', 'inside'])).toContain('inside')
    await expectAsListed(web)
  })

  it('is not meddled with unless its manager was named first', async (context) => {
    context.skip(reason !== null, reason ?? '')
    const key = keyOf(web.root, web.id)
    const { client } = engine
    const attempts = {
      stop: () => client.call('containers.stop', { key }),
      pause: () => client.call('containers.pause', { key }),
      delete: () => client.call('containers.delete', { key, force: true }),
    }
    for (const [action, attempt] of Object.entries(attempts)) {
      const refusal = await attempt().then(
        () => null,
        (error: unknown) => error as EngineError,
      )
      expect(refusal?.code).toBe('ManagedElsewhere')
      expect(refusal?.detail?.instead?.join(' ')).toBe(instead[action as keyof typeof attempts])
    }
    // Whoever ends its init ends the container; its limits are the manager's to know.
    const { processes } = await client.call('processes.list', { key })
    const init = processes.find(({ isInit }) => isInit)
    const identity = { key, pid: init?.pid ?? 0, startTime: init?.startTime ?? 0 }
    await expect(client.call('processes.signal', { ...identity, signal: 'KILL' })).rejects.toMatchObject({
      code: 'ManagedElsewhere',
    })
    const changes = { pids: { limit: 50 } }
    await expect(client.call('limits.apply', { key, changes })).rejects.toMatchObject({
      code: 'ManagedElsewhere',
    })
    const known = await client.call('stats.read', { key })
    expect(known).toMatchObject({ pids: { current: 1 }, network: { isHost: false } })
    expect((await rowOf(web))?.status).toBe('running')
    await client.call('containers.pause', { key, acknowledged: true })
    await untilStatus(web, 'paused')
    await client.call('containers.resume', { key, acknowledged: true })
    await untilStatus(web, 'running')
  })

  it('shows the end of its log, or why there is none, in both places', async (context) => {
    context.skip(reason !== null, reason ?? '')
    const key = keyOf(web.root, web.id)
    const source = await engine.client.call('logs.source', { key })
    expect(source.isThere).toBe(program !== 'containerd')
    expect(await engine.client.call('containers.detail', { key })).toMatchObject({
      lastOutput: source.isThere ? '' : null,
      lastOutputProblem: source.isThere ? null : source.reason,
    })
  })

  it('may be logged into and signalled', async (context) => {
    context.skip(reason !== null, reason ?? '')
    const key = keyOf(web.root, web.id)
    const { client } = engine
    const terminal = await client.call('terminals.open', {
      key,
      request: { args: ['/bin/sh', '-c', 'exit 7'] },
      columns: 80,
      rows: 24,
    })
    expect(terminal.containerKey).toBe(key)
    await client.call('containers.kill', { key, signal: 'KILL' })
    await untilStatus(web, keepsEnded ? 'stopped' : undefined)
    await manager.remove(web)
    await untilStatus(web, undefined)
  })
})

it('every root that has containers is listed, with whose it is', async (context) => {
  context.skip(noMachine !== null, noMachine ?? '')
  const { roots } = await engine.client.call('containers.snapshot', {})
  const kinds = new Map(roots.map(({ path, kind }) => [path, kind]))
  expect(kinds.get('/run/runc')).toBe('runc')
  if (managers.has('docker')) expect(kinds.get('/run/docker/runtime-runc/moby')).toBe('docker')
  if (managers.has('containerd default')) expect(kinds.get('/run/containerd/runc/k8s.io')).toBe('containerd')
})
