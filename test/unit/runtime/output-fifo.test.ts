// What a terminal would have done to the ends of lines, over any borders of pieces.
import { expect, test } from 'vitest'
import { createReturns } from '../../../electron/runtime/output-fifo.ts'

function returned(...pieces: string[]): string {
  const addReturns = createReturns()
  return pieces.map((piece) => Buffer.from(addReturns(Buffer.from(piece))).toString()).join('')
}

test('each line gets its carriage return, once', () => {
  expect(returned('one\ntwo\r\n\n\nend')).toBe('one\r\ntwo\r\n\r\n\r\nend')
  expect(returned('\n')).toBe('\r\n')
  expect(returned('no line')).toBe('no line')
  expect(returned('')).toBe('')
})

test('also where a piece ends between the two', () => {
  expect(returned('one\r', '\ntwo', '\n', '\n')).toBe('one\r\ntwo\r\n\r\n')
  expect(returned('one\r', '', '\n')).toBe('one\r\n')
  expect(returned('\n', '\r', '\n')).toBe('\r\n\r\n')
})

test('all other bytes stay as they are, and what is handed in is not changed', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  const given = bytes.slice()
  const expected = [...bytes].flatMap((byte) => (byte === 10 ? [13, 10] : [byte]))
  expect([...createReturns()(given)]).toEqual(expected)
  expect(given).toEqual(bytes)
})
