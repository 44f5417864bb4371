import { expect, it } from 'vitest'
import { createPipeKeys } from '../../../../renderer/features/terminal/exec/pipe-keys.ts'

function setUp() {
  const done: string[] = []
  let screen = ''
  const press = createPipeKeys({
    send: (bytes) => done.push(`send ${JSON.stringify(new TextDecoder().decode(bytes))}`),
    end: () => done.push('end'),
    interrupt: () => done.push('interrupt'),
    echo: (text) => (screen += text),
  })
  return { done, screen: () => screen, type: (text: string) => press(new TextEncoder().encode(text)) }
}

it('sends a line when it is entered, as it was corrected', () => {
  const { done, screen, type } = setUp()
  for (const key of ['h', 'ä', 'x', '\u007f', '\u007f', 'i']) type(key)
  expect(done).toEqual([])
  type('\r')
  expect([done, screen()]).toEqual([['send "hi\\n"'], 'häx\b \b\b \bi\r\n'])
  type('\u007f')
  expect(screen()).toBe('häx\b \b\b \bi\r\n')
})

it('ends the input with ^D, after what stands in the line', () => {
  const { done, type } = setUp()
  type('last')
  type('\u0004')
  type('\u0004')
  expect(done).toEqual(['send "last"', 'end'])
})

it('gives the line up with ^C, and leaves arrows alone', () => {
  const { done, type } = setUp()
  type('abc')
  type('\u001b[A')
  type('\u0003')
  type('\r')
  expect(done).toEqual(['interrupt', 'send "\\n"'])
})
