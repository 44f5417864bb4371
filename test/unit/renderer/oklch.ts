// OKLCH to WCAG contrast, for the test over the design tokens (CSS Color 4, section 9 and WCAG 2.2).

export interface Oklch {
  lightness: number
  chroma: number
  hue: number
  alpha: number
}

/** Reads `oklch(l c h)` or `oklch(l c h / a)`. */
export function parseOklch(text: string): Oklch {
  const numbers = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+|0)(?: \/ ([\d.]+))?\)$/.exec(text.trim())
  const [, lightness, chroma, hue, alpha = '1'] = numbers ?? []
  if (lightness === undefined || chroma === undefined || hue === undefined) {
    throw new Error(`Not an OKLCH colour: ${text}`)
  }
  return { lightness: Number(lightness), chroma: Number(chroma), hue: Number(hue), alpha: Number(alpha) }
}

/** Linear sRGB, unclamped: a component outside 0…1 means that no sRGB screen can show the colour. */
export function toLinearRgb({ lightness, chroma, hue }: Oklch): [number, number, number] {
  const angle = (hue * Math.PI) / 180
  const a = chroma * Math.cos(angle)
  const b = chroma * Math.sin(angle)
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}

function luminance(color: Oklch): number {
  const [red, green, blue] = toLinearRgb(color).map((value) => Math.min(1, Math.max(0, value)))
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

/** WCAG's ratio, 1 to 21. */
export function contrast(first: Oklch, second: Oklch): number {
  const [lighter, darker] = [luminance(first), luminance(second)].toSorted((one, other) => other - one)
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05)
}
