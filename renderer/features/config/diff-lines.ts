// Two texts line by line: what is only in the one, only in the other, and a few lines around.
import { structuredPatch } from 'diff'

export interface DiffLine {
  kind: 'running' | 'bundle' | 'both' | 'gap'
  text: string
}

/** Texts that have little in common are not compared to the end. */
const patienceMs = 1000
const linesAround = 3

/** Null when that takes too long. */
export function diffLines(running: string, bundle: string): DiffLine[] | null {
  const patch = structuredPatch('', '', running, bundle, '', '', {
    context: linesAround,
    timeout: patienceMs,
  })
  if (!patch) return null
  const told: DiffLine[] = []
  for (const { oldStart, lines } of patch.hunks) {
    if (told.length > 0) told.push({ kind: 'gap', text: `line ${oldStart}` })
    for (const line of lines) {
      // Of a last line without its break.
      if (line.startsWith('\\')) continue
      told.push({ kind: kinds[line.charAt(0)] ?? 'both', text: line.slice(1) })
    }
  }
  return told
}

const kinds: Record<string, DiffLine['kind']> = { '-': 'running', '+': 'bundle', ' ': 'both' }
