// The promise of the tokens file: enough contrast in both themes, and nothing that a screen cannot show.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contrast, parseOklch, toLinearRgb } from './oklch.ts'
import type { Oklch } from './oklch.ts'

const file = readFileSync(resolve(import.meta.dirname, '../../../renderer/app/tokens.css'), 'utf8')
const themes = { light: new Map<string, Oklch>(), dark: new Map<string, Oklch>() }
for (const [, name = '', light = '', dark = ''] of file.matchAll(
  /--([a-z0-9-]+): light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\);/g,
)) {
  themes.light.set(name, parseOklch(light))
  themes.dark.set(name, parseOklch(dark))
}

const surfaces = ['surface-0', 'surface-1', 'surface-2', 'surface-3', 'surface-float']
const tinted = ['danger-surface', 'warning-surface']
const states = ['running', 'paused', 'created', 'stopped', 'broken'].map((name) => `state-${name}`)

/** Foreground tokens, the surfaces that they are used on, and WCAG's minimum for what they are. */
const rules: { foreground: string[]; on: string[]; minimum: number }[] = [
  { foreground: ['text', 'text-muted'], on: [...surfaces, ...tinted], minimum: 4.5 },
  { foreground: [...states, 'accent-text', 'danger', 'warning'], on: surfaces, minimum: 4.5 },
  { foreground: ['danger'], on: ['danger-surface'], minimum: 4.5 },
  { foreground: ['warning'], on: ['warning-surface'], minimum: 4.5 },
  { foreground: ['on-accent'], on: ['accent', 'accent-hover'], minimum: 4.5 },
  { foreground: ['on-danger'], on: ['danger-fill', 'danger-fill-hover'], minimum: 4.5 },
  { foreground: ['line-control'], on: ['surface-0', 'surface-1', 'surface-2', 'surface-float'], minimum: 3 },
  {
    foreground: ['series-1', 'series-2', 'series-3', 'series-4', 'series-limit'],
    on: ['surface-0', 'surface-1'],
    minimum: 3,
  },
  { foreground: ['focus'], on: [...surfaces, ...tinted], minimum: 3 },
]

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  const tokens = themes[theme]

  function token(name: string): Oklch {
    const color = tokens.get(name)
    if (!color) throw new Error(`There is no token --${name}.`)
    return color
  }

  test('every colour is one that sRGB has', () => {
    const outside = [...tokens].filter(([, color]) =>
      toLinearRgb(color).some((value) => value < -0.002 || value > 1.002),
    )
    expect(outside.map(([name]) => name)).toEqual([])
  })

  test('contrast is enough wherever a colour is used', () => {
    const tooLow = rules.flatMap(({ foreground, on, minimum }) =>
      foreground.flatMap((name) =>
        on
          .map((surface) => ({ name, surface, ratio: contrast(token(name), token(surface)) }))
          .filter(({ ratio }) => ratio < minimum)
          .map(({ surface, ratio }) => `${name} on ${surface}: ${ratio.toFixed(2)} < ${minimum}`),
      ),
    )
    expect(tooLow).toEqual([])
  })
})

test('the file is read whole', () => {
  const declared = file.match(/^ {2}--[a-z0-9-]+:/gm) ?? []
  expect(themes.light.size).toBe(declared.length)
})
