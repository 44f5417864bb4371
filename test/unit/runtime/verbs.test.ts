// Kernel tables, versions, limits and abilities as values: what needs no container.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseFeatures, parseVersionText } from '../../../electron/runtime/ask.ts'
import { capabilitiesOf } from '../../../electron/runtime/capabilities.ts'
import type { Ability } from '../../../electron/runtime/capabilities.ts'
import { parseCrunStatus } from '../../../electron/runtime/crun-status.ts'
import { toEvent } from '../../../electron/runtime/events.ts'
import { checkChanges } from '../../../electron/runtime/resource-check.ts'
import { readResources } from '../../../electron/runtime/resources.ts'
import { recordOf } from '../../../electron/runtime/state-fallback.ts'
import { readStats } from '../../../electron/runtime/stats.ts'
import {
  parseDeviceLines,
  parseIoStat,
  parseNetDev,
  parsePressure,
} from '../../../electron/runtime/stats-text.ts'

let directory: string

beforeAll(() => {
  directory = mkdtempSync('/tmp/verbs-unit-')
})
afterAll(() => rmSync(directory, { recursive: true }))

/** A cgroup as files of an ordinary directory. */
function cgroup(name: string, files: Record<string, string>): string {
  const path = join(directory, name)
  mkdirSync(path, { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), `${text}\n`)
  return path
}

describe('stats', () => {
  test('of cgroup v2: microseconds, `max`, swap by itself', () => {
    const path = cgroup('two', {
      'cpu.stat':
        'usage_usec 300\nuser_usec 200\nsystem_usec 100\nnr_periods 5\nnr_throttled 2\nthrottled_usec 70',
      'memory.current': '4096',
      'memory.max': 'max',
      'memory.peak': '8192',
      'memory.stat': 'anon 100\nfile 200\nkernel 50\ninactive_file 20',
      'memory.swap.current': '7',
      'memory.swap.max': '9',
      'memory.events': 'low 0\nhigh 0\nmax 3\noom 2\noom_kill 1',
      'pids.current': '4',
      'pids.max': '10',
      'io.stat': '8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0\n7:0',
      'cpu.pressure':
        'some avg10=1.50 avg60=0.00 avg300=0.00 total=11\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0',
    })
    expect(readStats('x', { '': path }, null)).toMatchObject({
      cpu: {
        totalNs: 300_000,
        userNs: 200_000,
        systemNs: 100_000,
        perCoreNs: null,
        throttling: { periods: 5, throttledPeriods: 2, throttledNs: 70_000 },
      },
      memory: {
        usage: 4096,
        limit: null,
        peak: 8192,
        cache: 200,
        inactiveFile: 20,
        rss: 100,
        swap: 7,
        swapLimit: 9,
        kernel: 50,
        limitHits: 3,
        oomEvents: 2,
        oomKills: 1,
      },
      pids: { current: 4, limit: 10 },
      io: [{ major: 8, minor: 0, readBytes: 1, writeBytes: 2, readOperations: 3, writeOperations: 4 }],
      network: null,
      pressure: { cpu: { some: { average10: 1.5, totalUs: 11 } }, memory: null, io: null },
    })
  })

  test('of cgroup v1: ticks, no limit from 2^60 on, a limit of memory and swap together', () => {
    const paths = {
      cpuacct: cgroup('one/cpuacct', {
        'cpuacct.usage': '12345678901234567',
        'cpuacct.stat': 'user 3\nsystem 4',
        'cpuacct.usage_percpu': '1 2 ',
      }),
      cpu: cgroup('one/cpu', { 'cpu.stat': 'nr_periods 1\nnr_throttled 2\nthrottled_time 3' }),
      memory: cgroup('one/memory', {
        'memory.usage_in_bytes': '4096',
        'memory.limit_in_bytes': '10000',
        'memory.memsw.limit_in_bytes': '15000',
        'memory.failcnt': '6',
        'memory.stat': 'cache 1\nrss 2\nswap 3\ntotal_cache 10\ntotal_rss 20\ntotal_swap 30',
        'memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 2',
      }),
      pids: cgroup('one/pids', { 'pids.current': '1', 'pids.max': 'max' }),
      blkio: cgroup('one/blkio', {
        'blkio.bfq.io_serviced_recursive': 'Total 0',
        'blkio.throttle.io_serviced_recursive': '8:0 Read 1\n8:0 Write 2\nTotal 3',
        'blkio.throttle.io_service_bytes_recursive': '8:0 Read 10\n8:0 Write 20\nTotal 30',
      }),
    }
    const stats = readStats('x', paths, null)
    expect(stats).toMatchObject({
      cpu: { totalNs: 12_345_678_901_234_568, userNs: 30_000_000, systemNs: 40_000_000, perCoreNs: [1, 2] },
      memory: {
        limit: 10_000,
        swapLimit: 5000,
        cache: 10,
        rss: 20,
        swap: 30,
        limitHits: 6,
        oomEvents: null,
        oomKills: 2,
      },
      pids: { limit: null },
      io: [{ readBytes: 10, writeBytes: 20, readOperations: 1, writeOperations: 2 }],
      pressure: null,
    })
    writeFileSync(join(paths.memory, 'memory.limit_in_bytes'), '9223372036854771712\n')
    expect(readStats('x', paths, null).memory).toMatchObject({ limit: null, swapLimit: null })
    expect(readResources(paths).memory).toEqual({ limit: -1, reservation: null, swap: 15_000 })
  })

  test('of nothing: null, never 0', () => {
    expect(readStats('x', { '': '/no/such/cgroup', memory: '' }, 2 ** 30)).toMatchObject({
      cpu: null,
      memory: null,
      pids: null,
      io: null,
      network: null,
      pressure: null,
    })
  })

  test('tables of the kernel', () => {
    expect(
      parseNetDev('Inter-| Receive\n face |bytes\n eth0:1:  1 2 3 4 0 0 0 0 5 6 7 8 0 0 0 0\nbad: 1'),
    ).toEqual([
      {
        name: 'eth0:1',
        receivedBytes: 1,
        receivedPackets: 2,
        receivedErrors: 3,
        receivedDropped: 4,
        sentBytes: 5,
        sentPackets: 6,
        sentErrors: 7,
        sentDropped: 8,
      },
    ])
    expect(parseDeviceLines('', '')).toEqual([])
    expect(parseIoStat('')).toEqual([])
    expect(parsePressure('nothing')).toBeNull()
    expect(parsePressure('some avg10=0.00 avg60=0.00 avg300=0.00 total=1')?.full).toBeNull()
  })
})

test('resources of cgroup v2 are told in the names of the specification', () => {
  const path = cgroup('limits', {
    'memory.max': '100',
    'memory.low': '50',
    'memory.swap.max': '20',
    'cpu.weight': '79',
    'cpu.max': 'max 100000',
    'cpu.idle': '0',
    'cpuset.cpus': '',
    'cpuset.cpus.effective': '0-3',
    'pids.max': 'max',
    'io.weight': 'default 150\n8:0 100',
  })
  expect(readResources({ '': path })).toMatchObject({
    memory: { limit: 100, reservation: 50, swap: 120 },
    cpu: { shares: null, weight: 79, quota: -1, period: 100_000, idle: 0, cpus: '', effectiveCpus: '0-3' },
    pids: { limit: -1 },
    blockIO: { weight: 150 },
  })
})

describe('abilities', () => {
  const has = (version: string | null, ability: Ability): boolean =>
    capabilitiesOf({ name: 'runc', version }).has(ability)

  test('of runc go by its version', () => {
    expect(
      ['1.0.3', '1.1.5', '1.2.0', '1.4.0-rc.3', '2.0.0'].map((version) => has(version, 'features')),
    ).toEqual([false, true, true, true, true])
    expect(['1.1.5', '1.2.0'].map((version) => has(version, 'kill --all'))).toEqual([true, false])
    expect(['1.1.5', '1.2.0'].map((version) => has(version, 'update cpu.idle'))).toEqual([false, true])
    expect(has('1.0.0', 'events')).toBe(true)
    expect(() => capabilitiesOf({ name: 'runc', version: '1.0.3' }).need('features')).toThrow(
      'runc 1.0.3 does not have the command “features”: runc has it since 1.1.',
    )
    expect(() => capabilitiesOf({ name: 'runc', version: '1.4.0' }).need('--criu')).toThrow(
      'runc 1.4.0 no longer has “--criu”.',
    )
  })

  test('of another program go by its help', () => {
    const help = new Map([
      ['', 'COMMANDS:\n\tupdate      - update container\n\tkill        - send a signal, not events\n'],
      ['update', '      --cpu-idle=VALUE  idle\n'],
      ['kill', '  -a, --all   kill all the processes\n'],
      ['events', ''],
    ])
    const crun = capabilitiesOf({ name: 'crun', version: '1.8.1', help })
    expect(
      (['update', 'kill --all', 'update cpu.idle', 'update cpu.burst', 'events', 'features'] as const).map(
        crun.has,
      ),
    ).toEqual([true, true, true, false, false, false])
    expect(() => crun.need('events')).toThrow('crun 1.8.1 does not have the command “events”.')
    expect(capabilitiesOf({ name: 'runc', version: null }).has('events')).toBe(false)
  })
})

test('limits are checked before runc sees them', () => {
  const facts = { isUnified: true, need: () => undefined }
  const problem = (changes: unknown): string | null => {
    try {
      checkChanges(changes as never, facts)
      return null
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(problem({ memory: { limit: -1, swap: -1 }, unified: { 'memory.high': 'max' } })).toBeNull()
  expect(problem({ cpu: { quota: 999 } })).toBe(
    'cpu.quota must be a whole number, at least 1000 µs, or -1 for no limit.',
  )
  expect(problem({ cpu: { period: 2_000_000 } })).toBe(
    'cpu.period must be a whole number, 1000 to 1000000 µs.',
  )
  expect(problem({ memory: { limit: -1, swap: 5 } })).toMatch(/^memory\.swap counts/)
  expect(problem({ memory: { limit: undefined } })).toBe('There is no limit to change.')
  expect(problem({ cpu: { realtimePeriod: 5 } })).toBe('cgroup v2 has no cpu.realtimePeriod.')
  expect(problem({ network: { classID: 1 } })).toBe(
    '“network.classID” cannot be changed on a living container.',
  )
})

test('what a program says of itself', () => {
  expect(
    parseVersionText('runc version 1.3.0\ncommit: v1.3.0-0-g4ca628d1\nspec: 1.2.1\ngo: go1.23.8\n'),
  ).toEqual({
    name: 'runc',
    version: '1.3.0',
    commit: 'v1.3.0-0-g4ca628d1',
    spec: '1.2.1',
    go: 'go1.23.8',
    libseccomp: null,
  })
  expect(parseFeatures('{"annotations":{"v":"1.3.0\\n","n":1},"new":true}')).toEqual({
    annotations: { v: '1.3.0' },
    new: true,
  })
  expect(() => parseFeatures('null')).toThrow(expect.objectContaining({ code: 'RuncFailed' }))
  expect(() => parseFeatures('usage')).toThrow(expect.objectContaining({ code: 'RuncFailed' }))
})

test('a line that is no event is an event of its own', () => {
  expect(toEvent('a', '{"type":"oom","id":"a"}')).toEqual({ type: 'oom', id: 'a' })
  for (const line of ['{', 'null', '{"type":1}', '{"type":"error"}']) {
    expect(toEvent('a', line)).toMatchObject({
      type: 'error',
      id: 'a',
      error: { code: 'RuncFailed', output: line },
    })
  }
})

test('crun’s state is the same record as runc’s', () => {
  const status = {
    pid: 5,
    'process-start-time': 6,
    'cgroup-path': '/a/b',
    rootfs: 'rootfs',
    bundle: '/b',
    created: '2026-01-01T00:00:00Z',
  }
  const config = { ociVersion: '1.0.2', annotations: { k: 'v' }, linux: { namespaces: [{ type: 'pid' }] } }
  const facts = { writtenAt: 1, hierarchies: { '': '/sys/fs/cgroup' } }
  expect(parseCrunStatus(status, config, facts)).toMatchObject({
    pid: 5,
    startTime: 6,
    rootfs: '/b/rootfs',
    bundle: '/b',
    ociVersion: '1.0.2',
    annotations: { k: 'v' },
    cgroupPaths: { '': '/sys/fs/cgroup/a/b' },
    hasPrivatePids: true,
  })
  expect(parseCrunStatus({ ...status, pid: '5' }, config, facts)).toBeNull()
  expect(parseCrunStatus([], config, facts)).toBeNull()
})

test('runc’s answer about a state becomes a record', () => {
  const answer = {
    id: 'x',
    status: 'running',
    pid: process.pid,
    bundle: '/b',
    created: 'then',
    annotations: { n: 'a' },
  }
  expect(recordOf(answer, 3)).toMatchObject({
    pid: process.pid,
    startTime: expect.any(Number),
    bundle: '/b',
    rootfs: '',
    annotations: { n: 'a' },
    writtenAt: 3,
  })
  expect(recordOf({ id: 'x', status: 'stopped', pid: 0 }, 3)).toMatchObject({ pid: 0, cgroupPaths: {} })
  expect(recordOf(null, 3)).toBeNull()
})
