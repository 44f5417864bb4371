// What CRIU says when it fails: the lines that count out of dump.log, restore.log and `criu check`.
import { readFileSync } from 'node:fs'
import { ignoringMissing } from './errors.ts'

/** Enough to see the cause and how it spread. */
const mostLines = 20

/** Said by every CRIU inside a container or without CAP_SYS_RESOURCE, and of no consequence. */
const harmless = /rlimit: Can't setup RLIMIT_NOFILE for self/

/** `(00.021694) Error (criu/vdso.c:381): words`; without the time outside of a log file. */
const failing = /^(?:\(\d+\.\d+\)\s*)?(?:\s*\d+:\s*)?Error \([^)]*\):?\s*(.*)$/

export interface CriuWords {
  /** The lines with `Error (`, without times, at most 20, the first ones: what follows them are consequences. */
  lines: string[]
  /** The first of them without its place in CRIU's source; null when there is none. */
  cause: string | null
}

export function criuWords(text: string): CriuWords {
  const lines: string[] = []
  let cause: string | null = null
  for (const line of text.split('\n')) {
    if (harmless.test(line)) continue
    const words = failing.exec(line.trim())?.[1]?.trim()
    if (words === undefined) continue
    cause ??= words.replace(/\.$/, '')
    if (lines.length < mostLines) lines.push(line.trim().replace(/^\(\d+\.\d+\)\s*/, ''))
  }
  return { lines, cause }
}

export function readCriuLog(path: string): CriuWords {
  return criuWords(ignoringMissing(() => readFileSync(path, 'utf8')) ?? '')
}

/** Whether a dump's log says that it came to its good end. */
export function isDumpFinished(path: string): boolean {
  const text = ignoringMissing(() => readFileSync(path, 'utf8')) ?? ''
  return /(Dumping|Pre-dumping) finished successfully/.test(text)
}
