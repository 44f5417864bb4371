// On real directories and real inotify, in a run directory of the test's own.
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { candidatesOn } from '../../../../electron/engine/roots/candidates.ts'
import { createDiscovery, type Discovery } from '../../../../electron/engine/roots/discovery.ts'

let run: string
let discovery: Discovery
const onChanged = vi.fn<() => void>()
const onWarning = vi.fn<(sentence: string | null) => void>()

beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), 'rd-discovery-'))
  onChanged.mockClear()
})
afterEach(() => {
  discovery.dispose()
  rmSync(run, { recursive: true, force: true })
})

function start(): void {
  const candidates = candidatesOn({ uid: 0, runDirectory: run, userRunDirectory: null })
  discovery = createDiscovery(candidates, onChanged, onWarning)
}
function make(path: string): string {
  mkdirSync(join(run, path), { recursive: true })
  return join(run, path)
}
function found(): string[] {
  return discovery.roots().map(({ kind, path }) => `${kind} ${path.replace(`${run}/`, '')}`)
}
function poll() {
  return expect.poll(found, { timeout: 5000, interval: 5 })
}

it('finds what is there', () => {
  make('runc')
  make('containerd/runc/default')
  make('containerd/runc/k8s.io')
  make('user/1000/runc')
  start()
  expect(found()).toEqual([
    'runc runc',
    'containerd containerd/runc/default',
    'containerd containerd/runc/k8s.io',
    'runc user/1000/runc',
  ])
})

it('finds what comes, however deep and in whatever steps, and loses what goes', async () => {
  start()
  expect(found()).toEqual([])
  make('docker')
  make('docker/runtime-runc')
  make('docker/runtime-runc/moby')
  await poll().toEqual(['docker docker/runtime-runc/moby'])
  make('user/1000/docker/runtime-runc/moby')
  make('runc')
  await poll().toEqual([
    'runc runc',
    'docker docker/runtime-runc/moby',
    'docker user/1000/docker/runtime-runc/moby',
  ])
  rmSync(join(run, 'docker'), { recursive: true })
  await poll().toEqual(['runc runc', 'docker user/1000/docker/runtime-runc/moby'])
  renameSync(join(run, 'user'), join(run, 'nobody'))
  await poll().toEqual(['runc runc'])
  make('docker/runtime-runc/moby')
  await poll().toEqual(['runc runc', 'docker docker/runtime-runc/moby'])
  expect(onChanged).toHaveBeenCalled()
})

it('takes files for nothing, and one directory of two names for one', () => {
  const runc = make('runc')
  make('user')
  symlinkSync(run, join(run, 'user', 'loop'))
  make('user/5')
  symlinkSync(runc, join(run, 'user/5/runc'))
  start()
  expect(found()).toEqual(['runc runc'])
})

it('keeps on the list what the user named, there or not', async () => {
  start()
  discovery.add(join(run, 'mine'))
  expect(discovery.roots()).toEqual([{ path: join(run, 'mine'), kind: 'added', access: 'absent' }])
  make('mine')
  await expect
    .poll(() => discovery.roots(), { timeout: 5000, interval: 5 })
    .toMatchObject([{ access: 'open' }])
  discovery.remove(join(run, 'mine'))
  expect(discovery.roots()).toEqual([])
})
