// What is read from /proc, state.json, meta.json and conmon's pipe: parsed by the rules, whatever it holds.
import { describe, expect, test } from 'vitest'
import { parseMetadata } from '../../../electron/runtime/metadata.ts'
import { parseSync } from '../../../electron/runtime/monitor.ts'
import { hasEnded, parseStat } from '../../../electron/runtime/processes.ts'
import { parseState } from '../../../electron/runtime/state-file.ts'
import { decideStatus } from '../../../electron/runtime/state-reader.ts'

const rest = '1 7278 7278 34816 -1 4194560 100 0 0 0 0 0 0 0 20 0 1 0 101425 4538368 100 18446744073709551615'

describe('/proc/PID/stat', () => {
  test.each(['sleep', 'a b', ') S 1 2 3 (', '', ')))', 'tricky) R 1 2', '\n'])(
    'with the command %j',
    (command) => {
      expect(parseStat(`7278 (${command}) S ${rest}`)).toEqual({
        command,
        state: 'S',
        parent: 1,
        session: 7278,
        terminal: 34816,
        startTime: 101425,
      })
    },
  )

  test.each(['', '7278', '7278 (sleep', '7278 (sleep)', `7278 (sleep) S 1 2 3`])('nonsense: %j', (line) => {
    expect(parseStat(line)).toBe(null)
  })

  test('a process has ended when it is a zombie, another, or none', () => {
    const alive = parseStat(`1 (x) S ${rest}`)
    const zombie = parseStat(`1 (x) Z ${rest}`)
    expect([
      hasEnded(alive, 101425),
      hasEnded(alive, 101426),
      hasEnded(zombie, 101425),
      hasEnded(null, 101425),
    ]).toEqual([false, true, true, true])
  })
})

describe('the status, in libcontainer’s order', () => {
  const facts = { freezer: 'thawed', hasEnded: false, hasExecFifo: false } as const
  test.each([
    ['running', facts],
    ['created', { ...facts, hasExecFifo: true }],
    ['stopped', { ...facts, hasEnded: true }],
    ['stopped', { ...facts, hasEnded: true, hasExecFifo: true }],
    ['paused', { ...facts, freezer: 'frozen' }],
    ['paused', { ...facts, freezer: 'frozen', hasExecFifo: true }],
    ['paused', { ...facts, freezer: 'frozen', hasEnded: true }],
    ['pausing', { ...facts, freezer: 'freezing' }],
    ['stopped', { ...facts, freezer: 'freezing', hasEnded: true }],
  ] as const)('%s', (status, given) => {
    expect(decideStatus(given)).toBe(status)
  })
})

describe('state.json', () => {
  const state = {
    id: 'a',
    init_process_pid: 7278,
    init_process_start: 101425,
    created: '2026-11-23T17:06:37.981748304Z',
    config: {
      rootfs: '/b/rootfs',
      version: '1.0.2-dev',
      labels: ['bundle=/b', 'a=b=c', 'empty=', 'none', '__proto__=x', 'toString=y'],
      namespaces: [{ type: 'NEWPID', path: '' }, { type: 'NEWNET' }],
      capabilities: { Bounding: ['CAP_KILL'], Ambient: null },
    },
    cgroup_paths: { '': '/sys/fs/cgroup/x', freezer: '/sys/fs/cgroup/freezer/x', odd: 3 },
  }

  test('as runc 1.1 writes it', () => {
    const record = parseState(state, 5)
    expect(record).toMatchObject({
      pid: 7278,
      startTime: 101425,
      created: '2026-11-23T17:06:37.981748304Z',
      writtenAt: 5,
      ociVersion: '1.0.2-dev',
      rootfs: '/b/rootfs',
      bundle: '/b',
      cgroupPaths: { '': '/sys/fs/cgroup/x', freezer: '/sys/fs/cgroup/freezer/x' },
      hasPrivatePids: true,
      capabilities: { Bounding: ['CAP_KILL'] },
    })
    expect(Object.entries(record?.annotations ?? {})).toEqual([
      ['a', 'b=c'],
      ['empty', ''],
      ['__proto__', 'x'],
      ['toString', 'y'],
    ])
  })

  test('cgroups are below their mounts, whoever wrote the file', () => {
    const paths = {
      a: '/',
      b: '/tmp/fifo',
      c: '/sys/fs/cgroup/../../../tmp',
      d: '/sys/fs/cgroup/x\0',
      e: 'x',
    }
    expect(
      parseState({ ...state, cgroup_paths: { ...state.cgroup_paths, ...paths } }, 5)?.cgroupPaths,
    ).toEqual({
      '': '/sys/fs/cgroup/x',
      freezer: '/sys/fs/cgroup/freezer/x',
    })
  })

  test('as runc 1.4 writes it, without what is empty', () => {
    const { init_process_pid, init_process_start, created } = state
    const config = { rootfs: '/b/rootfs', namespaces: [{ type: 'NEWPID', path: '/proc/1/ns/pid' }] }
    expect(parseState({ init_process_pid, init_process_start, created, config }, 5)).toEqual({
      pid: 7278,
      startTime: 101425,
      created,
      writtenAt: 5,
      ociVersion: '',
      rootfs: '/b/rootfs',
      bundle: '',
      annotations: {},
      cgroupPaths: {},
      hasPrivatePids: false,
      capabilities: {},
    })
  })

  test.each([
    null,
    3,
    [],
    {},
    { ...state, config: null },
    { ...state, init_process_pid: '7278' },
    { ...state, init_process_start: -1 },
    { ...state, init_process_start: 2 ** 60 },
    { ...state, created: 5 },
    { ...state, config: { ...state.config, rootfs: 3 } },
  ])('what is not runc’s: %j', (value) => {
    expect(parseState(value, 0)).toBe(null)
  })
})

describe('meta.json', () => {
  const metadata = {
    id: 'a',
    root: '/r',
    bundle: '/b',
    ownsBundle: true,
    terminal: false,
    cgroupsPath: null,
    phase: 'created',
    monitor: { pid: 5, startTime: 6 },
    stdin: true,
    creator: { pid: 7, startTime: 8 },
    started: { at: '2026-11-23T17:06:37.981Z', initStartTime: 101425 },
  }

  test('of this version', () => {
    expect(parseMetadata(JSON.stringify({ version: 1, ...metadata }))).toEqual(metadata)
    const stopKill = { graceMs: 10_000, initStartTime: 5 }
    expect(parseMetadata(JSON.stringify({ version: 1, ...metadata, stopKill }))?.stopKill).toEqual(stopKill)
    expect(parseMetadata(JSON.stringify({ version: 1, ...metadata, monitor: 'x' }))?.monitor).toBe(null)
    const { started: _started, ...without } = metadata
    expect(parseMetadata(JSON.stringify({ version: 1, ...without }))?.started).toBe(null)
  })

  test.each([
    '',
    '{',
    '[]',
    'null',
    JSON.stringify(metadata),
    JSON.stringify({ version: 2, ...metadata }),
    JSON.stringify({ version: 1, ...metadata, bundle: 3 }),
    JSON.stringify({ version: 1, ...metadata, phase: 'x' }),
    JSON.stringify({ version: 1, ...metadata, cgroupsPath: 3 }),
  ])('not understood: %s', (text) => {
    expect(parseMetadata(text)).toBe(null)
  })
})

test.each([
  ['{"data": 10334}\n', { pid: 10334, words: '' }],
  ['{"pid": 7}\n', { pid: 7, words: '' }],
  [
    '{"data": -1, "message": "runc create failed: no\\n"}\n',
    { pid: null, words: 'runc create failed: no\n' },
  ],
  ['{"data": 0}\n', { pid: null, words: '' }],
  ['nonsense\nmore\n', { pid: null, words: 'nonsense' }],
  ['', { pid: null, words: '' }],
])('conmon’s line %j', (text, expected) => {
  expect(parseSync(text)).toEqual(expected)
})
