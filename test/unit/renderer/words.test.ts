import { expect, test } from 'vitest'
import type { ExitInfo } from '../../../src-shared/model.ts'
import {
  keptBy,
  managerName,
  ownerNames,
  countsText,
  exitSentence,
  isBadExit,
  stateSentence,
  waitingStop,
} from '../../../renderer/features/containers/words.ts'
import { container } from './samples.ts'

function exit(fields: Partial<ExitInfo>): ExitInfo {
  return { code: 0, signal: null, oomKilled: false, finishedAt: null, source: 'conmon', ...fields }
}

test.each([
  [null, 'How it ended is not known: nothing watched it.'],
  [exit({}), 'It ended well, with exit code 0.'],
  [exit({ code: 3 }), 'It ended with exit code 3.'],
  [exit({ code: 127 }), 'It ended with exit code 127, which means that the command was not found.'],
  [exit({ code: 143, signal: 'SIGTERM' }), 'A SIGTERM signal ended it (exit code 143).'],
  [
    exit({ code: 137, signal: 'SIGKILL', oomKilled: true }),
    'The kernel ended it for lack of memory (exit code 137).',
  ],
  [
    exit({ code: 137, signal: 'SIGKILL', stopGraceMs: 10_000 }),
    'It did not end within 10 s of TERM, so Stop ended it by KILL (exit code 137).',
  ],
  [exit({ code: null, source: 'unknown' }), 'It ended, but its exit code is not known: nothing watched it.'],
])('%j', (info, sentence) => {
  expect(exitSentence(info)).toBe(sentence)
})

test('an exit code that nobody saw is neither good nor bad', () => {
  expect(
    [exit({ code: null }), exit({}), exit({ code: 1 }), exit({ oomKilled: true }), null].map(isBadExit),
  ).toEqual([false, false, true, true, false])
})

test('what is wrong goes before what state it is in', () => {
  expect([
    stateSentence(container('a', { problem: 'state.json is broken.' })),
    stateSentence(container('a')),
    stateSentence(container('a', { status: 'stopped', exit: exit({ code: 2 }) })),
  ]).toEqual(['state.json is broken.', null, 'It ended with exit code 2.'])
})

test('a stop that waits says when KILL follows, but not in its first second', () => {
  expect([10, 9, 1, 0].map((left) => waitingStop(left)?.short ?? null)).toEqual([
    null,
    'KILL in 9 s',
    'KILL in 1 s',
    'killing…',
  ])
})

test('who made it is called the same everywhere', () => {
  const { owner } = container('a')
  expect([ownerNames.other, managerName('other'), keptBy(owner)]).toEqual([
    'another tool',
    'Another tool',
    'made by another tool',
  ])
})

test('counts in a fixed order', () => {
  expect([countsText({ stopped: 3, running: 12, paused: 1 }), countsText({})]).toEqual([
    '12 running · 1 paused · 3 stopped',
    'no containers',
  ])
})
