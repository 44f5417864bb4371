// Text that others wrote, as it may be drawn: what cannot be seen or turns the direction of reading is made visible.

/** Control characters, format characters (directions and zero widths among them), line separators, halves of pairs. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
const hiddenInLines = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Where Unicode keeps its pictures of the control characters, such as ␛ for 0x1B. */
const pictures = { controls: 0x2400, delete: 0x2421 } as const

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(pictures.controls + code)
  if (code === 0x7f) return String.fromCodePoint(pictures.delete)
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}

/** One line: an escape becomes `␛`, a line break `␊`, a change of direction `⟨U+202E⟩`. Only for drawing, never to copy. */
export function visibleText(text: string): string {
  return text.replaceAll(hidden, picture)
}

/** The same for text of several lines, whose breaks and tabs stay. */
export function visibleLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(hiddenInLines, picture)
}
