import { describe, expect, test } from 'vitest'
import { installCommands } from '../../../renderer/features/containers/install-commands.ts'
import { signalProblem } from '../../../renderer/features/containers/signals.ts'
import { commandText } from '../../../renderer/ui/command-text.ts'
import { errorText, toErrorInfo } from '../../../renderer/ui/error-text.ts'
import { elapsedStep, formatDuration, formatElapsed } from '../../../renderer/ui/format.ts'
import { EngineError } from '../../../src-shared/client.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

test.each([
  [-5, '0 s'],
  [59.9 * second, '59 s'],
  [minute, '1 min'],
  [hour - 1, '59 min'],
  [hour, '1 h'],
  [2 * hour + 14 * minute, '2 h 14 min'],
  [3 * day + 4 * hour, '3 d 4 h'],
  [40 * day + hour, '40 d'],
])('%d ms have passed: %s', (elapsed, text) => {
  expect(formatElapsed(elapsed)).toBe(text)
})

test('seconds are looked at each second, minutes four times', () => {
  expect([elapsedStep(30 * second), elapsedStep(2 * minute)]).toEqual([second, 15 * second])
})

test.each([
  [8.4, '8 ms'],
  [1240, '1.24 s'],
  [12_340, '12.3 s'],
  [95_000, '1 min'],
])('%d ms long: %s', (duration, text) => {
  expect(formatDuration(duration)).toBe(text)
})

describe('a command', () => {
  test('is quoted so that a shell gives the same arguments', () => {
    expect(commandText(['runc', '--root=/run/runc', 'exec', 'a', 'sh', '-c', "echo 'it' $HOME", ''])).toBe(
      String.raw`runc --root=/run/runc exec a sh -c 'echo '\''it'\'' $HOME' ''`,
    )
  })
})

describe('an error', () => {
  const error = new EngineError({
    code: 'RuncFailed',
    message: 'container not running',
    detail: { argv: ['runc', 'kill', 'a b'], exitCode: 1, output: 'container not running\nmore\n' },
  })

  test('is copied with its command and all that it said', () => {
    expect(errorText(error.info)).toBe(
      "container not running\n$ runc kill 'a b'\nexit code 1\ncontainer not running\nmore\n(RuncFailed)",
    )
  })

  test('of any kind can be shown', () => {
    expect([toErrorInfo(error), toErrorInfo(new TypeError('x')), toErrorInfo('y')]).toEqual([
      error.info,
      { code: 'Internal', message: 'x' },
      { code: 'Internal', message: 'y' },
    ])
  })
})

test('programs of one package manager are installed by one command', () => {
  const installCommand = (command: string | null) => ({ installCommand: command })
  expect(
    installCommands([
      installCommand('sudo apt install runc'),
      installCommand('sudo apt install conmon'),
      installCommand('sudo apt install runc'),
      installCommand(null),
    ]),
  ).toEqual(['sudo apt install runc conmon'])
})

test.each([
  ['TERM', null],
  ['RTMIN+1', null],
  ['9', null],
  ['', 'A signal is needed.'],
  ['sigusr1', null],
  ['RTMAX-30', null],
  ['RTMAX-31', 'There is no such signal. It is a name such as TERM or RTMIN+1, or a number.'],
  ['TERMINATE', 'There is no such signal. It is a name such as TERM or RTMIN+1, or a number.'],
  ['TERM; rm', 'There is no such signal. It is a name such as TERM or RTMIN+1, or a number.'],
  ['0', 'Signals have the numbers 1 to 64.'],
  ['65', 'Signals have the numbers 1 to 64.'],
])('signal %j', (signal, problem) => {
  expect(signalProblem(signal)).toBe(problem)
})
