// The terminal's font: its name, and waiting for it, since a grid measured in another face is wrong for good.

const ownFamily = "'JetBrains Mono Variable', ui-monospace, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
export const fontSizes = { smallest: 6, normal: 13, largest: 40 } as const

/** The user's choice, with ours behind it for what it lacks. */
export function fontFamily(chosen: string): string {
  // In quotes, so that nothing in it is more than a name.
  const names = chosen.split(',').map((name) => name.replaceAll(/["'\\;{}]/g, '').trim())
  const quoted = names.filter((name) => name !== '').map((name) => `'${name}'`)
  return [...quoted, ownFamily].join(', ')
}

/** The file lies beside the page; if it is not there by then, the fallback has to do. */
const loadWaitMs = 2_000

/** Resolves when text in the terminal's font can be measured. */
export async function fontLoaded(size: number): Promise<void> {
  const load = document.fonts.load(`${size}px 'JetBrains Mono Variable'`, 'W')
  const limit = new Promise<void>((resolve) => setTimeout(resolve, loadWaitMs))
  // A face that cannot be loaded leaves the fallback, which is legible.
  await Promise.race([load.catch(() => []), limit])
}
