import { describe, expect, it } from 'vitest'
import { idProblem, longestId } from '../../../src-shared/container-id.ts'

describe('idProblem', () => {
  it.each(['a', 'web-1', 'A_b+c.d', '0', '..a', 'a..', '_', '+', 'a'.repeat(longestId)])('takes %s', (id) => {
    expect(idProblem(id)).toBeNull()
  })

  it.each([
    ['', 'An id is needed.'],
    ['.', 'An id cannot be “.” or “..”: it becomes a directory.'],
    ['..', 'An id cannot be “.” or “..”: it becomes a directory.'],
    ['-a', 'An id cannot begin with “-”: runc would read it as an option.'],
    ['--root', 'An id cannot begin with “-”: runc would read it as an option.'],
    ['a/b', 'runc takes letters, digits and _ + - . only; no “/”.'],
    ['a,b', 'runc takes letters, digits and _ + - . only; no “,”.'],
    ['é', 'runc takes letters, digits and _ + - . only; no “é”.'],
    ['a🙂', 'runc takes letters, digits and _ + - . only; no “🙂”.'],
    ['a b', 'runc takes letters, digits and _ + - . only; no spaces or control characters.'],
    ['a\n', 'runc takes letters, digits and _ + - . only; no spaces or control characters.'],
    ['a\u001b[2J', 'runc takes letters, digits and _ + - . only; no spaces or control characters.'],
    ['a\u202e', 'runc takes letters, digits and _ + - . only; no spaces or control characters.'],
    ['a'.repeat(longestId + 1), `An id has at most ${longestId} characters; this one has ${longestId + 1}.`],
  ])('refuses %j', (id, sentence) => {
    expect(idProblem(id)).toBe(sentence)
  })

  it('answers in no time, however long the id is', () => {
    expect(idProblem('x/'.repeat(5_000_000))).toMatch(/at most/)
  })
})
