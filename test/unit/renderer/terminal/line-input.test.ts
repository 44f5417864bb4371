// Typing for a program without a terminal.
import { expect, it } from 'vitest'
import { createLineInput } from '../../../../renderer/features/terminal/line-input.ts'

function typed(...keys: string[]) {
  const sent: string[] = []
  let shown = ''
  const input = createLineInput({
    echo: (text) => (shown += text),
    send: (text) => sent.push(text),
    end: () => sent.push('(end)'),
    interrupt: () => sent.push('(interrupt)'),
  })
  for (const key of keys) input(key)
  return { sent, shown }
}

it('sends a line with Enter and shows what was typed', () => {
  expect(typed('l', 's', '\r')).toEqual({ sent: ['ls\n'], shown: 'ls\r\n' })
})

it('takes back a character, or all of the line', () => {
  expect(typed('a', 'ü', '\u007f', 'b', '\r').sent).toEqual(['ab\n'])
  expect(typed('abc', '\u0015', '\u007f', 'd', '\r')).toEqual({
    sent: ['d\n'],
    shown: `abc${'\b \b'.repeat(3)}d\r\n`,
  })
})

it('ends the input with ^D, after what is left of a line', () => {
  expect(typed('abc', '\u0004', '\u0004').sent).toEqual(['abc', '(end)'])
})

it('interrupts with ^C and forgets the line; arrows and other controls are nothing', () => {
  expect(typed('abc', '\u001b[A', '\u0001', '\u0003', 'd', '\r').sent).toEqual(['(interrupt)', 'd\n'])
})
