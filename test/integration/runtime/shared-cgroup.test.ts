// Containers whose config.json names one cgroup: runc 1.1 makes them with a warning, and then acts on all of them.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { otherPrograms } from '../../../build/test/debian-programs.mjs'
import type { Container } from '../../../electron/runtime/index.ts'
import { foreignCgroups, openBench } from './setup.ts'
import type { Bench } from './setup.ts'

const cgroupsPath = `${foreignCgroups}/shared`

let bench: Bench

beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

function bundleInIt(name: string, hasPrivatePids = true): string {
  return bench.bundle(name, {
    edit: ({ linux }) => {
      linux.cgroupsPath = cgroupsPath
      if (!hasPrivatePids) linux.namespaces = linux.namespaces.filter(({ type }) => type !== 'pid')
    },
  })
}

async function started(id: string, hasPrivatePids = true): Promise<Container> {
  const container = await bench.runtime.create(id, bundleInIt(id, hasPrivatePids))
  await container.start()
  return container
}

test('the named cgroup is the one that a container in it tells of, and none is refused by this runc', async () => {
  expect(bench.runtime.namedCgroup(cgroupsPath)).toMatchObject({ isFrozen: false, isRefused: false })
  const one = await started('one')
  expect(one.state().cgroup).toMatch(/\/shared$/)
  expect(bench.runtime.namedCgroup(cgroupsPath)).toEqual({
    directory: one.state().cgroup,
    isFrozen: false,
    isRefused: !bench.runtime.info.runc?.version.startsWith('1.1'),
  })
})

test('a relative name counts from runc’s own cgroup', async () => {
  const bundle = bench.bundle('relative', {
    edit: ({ linux }) => (linux.cgroupsPath = `${foreignCgroups.slice(1)}/relative/../../below`),
  })
  const container = await bench.runtime.create('relative', bundle)
  const named = bench.runtime.namedCgroup(`${foreignCgroups.slice(1)}/relative/../../below`)
  expect(named?.directory).toBe(container.state().cgroup)
  await container.delete({ force: true })
})

test('while one is paused in it none is created, and the error names who and no exit code', async () => {
  const one = await started('one')
  await one.pause()
  expect(bench.runtime.namedCgroup(cgroupsPath)).toMatchObject({ isFrozen: true, isRefused: true })
  await expect(bench.runtime.create('two', bundleInIt('two'))).rejects.toMatchObject({
    code: 'CgroupUnavailable',
    message: `runc could not create “two”: its cgroup ${cgroupsPath} is frozen, for “one” is paused in it; resume it first.`,
    exitCode: null,
    output: expect.stringContaining("container's cgroup unexpectedly frozen"),
  })
  expect(bench.commands.at(-1)).toMatchObject({ exitCode: null, error: { code: 'CgroupUnavailable' } })
  expect(bench.traces('two')).toEqual([])
  // What failed has not touched the other.
  expect(one.state().status).toBe('paused')
  await one.resume()
})

test('one is deleted from beside another, which goes on', async ({ skip }) => {
  skip(!bench.runtime.info.runc?.version.startsWith('1.1'), 'only runc 1.1 makes two in one cgroup')
  const [one, two] = [await started('one'), await started('two')]
  await one.pause()
  expect(two.state().status).toBe('paused')
  await one.delete({ force: true })
  expect(two.state()).toMatchObject({ status: 'running', hasPrivatePids: true })
})

test('without a pid namespace of its own one takes the other along, even when it has ended itself', async ({
  skip,
}) => {
  skip(!bench.runtime.info.runc?.version.startsWith('1.1'), 'only runc 1.1 makes two in one cgroup')
  const [one, two] = [await started('one', false), await started('two')]
  expect(one.state().hasPrivatePids).toBe(false)
  await one.kill('KILL')
  await Promise.all([one.wait(), two.wait()])
  expect([one.state().status, two.state().status]).toEqual(['stopped', 'stopped'])
  const three = await started('three')
  await one.delete()
  await three.wait()
  expect(three.state().status).toBe('stopped')
})

const { runcs, reason } = await otherPrograms()

describe.each(runcs)('runc $version', ({ directory }) => {
  test('refuses a cgroup that is in use, and is known to', async ({ skip }) => {
    skip(runcs.length === 0, reason ?? '')
    await bench.close()
    bench = await openBench({ runtime: `${directory}/runc` })
    await started('one')
    expect(bench.runtime.namedCgroup(cgroupsPath)).toMatchObject({ isFrozen: false, isRefused: true })
    await expect(bench.runtime.create('two', bundleInIt('two'))).rejects.toMatchObject({
      code: 'CgroupUnavailable',
      message: `runc could not create “two”: its cgroup ${cgroupsPath} is that of “one”, and this runc makes no container in a cgroup that is in use.`,
    })
  })
})
