// Text that a program wrote for a terminal, as runs of one look each: colours and weights (SGR) are kept, every other
// sequence is left out, and of what was written over and over the last stays.
import { controlSequence } from '../../../src-shared/control-sequences.ts'

export interface Look {
  /** Of CSS. */
  color?: string
  background?: string
  isBold?: true
  isDim?: true
  isItalic?: true
  isUnderlined?: true
  isStruck?: true
  isReversed?: true
}

export interface Run {
  text: string
  look: Look
}

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
const plain: Look = {}

export function runsOf(line: string): Run[] {
  let runs: Run[] = []
  let look = plain
  let from = 0
  let hasReturned = false
  function add(text: string): void {
    const written = text.replace(/\r+$/, '')
    const over = written.lastIndexOf('\r')
    // What comes after a return is written over what was there; a return at the very end is a terminal's line end.
    if (over !== -1 || (hasReturned && written !== '')) runs = []
    if (written !== '') runs.push({ text: written.slice(over + 1), look })
    if (text !== '') hasReturned = written.length < text.length || (hasReturned && written === '')
  }
  for (const match of line.matchAll(controlSequence)) {
    add(line.slice(from, match.index))
    from = match.index + match[0].length
    // Of CSI: an escape and a bracket, or one control character.
    const codes = /^(?:[^[]\[|[^[])([\d;:]*)m$/.exec(match[0])?.[1]
    if (codes !== undefined) look = changed(look, codes)
  }
  add(line.slice(from))
  return runs
}

function changed(look: Look, codes: string): Look {
  const numbers = codes.split(/[;:]/).map(Number)
  let next = look
  for (let at = 0; at < numbers.length; at += 1) {
    const code = numbers[at] ?? 0
    if (code === 38 || code === 48) {
      const { color, length } = extended(numbers.slice(at + 1))
      at += length
      if (color !== null) next = withColour(next, code === 38 ? 'color' : 'background', color)
    } else next = withCode(next, code)
  }
  return next
}

function withColour(look: Look, which: 'color' | 'background', color: string): Look {
  return { ...look, [which]: color }
}

function withCode(look: Look, code: number): Look {
  if (code >= 30 && code <= 37) return { ...look, color: named(code - 30) }
  if (code >= 90 && code <= 97) return { ...look, color: named(code - 82) }
  if (code >= 40 && code <= 47) return { ...look, background: named(code - 40) }
  if (code >= 100 && code <= 107) return { ...look, background: named(code - 92) }
  const { color, background, isBold, isDim, isItalic, isUnderlined, isStruck, isReversed, ...rest } = look
  const kept = {
    ...rest,
    ...(color && code !== 39 && { color }),
    ...(background && code !== 49 && { background }),
    ...(isBold && code !== 22 && { isBold }),
    ...(isDim && code !== 22 && { isDim }),
    ...(isItalic && code !== 23 && { isItalic }),
    ...(isUnderlined && code !== 24 && { isUnderlined }),
    ...(isReversed && code !== 27 && { isReversed }),
    ...(isStruck && code !== 29 && { isStruck }),
  }
  switch (code) {
    case 0:
      return plain
    case 1:
      return { ...kept, isBold: true }
    case 2:
      return { ...kept, isDim: true }
    case 3:
      return { ...kept, isItalic: true }
    case 4:
      return { ...kept, isUnderlined: true }
    case 7:
      return { ...kept, isReversed: true }
    case 9:
      return { ...kept, isStruck: true }
    default:
      return kept
  }
}

/** The terminal's own sixteen (terminal.css). */
function named(index: number): string {
  return `var(--terminal-${index < 8 ? '' : 'bright-'}${names[index % 8] ?? 'white'})`
}

/** `5;n` of 256, or `2;r;g;b`; how many numbers it takes. */
function extended(numbers: readonly number[]): { color: string | null; length: number } {
  const [kind, one = 0, two = 0, three = 0] = numbers
  const isByte = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 255
  if (kind === 5) return { color: isByte(one) ? indexed(one) : null, length: 2 }
  if (kind !== 2) return { color: null, length: 1 }
  return { color: [one, two, three].every(isByte) ? `rgb(${one} ${two} ${three})` : null, length: 4 }
}

/** 16 names, a cube of 6 × 6 × 6, 24 greys. */
function indexed(index: number): string {
  if (index < 16) return named(index)
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10
    return `rgb(${grey} ${grey} ${grey})`
  }
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40)
  const cube = index - 16
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`
}
