import { expect, it } from 'vitest'
import { diffLines } from '../../../renderer/features/config/diff-lines.ts'
import { findLines, linesOf } from '../../../renderer/features/config/lines.ts'

it('a difference has the lines of both, and some around', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`)
  const changed = lines.with(3, 'changed').with(25, 'other')
  const told = diffLines(lines.join('\n'), changed.join('\n')) ?? []
  expect(told.filter(({ kind }) => kind !== 'both')).toEqual([
    { kind: 'running', text: 'line 3' },
    { kind: 'bundle', text: 'changed' },
    { kind: 'gap', text: 'line 23' },
    { kind: 'running', text: 'line 25' },
    { kind: 'bundle', text: 'other' },
  ])
  expect(diffLines('a', 'a')).toEqual([])
})

it('lines are found by a word, made visible and cut', () => {
  const lines = linesOf(`{\n"A\u202e": 1\n${'x'.repeat(5000)}`)
  expect(lines[1]).toBe('"A⟨U+202E⟩": 1')
  expect(lines[2]?.length).toBe(2001)
  expect(findLines(lines, '"a')).toEqual([1])
  expect(findLines(lines, '')).toEqual([])
})
