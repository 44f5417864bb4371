// Which command lines come of what is asked for: those that are run, and those that are shown.
import { describe, expect, test } from 'vitest'
import { childEnvironment, searchDirectories } from '../../../electron/runtime/child-environment.ts'
import { capabilitiesOf } from '../../../electron/runtime/capabilities.ts'
import { CommandLog } from '../../../electron/runtime/command-log.ts'
import { RuncError } from '../../../electron/runtime/errors.ts'
import { createLayout, socketPathProblem } from '../../../electron/runtime/layout.ts'
import { monitorArguments } from '../../../electron/runtime/monitor.ts'
import { execOperands, overlayProcess } from '../../../electron/runtime/process-spec.ts'
import { RuncCli } from '../../../electron/runtime/runc-cli.ts'
import { signalName, signalNumber, signalOfExitCode, signalWord } from '../../../electron/runtime/signals.ts'
import type { StateRecord } from '../../../electron/runtime/state-file.ts'
import { installer, parseRuncVersion, parseVersion } from '../../../electron/runtime/tools.ts'
import type { ContainerState } from '../../../electron/runtime/types.ts'
import { killVerb, plan } from '../../../electron/runtime/verbs.ts'

const cli = new RuncCli({
  root: '/run/runc',
  operationsDirectory: '/o',
  timeoutMs: 1000,
  runcPath: () => '/usr/sbin/runc',
  environment: () => ({}),
  commands: new CommandLog('/run/runc', undefined),
})
const runc = (version: string | null) => ({ capabilities: () => capabilitiesOf({ name: 'runc', version }) })
const context = { cli, ...runc('1.1.5') }
const record = { pid: 42, hasPrivatePids: true } as StateRecord

describe('runc', () => {
  test('is run with a log of its own and shown without', () => {
    const verb = { name: 'kill', id: 'web', rest: ['TERM'] }
    expect(cli.arguments(verb, '/o/1.log').join(' ')).toBe(
      '--root /run/runc --log /o/1.log --log-format json kill -- web TERM',
    )
    expect(cli.display(verb).join(' ')).toBe('/usr/sbin/runc --root /run/runc kill web TERM')
    expect(cli.display({ name: 'start', id: '-x' }).join(' ')).toBe(
      '/usr/sbin/runc --root /run/runc start -- -x',
    )
  })

  test.each([
    ['start', 'created', ['start a']],
    ['pause', 'running', ['pause a']],
    ['resume', 'paused', ['resume a']],
    ['kill', 'running', ['kill a HUP']],
    ['stop', 'running', ['kill a TERM']],
    ['stop', 'paused', ['kill a TERM', 'resume a']],
    ['delete', 'stopped', ['delete a']],
    ['delete', 'running', ['kill -KILL 42', 'delete a']],
    ['delete', 'paused', ['kill a KILL', 'delete a']],
  ] as const)('%s of a %s container', (action, status, expected) => {
    const state = { id: 'a', status } as ContainerState
    const shown = plan(context, state, record, action, 'HUP').map((argv) => argv.join(' '))
    expect(shown.map((line) => line.replace('/usr/sbin/runc --root /run/runc ', ''))).toEqual(expected)
  })

  test('a broken container is left to --force', () => {
    const state = { id: 'a', status: 'broken' } as ContainerState
    expect(plan(context, state, null, 'delete', '')[0]?.slice(3)).toEqual(['delete', '--force', 'a'])
  })

  test('KILL goes to everybody where init’s death would not end them, and runc does not see to it itself', () => {
    const shared = { hasPrivatePids: false }
    const flags = (version: string | null, signal: string, about = shared): readonly string[] | undefined =>
      killVerb(runc(version), 'a', signal, about).flags
    expect([
      flags('1.1.5', 'KILL'),
      flags('1.0.3', '9'),
      flags('1.1.5', 'TERM'),
      flags('1.1.5', 'KILL', { hasPrivatePids: true }),
      flags('1.2.0', 'KILL'),
      flags('1.4.0-rc.3', 'KILL'),
    ]).toEqual([['--all'], ['--all'], [], [], [], []])
  })
})

describe('signals', () => {
  test.each([
    ['TERM', 15],
    ['sigterm', 15],
    [' KILL ', 9],
    ['9', 9],
    ['64', 64],
    ['RTMIN', 34],
    ['SIGRTMIN+1', 35],
    ['RTMAX-2', 62],
    ['', null],
    ['0', null],
    ['65', null],
    ['FOO', null],
    ['RTMIN-1', null],
    ['RTMIN+31', null],
    ['9; rm', null],
  ])('%j → %s', (text, number) => {
    expect(signalNumber(text)).toBe(number)
  })

  test('back to names', () => {
    expect([signalName(9), signalName(6), signalName(34), signalName(36), signalName(99)]).toEqual([
      'SIGKILL',
      'SIGABRT',
      'SIGRTMIN',
      'SIGRTMIN+2',
      null,
    ])
    expect([signalWord(15), signalWord(35)]).toEqual(['TERM', '35'])
    expect([
      signalOfExitCode(137),
      signalOfExitCode(0),
      signalOfExitCode(128),
      signalOfExitCode(255),
    ]).toEqual(['SIGKILL', null, null, null])
  })
})

describe('places', () => {
  const directories = { root: '/run/runc', stateDirectory: '/s', socketDirectory: '/k' }

  test('the same id in two roots shares nothing', () => {
    const one = createLayout(directories)
    const two = createLayout({ ...directories, root: '/run/other' })
    const all = (layout: typeof one): string[] => [
      ...Object.values(layout.places('web')),
      layout.cgroupsPath('web'),
      layout.monitorKey('web'),
    ]
    expect(all(one).filter((path) => all(two).includes(path))).toEqual([])
    expect(createLayout({ ...directories, root: '/run/../run/runc/' }).rootKey).toBe(one.rootKey)
  })

  test('no id collides with a name of ours', () => {
    const layout = createLayout(directories)
    const { containersDirectory, exitDirectory, operationsDirectory } = layout
    const reserved = new Set([containersDirectory, exitDirectory, operationsDirectory])
    const places = ['containers', 'exits', 'operations'].map((id) => layout.places(id).directory)
    expect(places.filter((path) => reserved.has(path))).toEqual([])
  })

  test('a socket’s path that is too long is told beforehand', () => {
    expect(socketPathProblem(createLayout(directories))).toBe(null)
    const long = createLayout({ ...directories, socketDirectory: `/${'x'.repeat(90)}` })
    expect(socketPathProblem(long)).toContain('at most 107 bytes')
  })

  test('conmon is told where everything goes', () => {
    const layout = createLayout(directories)
    const places = layout.places('web')
    const request = {
      conmonPath: '/usr/bin/conmon',
      runcPath: '/usr/sbin/runc',
      id: 'web',
      layout,
      places,
      environment: {},
      timeoutMs: 1,
    }
    const plain = monitorArguments({ ...request, terminal: false })
    expect(plain.slice(0, 10)).toEqual([
      '--api-version',
      '1',
      '-c',
      'web',
      '-u',
      layout.monitorKey('web'),
      '-n',
      'web',
      '-r',
      '/usr/sbin/runc',
    ])
    expect(plain).toEqual(
      expect.arrayContaining([`k8s-file:${places.log}`, layout.exitDirectory, places.bundle]),
    )
    expect(monitorArguments({ ...request, terminal: true })).toEqual([...plain, '-t'])
  })
})

describe('the environment of programs', () => {
  test('is small, and looks where an ordinary PATH does not', () => {
    const environment = childEnvironment(['/opt/bin'])
    expect(environment['PATH']).toBe('/opt/bin:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin')
    expect(environment['LC_ALL']).toBe('C')
    expect(
      Object.keys(environment).filter((name) => /^(NODE|npm|VITEST|ELECTRON|LISTEN|NOTIFY)/.test(name)),
    ).toEqual([])
  })

  test('search paths: each directory once, none that is relative', () => {
    expect(searchDirectories('/a:.:/b::/a')).toEqual(['/a', '/b'])
    expect(searchDirectories(undefined)).toContain('/usr/sbin')
  })
})

describe('a process of a container', () => {
  const base = {
    args: ['sleep'],
    env: ['PATH=/bin', 'TERM=xterm', 'A=1'],
    cwd: '/work',
    user: { uid: 5, gid: 5 },
    capabilities: { bounding: ['CAP_KILL'] },
    noNewPrivileges: true,
  }

  test('takes from the container what is not asked for', () => {
    expect(overlayProcess(base, { args: ['sh'] }, { columns: 80, rows: 24 })).toEqual({
      ...base,
      args: ['sh'],
      env: ['PATH=/bin', 'TERM=xterm-256color', 'A=1'],
      terminal: true,
      consoleSize: { height: 24, width: 80 },
    })
  })

  test('and what is asked for goes before it', () => {
    const spec = { args: ['x'], env: ['A=2', 'TERM=dumb', 'B='], cwd: '/', user: { uid: 0, gid: 0 } }
    expect(overlayProcess(base, spec, { columns: 1, rows: 1 })).toMatchObject({
      env: ['PATH=/bin', 'TERM=dumb', 'A=2', 'B='],
      cwd: '/',
      user: { uid: 0, gid: 0 },
    })
    expect(overlayProcess({}, { args: ['x'] }, null)).toMatchObject({
      cwd: '/',
      user: { uid: 0, gid: 0 },
      terminal: false,
      env: [expect.stringContaining('PATH=')],
    })
  })

  test('is shown as one would type it', () => {
    const user = { uid: 1, gid: 2, additionalGids: [3] }
    const { flags, rest } = execOperands({ args: ['sh', '-l'], env: ['A=b c'], cwd: '/x', user }, true)
    expect([...flags, 'web', ...rest].join(' ')).toBe(
      '--tty --cwd /x --user 1:2 --additional-gids 3 --env A=b c web sh -l',
    )
  })
})

describe('programs and their versions', () => {
  test.each([
    ['runc version 1.1.5+ds1\ncommit: 1.1.5+ds1-1+deb12u1\n', '1.1.5+ds1'],
    ['conmon version 2.1.6\ncommit: unknown\n', '2.1.6'],
    ['socat by Gerhard Rieger - see www.dest-unreach.org\nsocat version 1.7.4.4 on 06 Nov 2022\n', '1.7.4.4'],
    ['Version: 3.17.1\n', '3.17.1'],
    ['umoci version 0.4.7+ds-3+b7\n', '0.4.7+ds-3+b7'],
    ['runc version v1.4.0-rc.3\n', '1.4.0-rc.3'],
    ['', null],
    ['no version', null],
  ])('%j', (text, version) => {
    expect(parseVersion(text)).toBe(version)
  })

  test('runc tells its commit and specification', () => {
    expect(parseRuncVersion('runc version 1.1.5\ncommit: abc\nspec: 1.0.2-dev\n')).toEqual({
      commit: 'abc',
      spec: '1.0.2-dev',
    })
  })

  test.each([
    ['ID=debian\n', 'sudo apt install uidmap'],
    ['NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', 'sudo apt install uidmap'],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'sudo apt install uidmap'],
    ['ID=fedora\n', 'sudo dnf install shadow-utils'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'sudo dnf install shadow-utils'],
    ['ID=arch\n', 'sudo pacman -S shadow'],
    ['ID=nixos\n', undefined],
    ['', undefined],
  ])('%j installs with %s', (osRelease, command) => {
    expect(installer(osRelease)?.({ debian: 'uidmap', fedora: 'shadow-utils', arch: 'shadow' })).toBe(command)
  })
})

test('commands are told of twice', () => {
  const told: unknown[] = []
  const log = new CommandLog('/run/runc', (entry) => told.push(entry))
  const end = log.begin(['runc', 'start', 'a'], 'a', null)
  end({ exitCode: 1, error: new RuncError('Stopped', 'It has stopped.') })
  log.begin(['runc', 'start', 'b'], 'b', null)
  expect(told).toMatchObject([
    { id: 1, argv: ['runc', 'start', 'a'], durationMs: null, exitCode: null, error: null },
    {
      id: 1,
      durationMs: expect.any(Number),
      exitCode: 1,
      error: { code: 'Stopped', message: 'It has stopped.' },
    },
    { id: 2, containerKey: '/run/runc/b' },
  ])
})
