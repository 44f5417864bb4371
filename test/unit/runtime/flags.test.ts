// Options as flags of runc and conmon, for versions and machines that are not the one at hand.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { capabilitiesOf } from '../../../electron/runtime/capabilities.ts'
import { execFlags } from '../../../electron/runtime/exec-flags.ts'
import { checkGlobalOptions, globalFlags } from '../../../electron/runtime/global-flags.ts'
import { createLayout } from '../../../electron/runtime/layout.ts'
import { execMonitorArguments, monitorArguments } from '../../../electron/runtime/monitor.ts'
import { checkChanges } from '../../../electron/runtime/resource-check.ts'

const runc = (version: string) => capabilitiesOf({ name: 'runc', version })
const crun = capabilitiesOf({
  name: 'crun',
  version: '1.8.1',
  help: new Map([
    ['', '  --systemd-cgroup  use systemd\n'],
    ['exec', '  -c, --cap=CAP\n      --cgroup=PATH\n      --preserve-fds=N\n'],
  ]),
})
const layout = createLayout({ root: '/r', stateDirectory: '/s', socketDirectory: '/k' })

describe('global options', () => {
  const criu = '/opt/criu/criu'

  test.each([
    ['1.1.5', {}, []],
    ['1.1.5', { debug: true, systemdCgroup: true }, ['--debug', '--systemd-cgroup']],
    ['1.1.5', { rootless: true, criu }, ['--rootless=true', '--criu', criu]],
    // Ignored from 1.2 on and unknown from 1.4 on: there PATH does it.
    ['1.2.0', { rootless: false, criu }, ['--rootless=false']],
    ['1.4.3', { criu }, []],
  ])('of runc %s: %j', (version, options, flags) => {
    expect(globalFlags(options, runc(version))).toEqual(flags)
  })

  test('what cannot be is refused', () => {
    const mark = mkdtempSync(join(tmpdir(), 'systemd-'))
    try {
      expect(() => checkGlobalOptions({ systemdCgroup: true }, runc('1.1.5'), mark)).not.toThrow()
      expect(() => checkGlobalOptions({ systemdCgroup: true }, crun, mark)).not.toThrow()
    } finally {
      rmSync(mark, { recursive: true })
    }
    const refused = [
      [{ systemdCgroup: true }, '1.1.5', 'NotSupported'],
      [{ criu: 'criu' }, '1.1.5', 'InvalidArgument'],
      [{ criu: '/opt/my-criu' }, '1.3.0', 'NotSupported'],
    ] as const
    for (const [options, version, code] of refused) {
      expect(() => checkGlobalOptions(options, runc(version), mark)).toThrow(
        expect.objectContaining({ code }),
      )
    }
    expect(() => checkGlobalOptions({ criu: '/opt/my-criu' }, runc('1.1.5'), mark)).not.toThrow()
  })
})

describe('conmon', () => {
  const common = { conmonPath: '/c', runcPath: '/u', id: 'web', layout, environment: {}, timeoutMs: 1 }

  test('has options of its own for some, and hands on the others', () => {
    const args = monitorArguments({
      ...common,
      places: layout.places('web'),
      terminal: false,
      globalFlags: ['--debug', '--systemd-cgroup', '--rootless=true'],
      noPivot: true,
      noNewKeyring: true,
    }).join(' ')
    expect(args).toContain('--log-format=json --runtime-arg --debug -s --runtime-arg --rootless=true -b ')
    expect(args).toMatch(/ --no-pivot --no-new-keyring$/)
  })

  test.each([
    [{ terminal: true, stdin: false }, ' -t --runtime-opt --cgroup --runtime-opt x'],
    [{ terminal: false, stdin: true }, ' -i --runtime-opt --cgroup --runtime-opt x'],
    [{ terminal: false, stdin: false }, '/sockets --runtime-opt --cgroup --runtime-opt x'],
  ])('of a detached process: %j', (streams, end) => {
    const names = ['directory', 'spec', 'log', 'persist', 'pidFile', 'monitorPidFile', 'runcLog'] as const
    const places = Object.fromEntries(names.map((name) => [name, `/p/${name}`])) as Record<
      (typeof names)[number],
      string
    >
    const sockets = createLayout({ root: '/r', stateDirectory: '/s', socketDirectory: '/sockets' })
    const args = execMonitorArguments({
      ...common,
      ...streams,
      layout: sockets,
      key: 'k',
      places,
      flags: ['--cgroup', 'x'],
      globalFlags: ['--debug'],
    })
    expect(args.join(' ')).toContain('--runtime-arg --debug -b /p/directory')
    expect(args.join(' ').endsWith(end)).toBe(true)
  })
})

describe('runc exec', () => {
  const pipes = { terminal: null }
  const size = { columns: 80, rows: 24 }

  test.each([
    [{ ...pipes }, []],
    [{ ...pipes, cgroup: 'inner/most' }, ['--cgroup', 'inner/most']],
    [
      { ...pipes, cgroup: ['cpu,cpuacct:a', 'memory:b'] },
      ['--cgroup', 'cpu,cpuacct:a', '--cgroup', 'memory:b'],
    ],
    [{ terminal: size, ignorePaused: true }, ['--ignore-paused']],
    [{ ...pipes, pidfdSocket: '/s' }, ['--pidfd-socket', '/s']],
    [{ ...pipes, preserveFds: [0, 1] }, ['--preserve-fds', '2']],
    [{ ...pipes, preserveFds: [] }, []],
  ])('%j', (options, flags) => {
    expect(execFlags(options, runc('1.3.0'))).toEqual(flags)
  })

  test('what a version lacks says so', () => {
    const refused = [
      [
        { ...pipes, cgroup: 'a' },
        runc('1.0.3'),
        'runc 1.0.3 does not have “exec --cgroup”: runc has it since 1.1.',
      ],
      [{ ...pipes, ignorePaused: true }, crun, 'crun 1.8.1 does not have “exec --ignore-paused”.'],
      [
        { ...pipes, pidfdSocket: '/s' },
        runc('1.1.5'),
        'runc 1.1.5 does not have “exec --pidfd-socket”: runc has it since 1.2.',
      ],
    ] as const
    for (const [options, can, message] of refused) {
      expect(() => execFlags(options, can)).toThrow(
        expect.objectContaining({ code: 'NotSupported', message }),
      )
    }
    expect(execFlags({ ...pipes, cgroup: 'a', preserveFds: [0] }, crun)).toEqual([
      '--cgroup',
      'a',
      '--preserve-fds',
      '1',
    ])
  })
})

test('systemd gets a slice, a prefix and a name', () => {
  expect(layout.systemdCgroupsPath('web')).toBe(`runcdesktop.slice:${layout.rootKey}:web`)
})

test('a check of memory before it is limited', () => {
  const need = runc('1.1.5').need
  const change = (checkBeforeUpdate: unknown) => ({ memory: { checkBeforeUpdate } }) as never
  const facts = { isUnified: true, need }
  expect(() => checkChanges(change(true), facts)).toThrow(expect.objectContaining({ code: 'NotSupported' }))
  expect(() => checkChanges(change('yes'), facts)).toThrow(
    expect.objectContaining({ code: 'InvalidArgument' }),
  )
  expect(() => checkChanges(change(true), { ...facts, need: runc('1.2.0').need })).not.toThrow()
})
