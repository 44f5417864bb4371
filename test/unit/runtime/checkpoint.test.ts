// Checkpoints without runc and CRIU: flags, what an older runc lacks, what is written down and read back, and what is made
// of CRIU's words.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { capabilitiesOf } from '../../../electron/runtime/capabilities.ts'
import { checkpointFlags, restoreFlags } from '../../../electron/runtime/checkpoint-flags.ts'
import {
  markCheckpoint,
  markedCheckpoint,
  unmarkCheckpoint,
} from '../../../electron/runtime/checkpoint-marker.ts'
import { formatRecord, keptOptions, parseRecord } from '../../../electron/runtime/checkpoint-record.ts'
import type { CheckpointRecord } from '../../../electron/runtime/checkpoint-record.ts'
import {
  commitCheckpoint,
  listAllCheckpoints,
  listCheckpoints,
  nameProblem,
  removeCheckpoint,
  reserveCheckpoint,
  settleLeftovers,
  writeRecord,
} from '../../../electron/runtime/checkpoint-store.ts'
import { criuWords } from '../../../electron/runtime/criu-log.ts'
import { createLayout } from '../../../electron/runtime/layout.ts'
import { monitorArguments } from '../../../electron/runtime/monitor.ts'
import { identify } from '../../../electron/runtime/processes.ts'

const places = { images: '/c/images', work: '/c', parent: null, statusDescriptor: null }
const runc = (version: string): ReturnType<typeof capabilitiesOf> => capabilitiesOf({ name: 'runc', version })

describe('flags', () => {
  test('the least: it leaves the container running', () => {
    expect(checkpointFlags({ name: 'a' }, places, runc('1.1.5'))).toEqual([
      '--image-path',
      '/c/images',
      '--work-path',
      '/c',
      '--leave-running',
    ])
    expect(restoreFlags({}, runc('1.1.5'))).toEqual([])
  })

  test('everything that a checkpoint can have', () => {
    const flags = checkpointFlags(
      {
        name: 'a',
        leaveRunning: false,
        tcpEstablished: true,
        extUnixSk: true,
        shellJob: true,
        fileLocks: true,
        manageCgroupsMode: 'ignore',
        emptyNs: ['network'],
        autoDedup: true,
        tcpSkipInFlight: true,
        linkRemap: true,
        lazyPages: true,
        pageServer: { address: '10.0.0.1', port: 27_000 },
      },
      { ...places, parent: '../../b/images', statusDescriptor: 9 },
      runc('1.3.0'),
    )
    expect(flags.slice(4).join(' ')).toBe(
      '--parent-path ../../b/images --tcp-established --ext-unix-sk --shell-job --file-locks --manage-cgroups-mode ignore ' +
        '--empty-ns network --auto-dedup --tcp-skip-in-flight --link-remap --page-server 10.0.0.1:27000 --lazy-pages --status-fd 9',
    )
    const preDump = checkpointFlags({ name: 'a', preDump: true }, places, runc('1.1.5'))
    expect(preDump.slice(4)).toEqual(['--pre-dump'])
  })

  test('everything that a restore can have', () => {
    const flags = restoreFlags(
      {
        shellJob: true,
        lazyPages: true,
        noPivot: true,
        lsmProfile: 'apparmor:x',
        lsmMountContext: 'y',
        id: 'z',
      },
      runc('1.1.5'),
    )
    expect(flags.join(' ')).toBe(
      '--shell-job --lazy-pages --no-pivot --lsm-profile apparmor:x --lsm-mount-context y',
    )
  })

  test.each([
    ['1.2.9', { linkRemap: true }],
    ['1.2.9', { tcpSkipInFlight: true }],
    ['1.1.5', { manageCgroupsMode: 'ignore' }],
  ] as const)('runc %s has no %j', (version, options) => {
    expect(() => checkpointFlags({ name: 'a', ...options }, places, runc(version))).toThrowError(
      expect.objectContaining({ code: 'NotSupported' }),
    )
    expect(() => checkpointFlags({ name: 'a', ...options }, places, runc('1.4.0'))).not.toThrowError()
  })

  test('what another runtime, or an old runc, lacks', () => {
    const crun = capabilitiesOf({ name: 'crun', version: '1.8.1', help: new Map([['', ' create\n']]) })
    expect(() => checkpointFlags({ name: 'a' }, places, crun)).toThrowError(
      expect.objectContaining({ code: 'NotSupported' }),
    )
    expect(() => restoreFlags({ lsmMountContext: 'x' }, runc('1.0.3'))).toThrowError(
      expect.objectContaining({ code: 'NotSupported' }),
    )
  })

  test('conmon restores with them', () => {
    const layout = createLayout({ root: '/r', stateDirectory: '/s', socketDirectory: '/x' })
    const request = {
      conmonPath: 'conmon',
      runcPath: 'runc',
      id: 'a',
      layout,
      places: layout.places('a'),
      terminal: false,
      stdin: false,
      logBytes: 1000,
      environment: {},
      timeoutMs: 1,
    }
    const restore = { images: '/c/images', flags: ['--tcp-established', '--lsm-profile', 'x'] }
    expect(monitorArguments({ ...request, restore }).join(' ')).toContain(
      '--restore /c/images --runtime-opt --tcp-established --runtime-opt --lsm-profile --runtime-opt x',
    )
    expect(monitorArguments(request)).not.toContain('--restore')
  })
})

const record: CheckpointRecord = {
  name: 'one',
  containerId: 'web',
  created: '2026-11-23T10:00:00.000Z',
  size: 42,
  exit: true,
  preDump: false,
  parent: 'zero',
  options: keptOptions({
    name: 'one',
    tcpEstablished: true,
    emptyNs: ['network'],
    manageCgroupsMode: 'full',
  }),
  terminal: true,
  bundle: '/bundles/web',
  ownsBundle: false,
  runcVersion: '1.1.5',
  criuVersion: '4.2',
  kernel: '6.1.0',
  specSha256: 'ab',
  owner: null,
}

describe('config.json', () => {
  test('is read as it was written', () => {
    expect(parseRecord(formatRecord(record))).toEqual(record)
    expect(JSON.parse(formatRecord(record))).toMatchObject({ tcp: true, emptyNS: ['network'], exit: true })
  })

  test('of early containerd is understood', () => {
    const text =
      '{"created":"2016-05-01T10:00:00Z","name":"old","tcp":true,"unixSockets":true,"shell":false,"exit":true}'
    expect(parseRecord(text)).toMatchObject({
      name: 'old',
      exit: true,
      options: { tcpEstablished: true, extUnixSk: true },
      size: 0,
      specSha256: null,
    })
  })

  test.each(['', '[]', 'null', '{', '{"name":"a"}', '{"name":"a","created":"yesterday"}'])(
    '%j is none',
    (text) => {
      expect(parseRecord(text)).toBeNull()
    },
  )

  test('what is odd in it counts as not told', () => {
    const odd = {
      ...JSON.parse(formatRecord(record)),
      size: -1,
      tcp: 'yes',
      emptyNS: ['pid', 7],
      parent: 3,
      owner: 'me',
    }
    expect(parseRecord(JSON.stringify({ ...odd, manageCgroupsMode: 'x' }))).toMatchObject({
      size: 0,
      options: {},
      parent: null,
      owner: null,
    })
    expect(parseRecord(JSON.stringify({ ...odd, version: 2 }))).toBeNull()
  })
})

describe('on disk', () => {
  let directory: string
  let layout: ReturnType<typeof createLayout>
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'checkpoints-'))
    layout = createLayout({ root: '/r', stateDirectory: directory, socketDirectory: '/x' })
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  test.each(['', '.', '..', '.a', '-a', 'a/b', 'a b', 'a\n', 'x'.repeat(129), 'é'])(
    '%j is no name',
    (name) => {
      expect(nameProblem(name)).toMatch(/\.$/)
    },
  )

  test('one is reserved once, whole under its name, and gone when deleted', () => {
    expect(listAllCheckpoints(layout)).toEqual([])
    const reserved = reserveCheckpoint(layout, 'web', 'one')
    writeRecord(reserved, { ...record, parent: null, owner: identify(process.pid) })
    expect(() => reserveCheckpoint(layout, 'web', 'one')).toThrowError(/right now/)
    expect(listCheckpoints(layout, 'web')).toEqual([])
    writeFileSync(join(reserved.images, 'inventory.img'), '12345')
    const taken = commitCheckpoint(layout, { ...record, parent: null })
    expect(taken).toMatchObject({ name: 'one', size: 5, problem: null })
    expect(() => reserveCheckpoint(layout, 'web', 'one')).toThrowError(/already/)
    expect(listAllCheckpoints(layout)).toEqual([taken])
    mkdirSync(join(layout.checkpointsDirectory, 'web', 'stranger'))
    expect(listCheckpoints(layout, 'web').map(({ name, problem }) => [name, problem !== null])).toEqual(
      expect.arrayContaining([
        ['one', false],
        ['stranger', true],
      ]),
    )
    removeCheckpoint(layout, 'web', 'stranger')
    removeCheckpoint(layout, 'web', 'one')
    expect(() => removeCheckpoint(layout, 'web', 'one')).toThrowError(
      expect.objectContaining({ code: 'CheckpointNotExists' }),
    )
    expect(listAllCheckpoints(layout)).toEqual([])
  })

  test('one whose taker has gone is left alone while runc may still be at it', () => {
    const reserved = reserveCheckpoint(layout, 'web', 'two')
    writeRecord(reserved, {
      ...record,
      name: 'two',
      parent: null,
      owner: { pid: 1, startTime: 99_999_999_999 },
    })
    settleLeftovers(layout, 'web')
    expect(() => reserveCheckpoint(layout, 'web', 'two')).toThrowError(/right now/)
    writeFileSync(reserved.dumpLog, '(00.1) Dumping finished successfully\n')
    settleLeftovers(layout, 'web')
    expect(listCheckpoints(layout, 'web')).toMatchObject([{ name: 'two', problem: 'Its images are gone.' }])
  })

  test('the marker of an end counts while the checkpoint exists', () => {
    const container = layout.places('web')
    mkdirSync(container.directory, { recursive: true })
    expect(markedCheckpoint(container)).toBeNull()
    markCheckpoint(layout, 'web', 'two')
    expect(markedCheckpoint(container)).toBe('two')
    removeCheckpoint(layout, 'web', 'two')
    expect(markedCheckpoint(container)).toBeNull()
    markCheckpoint(layout, 'web', 'three')
    reserveCheckpoint(layout, 'web', 'three')
    expect(markedCheckpoint(container)).toBe('three')
    unmarkCheckpoint(container)
    expect(markedCheckpoint(container)).toBeNull()
    writeFileSync(join(container.directory, 'checkpoint.json'), '{')
    expect(markedCheckpoint(container)).toBeNull()
  })
})

describe('what CRIU says', () => {
  test('the first failing line is the cause; the harmless one is none', () => {
    const log = [
      '(00.000134) Version: 4.1.1 (gitid 0)',
      "(00.106831) Error (criu/util.c:1533): rlimit: Can't setup RLIMIT_NOFILE for self: Operation not permitted",
      '(00.2) Warn  (criu/kerndat.c:1): never mind',
      "(00.3)      7: Error (criu/files-reg.c:1815): Can't lookup mount=27 for fd=2 path=/log",
      '(00.4) Error (criu/cr-dump.c:1764): Dumping FAILED.',
    ].join('\n')
    expect(criuWords(log)).toEqual({
      cause: "Can't lookup mount=27 for fd=2 path=/log",
      lines: [
        "7: Error (criu/files-reg.c:1815): Can't lookup mount=27 for fd=2 path=/log",
        'Error (criu/cr-dump.c:1764): Dumping FAILED.',
      ],
    })
  })

  test('of `criu check`, and when it says nothing', () => {
    const check =
      'Error (criu/vdso.c:381): vdso: Unexpected rt vDSO area bounds\nError (criu/vdso.c:613): more\n'
    expect(criuWords(check).cause).toBe('vdso: Unexpected rt vDSO area bounds')
    expect(criuWords('Looks good.\n')).toEqual({ cause: null, lines: [] })
    expect(criuWords(check.repeat(100)).lines).toHaveLength(20)
  })
})
