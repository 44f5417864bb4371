// What managers call their containers, from files as Docker and Podman write them, in a directory of the test's own.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOwners, type Owners } from '../../../../electron/engine/owners/owners.ts'
import type { ContainerState } from '../../../../electron/runtime/index.ts'
import { memoryState } from '../../../fixtures/engine/memory-runtime.ts'

const id = 'ab'.repeat(32)
let folder: string
let owners: Owners
const onLearned = vi.fn<(keys: Iterable<string>) => void>()
const log = vi.fn<(sentence: string) => void>()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rd-owners-'))
  onLearned.mockClear()
  log.mockClear()
  owners = createOwners(onLearned, log)
})
afterEach(() => {
  owners.dispose()
  rmSync(folder, { recursive: true, force: true })
  expect(log).not.toHaveBeenCalled()
})

/** Whole, as both write it. */
function write(path: string, value: unknown): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, typeof value === 'string' ? value : JSON.stringify(value))
  renameSync(`${file}.new`, file)
}
function poll(state: ContainerState) {
  return expect.poll(() => owners.of(`/r/${state.id}`, state), { timeout: 5000, interval: 5 })
}

describe('a container of Docker’s', () => {
  function docker(): ContainerState {
    write(`bundle/config.json`, {
      mounts: [{ source: 'proc' }, { source: join(folder, `data/containers/${id}/resolv.conf`) }],
    })
    const root = '/run/docker/runtime-runc/moby'
    return memoryState(id, {
      root,
      bundle: join(folder, 'bundle'),
      isSupervised: false,
      annotations: { a: '1' },
    })
  }
  const config = (name: string) => ({
    Name: `/${name}`,
    Config: { Image: 'nginx:1', Labels: { tier: 'front' } },
  })

  it('has its name, image and labels, wherever the data root is, and the next name too', async () => {
    const state = docker()
    write(`data/containers/${id}/config.v2.json`, config('web'))
    expect(owners.of(`/r/${id}`, state).owner).toMatchObject({ kind: 'docker', name: null })
    await poll(state).toEqual({
      owner: { kind: 'docker', name: 'web', namespace: null, image: 'nginx:1' },
      labels: { a: '1', tier: 'front' },
    })
    expect(onLearned).toHaveBeenCalled()
    for (const name of ['renamed', 'again']) {
      write(`data/containers/${id}/config.v2.json`, config(name))
      await poll(state).toMatchObject({ owner: { name } })
    }
  })

  it('gets its name when Docker has written it, a little late', async () => {
    const state = docker()
    owners.of(`/r/${id}`, state)
    write(`data/containers/${id}/config.v2.json`, config('late'))
    await poll(state).toMatchObject({ owner: { name: 'late' } })
  })

  it.each([
    ['no JSON', '{"Name":'],
    ['another shape', '[1, 2]'],
    ['odd fields', { Name: 5, Config: { Image: {}, Labels: [] } }],
  ])('goes by its id when the file is %s', async (_what, text) => {
    const state = docker()
    write(`data/containers/${id}/config.v2.json`, text)
    owners.of(`/r/${id}`, state)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(owners.of(`/r/${id}`, state).owner).toMatchObject({ kind: 'docker', name: null })
  })

  it('does not hang on a fifo in the place of its file', async () => {
    const state = docker()
    mkdirSync(join(folder, `data/containers/${id}`), { recursive: true })
    execFileSync('mkfifo', [join(folder, `data/containers/${id}/config.v2.json`)])
    owners.of(`/r/${id}`, state)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(owners.of(`/r/${id}`, state).owner.name).toBeNull()
  })
})

describe('a container of Podman’s', () => {
  function podman(container: string): ContainerState {
    return memoryState(container, {
      root: '/run/runc',
      bundle: join(folder, `storage/vfs-containers/${container}/userdata`),
      isSupervised: false,
      annotations: { 'io.container.manager': 'libpod' },
    })
  }
  const entry = (container: string, name: string) => ({
    id: container,
    names: [name],
    metadata: JSON.stringify({ 'image-name': 'localhost/busybox:test' }),
  })

  it('has its name and image from the storage that all of them share', async () => {
    const [one, two] = [podman('one'), podman('two')]
    write('storage/vfs-containers/containers.json', [entry('one', 'db'), null, { id: 7 }])
    owners.of('/r/one', one)
    owners.of('/r/two', two)
    await poll(one).toMatchObject({ owner: { kind: 'podman', name: 'db', image: 'localhost/busybox:test' } })
    write('storage/vfs-containers/containers.json', [entry('one', 'db'), entry('two', 'cache')])
    await poll(two).toMatchObject({ owner: { name: 'cache' } })
  })
})
