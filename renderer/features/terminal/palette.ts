// xterm's colours, read from the style sheet as the page has them now, and word of when they change.
import type { ITheme } from '@xterm/xterm'

/** The variables in terminal.css, by xterm's names. */
const variables = {
  background: '--terminal-background',
  foreground: '--terminal-foreground',
  cursor: '--terminal-cursor',
  cursorAccent: '--terminal-cursor-text',
  selectionBackground: '--terminal-selection',
  selectionInactiveBackground: '--terminal-selection-inactive',
  scrollbarSliderBackground: '--terminal-slider',
  scrollbarSliderHoverBackground: '--terminal-slider-active',
  scrollbarSliderActiveBackground: '--terminal-slider-active',
  black: '--terminal-black',
  red: '--terminal-red',
  green: '--terminal-green',
  yellow: '--terminal-yellow',
  blue: '--terminal-blue',
  magenta: '--terminal-magenta',
  cyan: '--terminal-cyan',
  white: '--terminal-white',
  brightBlack: '--terminal-bright-black',
  brightRed: '--terminal-bright-red',
  brightGreen: '--terminal-bright-green',
  brightYellow: '--terminal-bright-yellow',
  brightBlue: '--terminal-bright-blue',
  brightMagenta: '--terminal-bright-magenta',
  brightCyan: '--terminal-bright-cyan',
  brightWhite: '--terminal-bright-white',
} as const satisfies Partial<Record<keyof ITheme, string>>

/** Behind matches of a search; the current one stands out. */
const matchVariables = {
  matchBackground: '--terminal-match',
  matchOverviewRuler: '--terminal-match',
  activeMatchBackground: '--terminal-match-current',
  activeMatchColorOverviewRuler: '--terminal-match-current',
} as const

/** The palette of the theme that `element` is drawn in. */
export function readPalette(element: HTMLElement): ITheme {
  return readColours(element, variables)
}

export function readMatchColours(element: HTMLElement): Record<keyof typeof matchVariables, string> {
  const colours = readColours(element, matchVariables)
  // The add-on wants them without their alpha, which is full.
  const opaque = Object.entries(colours).map(([name, colour]) => [name, colour.slice(0, 7)])
  return Object.fromEntries(opaque) as typeof colours
}

function readColours<Name extends string>(
  element: HTMLElement,
  wanted: Readonly<Record<Name, string>>,
): Record<Name, string> {
  const probe = document.createElement('span')
  probe.style.display = 'none'
  element.append(probe)
  const canvas = new OffscreenCanvas(1, 1)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const colours: Partial<Record<string, string>> = {}
  for (const [name, variable] of Object.entries<string>(wanted)) {
    // The computed value of a real property: light-dark() resolved, still in OKLCH, which xterm does not read.
    probe.style.color = `var(${variable})`
    if (context === null) continue
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = getComputedStyle(probe).color
    context.fillRect(0, 0, 1, 1)
    colours[name] = toHex(context.getImageData(0, 0, 1, 1).data)
  }
  probe.remove()
  return colours as Record<Name, string>
}

function toHex(pixel: Uint8ClampedArray): string {
  return `#${Array.from(pixel, (part) => part.toString(16).padStart(2, '0')).join('')}`
}

/** Calls when the theme may have changed: chosen in the settings, or by the system. Returns how to stop. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'class', 'style'] })
  const system = matchMedia('(prefers-color-scheme: dark)')
  system.addEventListener('change', listener)
  return () => {
    observer.disconnect()
    system.removeEventListener('change', listener)
  }
}
