// Two containers in one cgroup, through the real engine: told before the second is made, and in both rows and lists after.
import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeBundle } from '../../fixtures/bundle.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { rowOf, startRealEngine, type RealEngine } from '../../fixtures/engine/real-engine.ts'

const version = execFileSync('runc', ['--version'], { encoding: 'utf8' })
const cgroupsPath = `/runc-desktop-test-${process.pid}-engine`

let bundle: { program: string; folder: string }
let engine: RealEngine

beforeAll(async () => {
  bundle = await bundleEntry('electron/engine/stdio-entry.ts')
})
afterAll(() => rm(bundle.folder, { recursive: true, force: true }))
beforeEach(async () => {
  engine = await startRealEngine(bundle)
})
afterEach(() => engine.dispose())

function poll<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 15_000, interval: 10 })
}

function bundleInIt(name: string, program: string[], hasPrivatePids = true): string {
  return makeBundle(join(engine.folder, name), {
    args: program,
    edit: ({ linux }) => {
      linux.cgroupsPath = cgroupsPath
      if (!hasPrivatePids) linux.namespaces = linux.namespaces.filter(({ type }) => type !== 'pid')
    },
  })
}
async function run(id: string, path: string): Promise<string> {
  const { key } = await engine.client.call('containers.create', { id, bundle: path })
  await engine.client.call('containers.start', { key })
  return key
}
async function warning(path: string): Promise<string | null | undefined> {
  const { bundle: checked } = await engine.client.call('containers.check', { id: 'next', bundle: path })
  return checked?.warning
}
/** What each process is, and whose. */
async function processes(key: string): Promise<string[]> {
  const list = await engine.client.call('processes.list', { key })
  return list.processes
    .map(({ commandLine, stranger, user }) => {
      const whose = stranger === null ? 'own' : (stranger.container ?? 'of nobody known')
      return `${commandLine.join(' ')}: ${whose}${user === null ? '' : `, ${user}`}`
    })
    .toSorted()
}

describe.skipIf(!version.includes(' 1.1.'))('two in one cgroup (newer runcs refuse the second)', () => {
  it('is told before the second is made, in both rows, and of each process', async () => {
    const { client } = engine
    const first = bundleInIt('web-1', ['sh', '-c', 'sleep 1111 & wait'])
    expect(await warning(first)).toBeNull()
    const one = await run('web-1', first)
    expect((await rowOf(client, 'web-1'))?.cgroupSharing).toBeNull()
    expect(await warning(first)).toBe(
      `Its config.json names the cgroup ${cgroupsPath}, in which “web-1” lives: pausing, limits and killing everything in it would hit both.`,
    )

    const two = await run('web-2', bundleInIt('web-2', ['sh', '-c', 'sleep 2222 & wait'], false))
    await poll(async () => (await rowOf(client, 'web-1'))?.cgroupSharing).toEqual({
      keys: [two],
      count: 1,
      endsAll: false,
    })
    expect((await rowOf(client, 'web-2'))?.cgroupSharing).toEqual({ keys: [one], count: 1, endsAll: true })

    // Added from outside: told by its namespaces.
    for (const [id, seconds] of [
      ['web-1', '1234'],
      ['web-2', '2345'],
    ] as const) {
      execFileSync('runc', ['--root', engine.runcRoot, 'exec', '--detach', id, 'sleep', seconds], {
        stdio: 'ignore',
      })
    }
    await poll(() => processes(one)).toEqual([
      'sh -c sleep 1111 & wait: own, root',
      'sh -c sleep 2222 & wait: web-2',
      'sleep 1111: own, root',
      'sleep 1234: own, root',
      'sleep 2222: web-2',
      'sleep 2345: web-2',
    ])
    await poll(() => processes(two)).toEqual([
      'sh -c sleep 1111 & wait: web-1',
      'sh -c sleep 2222 & wait: own, root',
      'sleep 1111: web-1',
      'sleep 1234: web-1',
      'sleep 2222: own, root',
      'sleep 2345: own, root',
    ])

    // One pause for both.
    await client.call('containers.pause', { key: one })
    await poll(async () => (await rowOf(client, 'web-2'))?.status).toBe('paused')
    expect(await warning(first)).toBe(
      `Its config.json names the cgroup ${cgroupsPath}, which is frozen: “web-1” and “web-2” are paused in it, and runc makes no container in a frozen cgroup. Resume them first.`,
    )
    await client.call('containers.resume', { key: one })

    // Deleting the one without a pid namespace ends the other; then nobody is left to share with.
    await client.call('containers.delete', { key: two, force: true })
    await poll(async () => (await rowOf(client, 'web-1'))?.status).toBe('stopped')
    expect((await rowOf(client, 'web-1'))?.cgroupSharing).toBeNull()
    await client.call('containers.delete', { key: one, force: false })
  })
})

it('a container of another root is told of by its name too', async () => {
  const path = bundleInIt('other', ['sleep', '1111'])
  const root = join(engine.folder, 'another-root')
  execFileSync('runc', ['--root', root, 'run', '--detach', '--bundle', path, 'elsewhere'], {
    stdio: 'ignore',
  })
  try {
    await engine.client.call('roots.add', { path: root })
    await poll(() => warning(path)).toContain('“elsewhere” lives')
  } finally {
    execFileSync('runc', ['--root', root, 'delete', '--force', 'elsewhere'], { stdio: 'ignore' })
  }
})

it('a process that was moved into the cgroup is nobody’s that is known', async () => {
  const key = await run('host', bundleInIt('host', ['sleep', '1111']))
  const outsider = execFileSync('sh', ['-c', 'sleep 3333 >/dev/null 2>&1 & echo $!'], { encoding: 'utf8' })
  try {
    for (const hierarchy of ['devices', ''].map((name) => join('/sys/fs/cgroup', name, cgroupsPath))) {
      if (existsSync(hierarchy)) appendFileSync(join(hierarchy, 'cgroup.procs'), outsider)
    }
    await poll(() => processes(key)).toEqual(['sleep 1111: own, root', 'sleep 3333: of nobody known'])
  } finally {
    process.kill(Number(outsider), 'SIGKILL')
  }
})
