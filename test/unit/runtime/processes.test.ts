// What a process spec may say and becomes, what /proc tells of a process, and what is kept of a detached one.
import { describe, expect, test } from 'vitest'
import { parseDetachedRecord } from '../../../electron/runtime/detached-places.ts'
import type { ProcessSpec } from '../../../electron/runtime/index.ts'
import { killAllVerb } from '../../../electron/runtime/kill-all.ts'
import { checkProcessSpec } from '../../../electron/runtime/process-check.ts'
import { parseDetails } from '../../../electron/runtime/process-details.ts'
import { execOperands, overlayProcess, serializeProcess } from '../../../electron/runtime/process-spec.ts'

describe('a process spec', () => {
  const valid: ProcessSpec[] = [
    { args: ['sh'] },
    { args: ['sh', ''], env: ['A=', 'B=a=b'], cwd: '/' },
    { args: ['sh'], user: { uid: 0, gid: 4294967294, additionalGids: [1, 2], umask: 0o777 } },
    { args: ['sh'], capabilities: { bounding: ['CAP_CHOWN', 'CAP_CHECKPOINT_RESTORE'], ambient: [] } },
    { args: ['sh'], rlimits: [{ type: 'RLIMIT_NOFILE', soft: 0, hard: 'unlimited' }] },
    { args: ['sh'], oomScoreAdj: -1000, consoleSize: { width: 80, height: 24 } },
  ]
  test.each(valid)('%j is taken', (spec) => {
    expect(() => checkProcessSpec(spec)).not.toThrow()
  })

  const invalid: [Partial<ProcessSpec>, string][] = [
    [{ args: [] }, 'No program was named.'],
    [{ args: [''] }, 'No program was named.'],
    [{ args: ['a\0b'] }, 'An argument has a zero byte in it: "a\\u0000b".'],
    [{ env: ['A'] }, '“A” is not an environment entry; it has to be NAME=value.'],
    [{ env: ['=A'] }, '“=A” is not an environment entry; it has to be NAME=value.'],
    [{ cwd: 'tmp' }, 'The working directory has to be an absolute path in the container; “tmp” is not.'],
    [{ user: { uid: -1, gid: 0 } }, 'The user id has to be a whole number from 0 to 4294967294; -1 is not.'],
    [
      { user: { uid: 0, gid: 1.5 } },
      'The group id has to be a whole number from 0 to 4294967294; 1.5 is not.',
    ],
    [
      { user: { uid: 0, gid: 0, umask: 0o1000 } },
      'The umask has to be a whole number from 0 to 511; 512 is not.',
    ],
    [
      { capabilities: { effective: ['net_admin'] } },
      '“net_admin” is not a capability. It is written CAP_NET_ADMIN.',
    ],
    [{ capabilities: { effective: ['CAP_EVERYTHING'] } }, '“CAP_EVERYTHING” is not a capability.'],
    [
      { capabilities: { all: [] } as object },
      '“all” is not a set of capabilities; there are bounding, effective, inheritable, permitted, ambient.',
    ],
    [
      { rlimits: [{ type: 'nofile', soft: 1, hard: 1 }] },
      '“nofile” is not a resource limit. It is written RLIMIT_NOFILE.',
    ],
    [
      { rlimits: [{ type: 'RLIMIT_CORE', soft: 'unlimited', hard: 1 }] },
      'The soft limit of RLIMIT_CORE, unlimited, is above the hard one, 1.',
    ],
    [
      {
        rlimits: [
          { type: 'RLIMIT_CORE', soft: 1, hard: 1 },
          { type: 'RLIMIT_CORE', soft: 1, hard: 1 },
        ],
      },
      'RLIMIT_CORE is limited twice.',
    ],
    [
      { oomScoreAdj: 1001 },
      'The OOM score adjustment has to be a whole number from -1000 to 1000; 1001 is not.',
    ],
  ]
  test.each(invalid)('%j is refused', (change, message) => {
    expect(() => checkProcessSpec({ args: ['sh'], ...change })).toThrow(
      expect.objectContaining({ code: 'InvalidArgument', message }),
    )
  })

  test('lies over the container’s own', () => {
    const base = { capabilities: { bounding: ['CAP_KILL'] }, noNewPrivileges: true, rlimits: [], cwd: '/x' }
    const capabilities = { effective: ['CAP_CHOWN'] }
    expect(overlayProcess(base, { args: ['a'] }, null)).toMatchObject(base)
    expect(
      overlayProcess(base, { args: ['a'], capabilities, noNewPrivileges: false, selinuxLabel: 'l' }, null),
    ).toMatchObject({ capabilities, noNewPrivileges: false, rlimits: [], selinuxLabel: 'l' })
  })

  test('with another umask is begun by a shell', () => {
    const spec: ProcessSpec = { args: ['a', 'b c'], user: { uid: 1, gid: 1, umask: 0o27 } }
    const args = ['/bin/sh', '-c', 'umask 0027; exec "$@"', 'sh', 'a', 'b c']
    expect(overlayProcess({}, spec, null)['args']).toEqual(args)
    expect(overlayProcess({ user: { umask: 0o27 } }, spec, null)['args']).toEqual(['a', 'b c'])
    expect(execOperands(spec, false)).toEqual({ flags: ['--user', '1:1'], rest: args })
  })

  test('reaches runc with what is unlimited in full digits', () => {
    const limits = [{ type: 'RLIMIT_CPU', soft: 5, hard: 'unlimited' }]
    expect(serializeProcess({ rlimits: limits })).toBe(
      '{"rlimits":[{"type":"RLIMIT_CPU","soft":5,"hard":18446744073709551615}]}',
    )
    // As a config.json has it, read by JSON.parse.
    expect(serializeProcess({ rlimits: [{ hard: 18446744073709552000 }] })).toContain('18446744073709551615')
    expect(serializeProcess({ args: ['x'] })).toBe('{"args":["x"]}')
  })

  test('is shown with options where they can say it', () => {
    const spec: ProcessSpec = { args: ['a'], noNewPrivileges: true, apparmorProfile: 'p', selinuxLabel: 'l' }
    expect(execOperands(spec, false, true)).toEqual({
      flags: ['--detach', '--no-new-privs', '--apparmor', 'p', '--process-label', 'l'],
      rest: ['a'],
    })
    expect(execOperands({ args: ['a'], rlimits: [] }, true)).toEqual({
      flags: ['--tty', '--process', 'process.json'],
      rest: [],
    })
  })
})

describe('/proc', () => {
  const stat =
    '77 (a) b) S 5 77 77 34816 77 4194560 1 0 0 0 123 45 0 0 20 0 3 0 1000 4538368 100 18446744073709551615'
  const status =
    'Name:\ta) b\nState:\tS (sleeping)\nUid:\t7\t8\t7\t7\nGid:\t9\t10\t9\t9\nNSpid:\t77\t4\nThreads:\t3\nVmRSS:\t    2048 kB\n'

  test('tells of a process', () => {
    const commandLine = Buffer.from('a\0größe\0\0').toString('latin1')
    expect(parseDetails({ stat, status, commandLine }, 77, 77)).toEqual({
      pid: 77,
      startTime: 1000,
      containerPid: 4,
      parentPid: 5,
      isInit: true,
      name: 'a) b',
      commandLine: ['a', 'größe', ''],
      state: 'S',
      threads: 3,
      realUid: 7,
      effectiveUid: 8,
      realGid: 9,
      effectiveGid: 10,
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      residentBytes: 2048 * 1024,
      cpuMs: 1680,
      hasTerminal: true,
    })
  })

  test('of an ended one has less, and nonsense nothing', () => {
    const ended = { stat: stat.replace(') S', ') Z'), status: 'Uid:\t0\t0\t0\t0\n', commandLine: '' }
    expect(parseDetails(ended, 77, 1)).toMatchObject({
      state: 'Z',
      commandLine: [],
      residentBytes: 0,
      containerPid: null,
      isInit: false,
    })
    expect(parseDetails({ stat: 'x', status, commandLine: '' }, 77, 1)).toBe(null)
  })
})

describe('meta.json of a detached process', () => {
  const record = {
    id: 'job',
    containerId: 'box',
    init: { pid: 10, startTime: 20 },
    spec: { args: ['sleep', '1'] },
    terminal: false,
    stdin: true,
    startedAt: 5,
    monitor: { pid: 11, startTime: 21 },
    process: null,
  }
  test('is read as it was written', () => {
    expect(parseDetachedRecord(JSON.stringify({ version: 1, ...record }))).toEqual(record)
    const { stdin: _stdin, ...older } = record
    expect(parseDetachedRecord(JSON.stringify({ version: 1, ...older }))).toEqual({ ...record, stdin: false })
  })
  test.each([
    '',
    '[]',
    '{"version":1}',
    JSON.stringify({ version: 2, ...record }),
    JSON.stringify({ version: 1, ...record, init: null }),
    JSON.stringify({ version: 1, ...record, spec: { args: [1] } }),
  ])('nonsense is none: %s', (text) => {
    expect(parseDetachedRecord(text)).toBe(null)
  })
})

describe('a signal to all', () => {
  const running = { id: 'x', status: 'running', hasCgroup: true } as const
  const old = { capabilities: () => ({ has: () => true, need: () => undefined }) }
  const recent = { capabilities: () => ({ has: () => false, need: () => undefined }) }
  const ownPids = { hasPrivatePids: true }

  test('is runc’s business where it does that', () => {
    expect(killAllVerb(old, running, 'SIGTERM', ownPids)).toMatchObject({ flags: ['--all'], rest: ['TERM'] })
    expect(killAllVerb(old, running, 'RTMIN+2', ownPids)).toMatchObject({ flags: ['--all'], rest: ['36'] })
    expect(killAllVerb(recent, running, 'KILL', ownPids)).toMatchObject({ flags: [], rest: ['KILL'] })
  })

  test('is ours elsewhere', () => {
    expect(killAllVerb(recent, running, 'TERM', ownPids)).toBe(null)
    expect(killAllVerb(old, { ...running, hasCgroup: false }, 'TERM', ownPids)).toBe(null)
    // runc would thaw it.
    expect(killAllVerb(old, { ...running, status: 'paused' }, 'TERM', ownPids)).toBe(null)
    expect(killAllVerb(recent, { ...running, hasCgroup: false }, 'KILL', { hasPrivatePids: false })).toBe(
      null,
    )
  })
})
