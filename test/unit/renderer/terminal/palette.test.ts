// The terminal's colours are legible: each of them as text on its background, in both themes.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../../..')
const sheets = ['renderer/app/tokens.css', 'renderer/features/terminal/terminal.css']
const source = sheets.map((path) => readFileSync(resolve(root, path), 'utf8')).join('\n')

type Theme = 'light' | 'dark'

/** The three OKLCH coordinates of a variable in one theme. */
function coordinates(name: string, theme: Theme): [number, number, number] {
  const value = new RegExp(String.raw`${name}:\s*([^;]+);`).exec(source)?.[1] ?? ''
  const other = /^var\((.+)\)$/.exec(value)?.[1]
  if (other) return coordinates(other, theme)
  const colours = [...value.matchAll(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)/g)]
  const colour = colours[theme === 'light' ? 0 : 1] ?? []
  return [Number(colour[1]), Number(colour[2]), Number(colour[3])]
}

/** Relative luminance as WCAG has it, from OKLCH by way of linear sRGB, clipped to what a screen shows. */
function luminance([lightness, chroma, hue]: [number, number, number]): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const shown = (value: number): number => Math.min(Math.max(value, 0), 1)
  return (
    0.2126 * shown(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) +
    0.7152 * shown(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) +
    0.0722 * shown(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  )
}

function contrast(one: string, other: string, theme: Theme): number {
  const [darker = 0, lighter = 0] = [one, other]
    .map((name) => luminance(coordinates(name, theme)))
    .toSorted((first, second) => first - second)
  return (lighter + 0.05) / (darker + 0.05)
}

const hues = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan']
const texts = ['foreground', 'bright-black', ...hues, ...hues.map((hue) => `bright-${hue}`)]

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  it.each(texts)('%s is legible', (name) => {
    expect(contrast(`--terminal-${name}`, '--terminal-background', theme)).toBeGreaterThanOrEqual(4.5)
  })

  it('the cursor is seen, and the character under it', () => {
    expect(contrast('--terminal-cursor', '--terminal-background', theme)).toBeGreaterThanOrEqual(3)
    expect(contrast('--terminal-cursor', '--terminal-cursor-text', theme)).toBeGreaterThanOrEqual(4.5)
  })
})
