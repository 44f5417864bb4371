import { expect, it } from 'vitest'
import { indentJson } from '../../../src-shared/indent-json.ts'

it('puts each value on a line, as JSON.stringify does', () => {
  const value = {
    a: [1, { b: 'x, {y}: "z" \\' }],
    empty: {},
    none: [],
    t: true,
    n: null,
    nested: [[], [[2]]],
  }
  expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
  expect(indentJson(JSON.stringify(value, null, 7))).toBe(JSON.stringify(value, null, 2))
})

it('keeps every digit, and does not mind what is no JSON', () => {
  expect(indentJson('{"max":18446744073709551615,"f":1.50e+3}')).toBe(
    '{\n  "max": 18446744073709551615,\n  "f": 1.50e+3\n}',
  )
  expect(indentJson('}} "open')).toContain('open')
  expect(indentJson('['.repeat(20_000)).length).toBeLessThan(10_000_000)
})
