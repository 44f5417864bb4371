import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { backgrounds } from '../../../../electron/main/window/backgrounds.ts'
import { parseOklch, toLinearRgb } from '../../renderer/oklch.ts'

test('a window that has not drawn yet has the page’s own colour', () => {
  const tokens = readFileSync(resolve(import.meta.dirname, '../../../../renderer/app/tokens.css'), 'utf8')
  const [, light = '', dark = ''] =
    /--surface-0: light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\);/.exec(tokens) ?? []
  expect(backgrounds).toEqual({ light: hex(light), dark: hex(dark) })
})

function hex(oklch: string): string {
  const bytes = toLinearRgb(parseOklch(oklch)).map((value) => {
    const encoded = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, '0')
  })
  return `#${bytes.join('')}`
}
