// Names and endings as the user reads them.
import { terminalExit, terminalSample } from '../../../fixtures/terminals.ts'
import { expect, it } from 'vitest'
import { plainShell } from '../../../../src-shared/plain-shell.ts'
import {
  endingSentence,
  endingWord,
  hasProgram,
  programName,
  tabLabel,
  tabState,
} from '../../../../renderer/features/terminal/words.ts'

it('names a program without its directory', () => {
  expect([
    programName(null),
    programName([]),
    programName(['/bin/sh']),
    programName(['/bin/busybox', 'ash']),
    programName(['top']),
    programName(['/']),
  ]).toEqual(['shell', 'shell', 'sh', 'busybox', 'top', '/'])
})

it('tells terminals of one container apart from the second on', () => {
  const tab = { containerKey: '/run/runc/web-1', args: ['/bin/sh'], request: plainShell, session: null }
  expect([tabLabel({ ...tab, number: 1 }), tabLabel({ ...tab, number: 2 })]).toEqual([
    'web-1 · sh',
    'web-1 · sh 2',
  ])
  const session = terminalSample({ name: 'build' })
  expect([tabLabel({ ...tab, number: 1, request: null }), tabLabel({ ...tab, number: 2, session })]).toEqual([
    'web-1 · its own',
    'build',
  ])
})

it('tells how a program ended, and never makes a code up', () => {
  const endings = [
    { code: 0, signal: null },
    { code: 42, signal: null },
    { code: 137, signal: 'SIGKILL' },
    { code: null, signal: 'SIGTERM' },
    { code: null, signal: null },
  ]
  expect(endings.map((ending) => [endingSentence(ending), endingWord(ending)])).toEqual([
    ['Exited with code 0', 'exit 0'],
    ['Exited with code 42', 'exit 42'],
    ['Killed by SIGKILL (137)', 'SIGKILL'],
    ['Killed by SIGTERM', 'SIGTERM'],
    ['Ended; its exit code is not known', 'ended'],
  ])
})

const session = terminalSample()
const exit = terminalExit()
const error = { code: 'ExecFailed', message: 'no such file' } as const

it('marks a tab by shape and word', () => {
  expect([
    tabState({ state: 'opening', session: null }),
    tabState({ state: 'open', session }),
    tabState({ state: 'open', session: { ...session, exit } }),
    tabState({ state: 'open', session: { ...session, exit: { ...exit, code: 1 } } }),
    tabState({ state: 'open', session: { ...session, exit: { ...exit, code: null, error } } }),
    tabState({ state: 'failed', session: null }),
    tabState({ state: 'lost', session }),
  ]).toEqual([
    { mark: 'opening', word: 'opening' },
    { mark: 'running', word: null },
    { mark: 'ended', word: 'exit 0' },
    { mark: 'failed', word: 'exit 1' },
    { mark: 'failed', word: 'failed' },
    { mark: 'failed', word: 'failed' },
    { mark: 'failed', word: 'lost' },
  ])
})

it('knows whether closing would end a program', () => {
  expect([
    hasProgram({ state: 'open', session }),
    hasProgram({ state: 'open', session: { ...session, exit } }),
    hasProgram({ state: 'lost', session }),
    hasProgram({ state: 'opening', session: null }),
  ]).toEqual([true, false, false, false])
})
