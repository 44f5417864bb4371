// runc's words lead to the right code: output recorded from runc 1.1.5, and words of other versions.
import { describe, expect, test } from 'vitest'
import { byStatus, codeOf } from '../../../electron/runtime/error-table.ts'
import { RuncError } from '../../../electron/runtime/errors.ts'
import { parseRuncLog, wordsOf } from '../../../electron/runtime/runc-log.ts'

/** `msg` of the last record of `--log`, as runc wrote it. */
const recorded: [message: string, code: string][] = [
  ['container does not exist', 'NotFound'],
  ['exec failed: container does not exist', 'NotFound'],
  ['runc create failed: container with given ID already exists', 'Exists'],
  ['runc create failed: invalid container ID format', 'InvalidId'],
  ['cannot start a container that has stopped', 'Stopped'],
  ['exec failed: cannot exec in a stopped container', 'Stopped'],
  ['cannot start an already running container', 'Running'],
  ['cannot delete container a that is not stopped: running', 'Running'],
  ['container init still running', 'Running'],
  ['cannot delete container a that is not stopped: paused', 'Paused'],
  ['cannot start a container in the paused state', 'Paused'],
  ['exec failed: cannot exec in a paused container (use --ignore-paused to override)', 'Paused'],
  ['container not paused', 'NotPaused'],
  ['container not running', 'NotRunning'],
  ['unknown signal "FOO"', 'InvalidArgument'],
  ['cannot toggle freezer: cgroups not configured for container', 'CgroupUnavailable'],
  ["runc create failed: container's cgroup unexpectedly frozen", 'CgroupUnavailable'],
  ["runc create failed: container's cgroup is not empty: 1 process(es) found", 'CgroupUnavailable'],
  ['cannot set pids limit: container could not join or create cgroup', 'CgroupUnavailable'],
  [
    'freezer not supported: openat2 /sys/fs/cgroup/v2x/cgroup.freeze: no such file or directory',
    'CgroupUnavailable',
  ],
  ['openat2 /sys/fs/cgroup/v2x/pids.max: no such file or directory', 'CgroupUnavailable'],
  [
    'exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH',
    'ExecFailed',
  ],
  [
    'runc create failed: unable to start container process: exec: "/nosuch": stat /nosuch: no such file or directory',
    'ExecFailed',
  ],
  ['exec failed: unable to start container process: exec: "/proc/version": permission denied', 'ExecFailed'],
  [
    'exec failed: unable to start container process: chdir to cwd ("/nope") set in config.json failed: no such file or directory',
    'ExecFailed',
  ],
  ['runc create failed: args must not be empty', 'BundleInvalid'],
  ['process args cannot be empty', 'BundleInvalid'],
  ['runc create failed: JSON specification file config.json not found', 'BundleInvalid'],
  ['runc create failed: chdir /nope: no such file or directory', 'BundleInvalid'],
  ['runc create failed: unexpected EOF', 'BundleInvalid'],
  ['runc create failed: invalid rootfs: stat /nope: no such file or directory', 'BundleInvalid'],
  ['runc create failed: Cwd must be an absolute path', 'BundleInvalid'],
  [
    'runc create failed: json: cannot unmarshal number into Go struct field Process.process.args of type []string',
    'BundleInvalid',
  ],
  ['runc create failed: User namespaces enabled, but no uid mappings found.', 'BundleInvalid'],
  [
    'runc create failed: cannot allocate tty if runc will detach without setting console socket',
    'TerminalsNotSupported',
  ],
  ['open /dev/tty: no such device or address', 'TerminalsNotSupported'],
  ['criu failed: type DUMP errno 0\nlog file: /tmp/w/dump.log', 'CriuFailed'],
  ['CRIU is missing features', 'CriuMissing'],
  ['open /run/runc: permission denied', 'PermissionDenied'],
  ['lstat /run/runc/a: permission denied', 'PermissionDenied'],
  [
    'runc create failed: unable to start container process: error during container init: error mounting "/nosuch" to rootfs at "/x": stat /nosuch: no such file or directory',
    'RuncFailed',
  ],
  [
    'runc create failed: unable to start container process: error during container init: error running hook #0: error running hook: exit status 1, stdout: , stderr: ',
    'RuncFailed',
  ],
  ['kill container: No such process', 'Stopped'],
  ['process not running: No such process', 'Stopped'],
  ['container `a` does not exist: open `/r/a/status`: No such file or directory', 'NotFound'],
  ['words that nobody has met', 'RuncFailed'],
]

test.each(recorded)('%s → %s', (message, code) => {
  expect(codeOf(message)).toBe(code)
})

test('where the words fit two situations, the status decides', () => {
  expect([
    byStatus('NotRunning', 'paused'),
    byStatus('NotRunning', 'stopped'),
    byStatus('NotRunning', 'created'),
    byStatus('NotPaused', 'running'),
    byStatus('NotPaused', 'stopped'),
    byStatus('Running', 'stopped'),
    byStatus('NotRunning', null),
  ]).toEqual(['Paused', 'Stopped', 'NotRunning', 'NotPaused', 'Stopped', 'Running', 'NotRunning'])
})

describe('the log of runc', () => {
  const record = (level: string, message: string): string =>
    JSON.stringify({ level, msg: message, time: '2026-01-01T00:00:00Z' })

  test('the last error tells, without the name of the verb and the full stop', () => {
    const log = parseRuncLog(
      [
        record('warning', 'beware'),
        record('error', 'first'),
        record('error', 'runc create failed: it broke.'),
      ].join('\n'),
    )
    expect(log).toEqual({
      errors: ['first', 'runc create failed: it broke.'],
      output: 'warning: beware\nfirst\nrunc create failed: it broke.',
    })
    expect(wordsOf(log)).toBe('it broke')
  })

  test('a mere consequence of another error does not', () => {
    const log = parseRuncLog(
      [
        record('fatal', 'nsexec: no space left'),
        record('error', "can't get final child's PID from pipe: EOF"),
      ].join('\n'),
    )
    expect(wordsOf(log)).toBe('nsexec: no space left')
  })

  test('a record over several lines, as crun 1.28 writes it', () => {
    const spread = (message: string): string =>
      `{\n  "msg": "${message}",\n  "level": "error",\n  "time": "2026-01-01T00:00:00Z"\n}\n`
    const log = parseRuncLog(`${spread('one')}said before\n${spread('kill container: No such process')}`)
    expect(log.errors).toEqual(['one', 'kill container: No such process'])
    expect(wordsOf(log)).toBe('kill container: No such process')
  })

  test('words said before there was a log, and none at all', () => {
    expect(wordsOf(parseRuncLog('flag provided but not defined: -x\n'))).toBe(
      'flag provided but not defined: -x',
    )
    expect(wordsOf(parseRuncLog('{"level":"err'))).toBe('{"level":"err')
    expect(wordsOf(parseRuncLog('\n'))).toBe(null)
  })
})

test('an error travels with all that is known, and nothing that is not', () => {
  const argv = ['/usr/sbin/runc', 'start', 'a']
  const known = new RuncError('Stopped', 'It has stopped.', { argv, exitCode: 1, output: 'cannot start' })
  expect(known.toInfo()).toEqual({
    code: 'Stopped',
    message: 'It has stopped.',
    detail: { argv, exitCode: 1, output: 'cannot start' },
  })
  expect(new RuncError('NotFound', 'None.').toInfo()).toEqual({ code: 'NotFound', message: 'None.' })
  expect(new RuncError('RuncFailed', 'x', { output: 'y'.repeat(100_000) }).output).toHaveLength(16_384)
})
