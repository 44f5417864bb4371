// What is asked before a paste, and how it is sent.
import { describe, expect, it } from 'vitest'
import { questionAbout, textToSend } from '../../../../renderer/features/terminal/paste-text.ts'

describe('asking', () => {
  it('is not done for one line, with or without its end', () => {
    expect([
      questionAbout('ls', false),
      questionAbout('ls\n', false),
      questionAbout('ls\r\n', false),
    ]).toEqual([null, null, null])
  })

  it('tells how many lines there are and how they begin', () => {
    expect(questionAbout('one\ntwo\r\nthree\rfour\n', false)).toEqual({
      text: 'one\ntwo\r\nthree\rfour\n',
      lines: 4,
      firstLines: ['one', 'two', 'three', 'four'],
      isRun: true,
    })
  })

  it('is done for a program that brackets pastes only when there are very many', () => {
    expect(questionAbout('a\n'.repeat(100), true)).toBe(null)
    expect(questionAbout('a\n'.repeat(500), true)).toMatchObject({ lines: 500, isRun: false })
  })

  it('is quick and short for ten megabytes', () => {
    const question = questionAbout(`${'x'.repeat(1000)}\n`.repeat(10_000), false)
    expect({
      lines: question?.lines,
      shown: question?.firstLines.length,
      first: question?.firstLines[0]?.length,
    }).toEqual({
      lines: 10_000,
      shown: 6,
      first: 160,
    })
  })
})

describe('sending', () => {
  it('presses Enter at line ends', () => {
    expect(textToSend('a\nb\r\nc', false)).toBe('a\rb\rc')
  })

  it.each([
    ['a closing bracket', 'a\u001b[201~; reboot\n\u001b[200~', 'a[201~; reboot\r[200~'],
    ['one that is left when another is taken out', 'a\u001b[20\u001b[201~1~b', 'a[20[201~1~b'],
    ['one in a single character', 'a\u009b201~b', 'a201~b'],
    ['an interrupt, after which a shell runs the rest', 'a\u0003\nreboot\n', 'a\rreboot\r'],
    ['while text passes whole', 'a\tb – 日本\r\n', 'a\tb – 日本\r'],
  ])('lets nothing out of the brackets, %s', (_, text, sent) => {
    expect(textToSend(text, true)).toBe(`\u001b[200~${sent}\u001b[201~`)
  })

  it('leaves text for a program without brackets as it is', () => {
    expect(textToSend('a\u001b[201~b', false)).toBe('a\u001b[201~b')
  })
})
