// The small parts that decide something by themselves: patterns, OSC 52, graphics, fonts.
import { describe, expect, it } from 'vitest'
import { copiedText } from '../../../../renderer/features/terminal/clipboard-sequence.ts'
import { fontFamily } from '../../../../renderer/features/terminal/font.ts'
import { patternProblem } from '../../../../renderer/features/terminal/search-pattern.ts'
import { isRealRenderer } from '../../../../renderer/features/terminal/xterm-gpu.ts'

it('takes patterns, and says of others why not', () => {
  expect([patternProblem('a+'), patternProblem('('), patternProblem('x*'), patternProblem('')]).toEqual([
    null,
    'Not a pattern',
    'Matches everything',
    'Matches everything',
  ])
})

describe('what a program copies', () => {
  const encoded = (text: string) => Buffer.from(text).toString('base64')

  it('is the text behind the selection’s name', () => {
    expect([copiedText(`c;${encoded('grüße')}`), copiedText(`;${encoded('x')}`)]).toEqual(['grüße', 'x'])
  })

  it('is nothing when it asks, is broken or too long', () => {
    expect([
      copiedText('c;?'),
      copiedText('c;'),
      copiedText('c'),
      copiedText('c;%%%'),
      copiedText(`c;${encoded('x'.repeat(2 * 1024 * 1024))}`),
    ]).toEqual([null, null, null, null, null])
  })
})

it('draws by the graphics processor only where there is one', () => {
  expect(
    [
      'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060, OpenGL 4.5)',
      'Mesa Intel(R) UHD Graphics 620',
      'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)',
      'llvmpipe (LLVM 15.0.7, 256 bits)',
      '',
      null,
    ].map(isRealRenderer),
  ).toEqual([true, true, false, false, false, false])
})

it('takes font names as names and nothing more', () => {
  expect(fontFamily(`Fira Code, x'; color: red`).startsWith(`'Fira Code', 'x color: red', 'JetBrains`)).toBe(
    true,
  )
  expect(fontFamily('').startsWith(`'JetBrains`)).toBe(true)
})
