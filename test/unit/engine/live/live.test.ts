// The small rules behind processes, stats and limits.
import { describe, expect, test } from 'vitest'
import { managerCommand } from '../../../../electron/engine/limits/manager-command.ts'
import { shortenedLine } from '../../../../electron/engine/processes/process-row.ts'
import { insideOf, parseMappings } from '../../../../electron/engine/processes/user-names.ts'
import { missingParts } from '../../../../electron/engine/stats/missing.ts'
import type { ContainerStats } from '../../../../electron/runtime/index.ts'
import { parseLimits } from '../../../../electron/runtime/process-inspection.ts'
import { signalCommand } from '../../../../electron/runtime/process-signal.ts'
import { updateFlags } from '../../../../electron/runtime/update-flags.ts'

test('users of the host have numbers of the container, or none', () => {
  const mappings = parseMappings('         0     100000      65536\n     65536       1000          1\n')
  expect([100_000, 100_033, 1000, 0, 165_536].map((uid) => insideOf(mappings, uid))).toEqual([
    0,
    33,
    65_536,
    null,
    null,
  ])
})

test('a command line is cut, not its beginning', () => {
  expect(shortenedLine(['sh', '-c', 'x'.repeat(9000), 'lost'])).toEqual([
    'sh',
    '-c',
    expect.stringMatching(/^x{4089}…$/),
  ])
  expect(shortenedLine([])).toEqual([])
})

test('limits of a process are the kernel’s lines', () => {
  const text = [
    'Limit                     Soft Limit           Hard Limit           Units     ',
    'Max cpu time              unlimited            unlimited            seconds   ',
    'Max open files            1024                 524288               files     ',
    'Max nice priority         0                    0                              ',
  ].join('\n')
  expect(parseLimits(text)).toEqual([
    { name: 'cpu time', soft: null, hard: null, unit: 'seconds' },
    { name: 'open files', soft: 1024, hard: 524_288, unit: 'files' },
    { name: 'nice priority', soft: 0, hard: 0, unit: '' },
  ])
})

test('a signal is what one would type', () => {
  expect(signalCommand(12, 'sigterm')).toEqual(['kill', '-TERM', '12'])
  expect(signalCommand(12, 'RTMIN+1')).toEqual(['kill', '-35', '12'])
  expect(() => signalCommand(12, 'NOPE')).toThrow('not a signal')
})

describe('limits', () => {
  test('go by flags, and by JSON where there is none', () => {
    expect(
      updateFlags({ memory: { limit: 5, swap: -1 }, cpu: { cpus: '0-1' }, pids: { limit: -1 } }),
    ).toEqual({
      flags: ['--memory', '5', '--memory-swap', '-1', '--cpuset-cpus', '0-1', '--pids-limit', '-1'],
      input: null,
    })
    expect(updateFlags({ pids: { limit: 7 }, unified: { 'memory.high': '9' } })).toEqual({
      flags: ['--resources', '-'],
      input: '{"pids":{"limit":7},"unified":{"memory.high":"9"}}',
    })
    expect(updateFlags({ cpu: { burst: 0 } }).input).toBe('{"cpu":{"burst":0}}')
    expect(updateFlags({ intelRdt: { l3CacheSchema: 'L3:0=f' } }).flags).toEqual([
      '--l3-cache-schema',
      'L3:0=f',
    ])
  })

  test('are what Docker and Podman change by commands of their own', () => {
    const owner = { kind: 'docker', name: 'web', namespace: null, image: null } as const
    const argv = ['/usr/sbin/runc', '--root', '/r', 'update', '--cpu-share', '5', '--memory', '9', 'abc']
    expect(managerCommand({ id: 'abc', owner }, argv)).toEqual(
      'docker update --cpu-shares 5 --memory 9 web'.split(' '),
    )
    const byJson = ['runc', 'update', '--resources', '-', 'abc']
    expect(managerCommand({ id: 'abc', owner }, byJson)).toBeNull()
    expect(managerCommand({ id: 'abc', owner: { ...owner, kind: 'containerd' } }, argv)).toBeNull()
  })
})

describe('what is missing', () => {
  const nothing: ContainerStats = {
    id: 'web',
    readAt: 0,
    cpu: null,
    memory: null,
    pids: null,
    io: null,
    network: null,
    pressure: null,
  }

  test('says why', () => {
    const living = { hasCgroup: true, pid: 5 }
    expect(missingParts(nothing, living, 'v1', true).pressure).toContain('cgroup v1 counts no pressure')
    expect(missingParts(nothing, living, 'v2', false).pressure).toContain('psi=1')
    expect(missingParts(nothing, living, 'v2', true)).toMatchObject({
      memory: 'The memory controller does not count for this container: it is not enabled for its cgroup.',
      network: 'The network of its process cannot be read by this user.',
    })
    const bare = missingParts(nothing, { hasCgroup: false, pid: 5 }, 'v2', true)
    expect(bare.cpu).toContain('no cgroup of its own')
    expect(
      missingParts({ ...nothing, pids: { current: 1, limit: null } }, living, 'v1', true).pids,
    ).toBeNull()
  })
})
