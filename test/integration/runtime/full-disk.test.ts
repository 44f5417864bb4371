// A disk that is full at the wrong moment: what runc has made is kept, and what cannot be begun is told in a sentence.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createLayout } from '../../../electron/runtime/layout.ts'
import { openBench } from './setup.ts'
import type { Bench } from './setup.ts'

const searchPath = '/usr/bin:/usr/sbin:/bin:/sbin'
const mounts: string[] = []

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})
afterEach(() => {
  for (const path of mounts.splice(0)) spawnSync('umount', ['--lazy', path])
})
afterAll(() => bench.close())

function layoutOf(name: string): ReturnType<typeof createLayout> {
  const stateDirectory = join(bench.directory, name)
  return createLayout({ root: bench.root, stateDirectory, socketDirectory: join(bench.directory, 's') })
}

function mount(path: string, options: string): void {
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]).status).toBe(0)
  mounts.push(path)
}

/** A conmon that fills the disk after runc has made the container and before we hear of it. */
function fillingMonitor(fill: string): string {
  const directory = join(bench.directory, 'filling')
  mkdirSync(directory)
  const script = `#!/bin/sh
[ "$1" = --version ] && exec /usr/bin/conmon --version
/usr/bin/conmon "$@" || exit
for argument; do
  [ "$before" = -p ] && pid_file=$argument
  before=$argument
done
while ! [ -s "$pid_file" ]; do sleep 0.01; done
head -c 4M /dev/zero > "${fill}" 2> /dev/null
exit 0
`
  writeFileSync(join(directory, 'conmon'), script)
  chmodSync(join(directory, 'conmon'), 0o755)
  return `${directory}:${searchPath}`
}

test('a container that was created just before is kept, can be used, and is completed later', async () => {
  const layout = layoutOf('late')
  const { containersDirectory } = layout
  const fill = join(containersDirectory, 'fill')
  const stateDirectory = join(bench.directory, 'late')
  const runtime = await bench.another({ stateDirectory, searchPath: fillingMonitor(fill) })
  mount(containersDirectory, 'size=1m')
  const container = await runtime.create('late', bench.bundle('late'))
  expect(bench.commands.at(-1)).toMatchObject({
    containerKey: join(bench.root, 'late'),
    exitCode: 0,
    error: null,
  })
  const places = layout.places('late')
  const phase = (): unknown => JSON.parse(readFileSync(places.metadata, 'utf8')).phase
  expect(phase()).toBe('creating')
  expect(container.state()).toMatchObject({ status: 'created', isSupervised: true })
  await container.start()
  expect(container.state().status).toBe('running')
  const old = new Date(Date.now() - 120_000)
  utimesSync(places.directory, old, old)
  await bench.another({ stateDirectory })
  expect(phase()).toBe('creating')
  rmSync(fill)
  utimesSync(places.directory, old, old)
  await bench.another({ stateDirectory })
  expect(phase()).toBe('created')
  await container.delete({ force: true })
  expect(existsSync(places.directory)).toBe(false)
})

test('no verb and no terminal can be begun, which is told', async () => {
  const runtime = await bench.another({ stateDirectory: join(bench.directory, 'begin') })
  const container = await bench.runtime.create('begin', bench.bundle('begin'))
  await container.start()
  mount(layoutOf('begin').operationsDirectory, 'size=4k,nr_inodes=1')
  const same = runtime.get('begin')
  const full = {
    code: 'Internal',
    message: expect.stringMatching(/ could not be written: there is no space left\.$/),
  }
  await expect(same.pause()).rejects.toMatchObject(full)
  const shell = runtime.startProcess(same, { args: ['sh'] }, { terminal: { columns: 80, rows: 24 } })
  await expect(shell).rejects.toMatchObject(full)
  await container.delete({ force: true })
})
