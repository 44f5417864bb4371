// A text by its lines, for lists of which only those in sight exist, and where a word is in it.
import { visibleLines } from '../../ui/visible-text.ts'

/** A line of a megabyte would be drawn whole. */
const longestLine = 2000

export function linesOf(text: string): string[] {
  return visibleLines(text)
    .split('\n')
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line))
}

/** Numbers of the lines that hold it, whatever its capitals. */
export function findLines(lines: readonly string[], wanted: string): number[] {
  const low = wanted.toLowerCase()
  if (low === '') return []
  return lines.flatMap((line, index) => (line.toLowerCase().includes(low) ? [index] : []))
}
