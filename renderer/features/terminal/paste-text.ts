// Pasted text before it goes to a program: what is asked about it, and how it is put for a terminal. Pure.

/**
 * A program that brackets pastes (a modern shell, vim) takes lines as text; any other runs each of them at once. So the
 * latter is asked about from the second line on, the former only when somebody may have copied more than was meant.
 */
const manyLines = { run: 2, bracketed: 200 } as const

/** Lines that are shown in the question, and how much of each. */
const shown = { lines: 8, characters: 160 } as const

const bracket = { before: '\u001b[200~', after: '\u001b[201~' } as const

export interface PasteQuestion {
  text: string
  lines: number
  firstLines: string[]
  /** Each line is run as it arrives. */
  isRun: boolean
}

/** What to ask before pasting; null for nothing. */
export function questionAbout(text: string, isBracketed: boolean): PasteQuestion | null {
  // One line with its end is a command that was copied whole.
  const whole = text.replace(/\r?\n$/, '')
  const lines = countLines(whole)
  if (lines < (isBracketed ? manyLines.bracketed : manyLines.run)) return null
  const firstLines = whole.slice(0, shown.lines * shown.characters * 4).split(/\r\n|\r|\n/, shown.lines)
  return {
    text,
    lines,
    firstLines: firstLines.map((line) => line.slice(0, shown.characters)),
    isRun: !isBracketed,
  }
}

/** Not by splitting: it may be ten million of them. */
function countLines(text: string): number {
  let lines = 1
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    const isPair = code === 0x0d && text.charCodeAt(index + 1) === 0x0a
    if (code === 0x0a || (code === 0x0d && !isPair)) lines += 1
  }
  return lines
}

/**
 * As a terminal sends it: Enter for line ends, and no way out of the brackets from inside. A closing bracket may be put
 * together from the pieces of others that are taken out, and ^C makes a shell leave the line that the brackets belong to;
 * so no control passes but tab and Enter.
 */
export function textToSend(text: string, isBracketed: boolean): string {
  const lines = text.replaceAll(/\r?\n/g, '\r')
  if (!isBracketed) return lines
  return `${bracket.before}${lines.replaceAll(/(?![\t\r])\p{Cc}/gu, '')}${bracket.after}`
}
