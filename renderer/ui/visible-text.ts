// Text that others wrote, as it may be drawn: what cannot be seen or turns the direction of reading is made visible.

/** Control characters, format characters (directions and zero widths among them), line separators, halves of pairs. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
const hiddenInLines = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** By number: Unicode has pictures of some (␛), which few faces hold. */
function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}

/** One line: an escape becomes `⟨U+001B⟩`, a change of direction `⟨U+202E⟩`. Only for drawing, never to copy. */
export function visibleText(text: string): string {
  return text.replaceAll(hidden, picture)
}

/** The same for text of several lines, whose breaks and tabs stay. */
export function visibleLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(hiddenInLines, picture)
}
