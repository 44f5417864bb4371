// Main's log: lines in one file of a bounded size, with one older file beside it. What goes in is free of environment
// variables and secrets. Written in batches, so that a talkative engine does not hold up the window.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export type Level = 'info' | 'warn' | 'error'

export interface Log {
  write(level: Level, text: string): void
  /** At once, for the end of the process. */
  flush(): void
}

const limits = {
  /** Then the file becomes `<name>.old` and a new one begins. */
  fileBytes: 1024 * 1024,
  /** Lines wait this long for company. */
  batchMs: 200,
  /** A single text is cut to this. */
  textLength: 8192,
  /** More than this waiting is dropped and counted: a flood must not cost memory. */
  waitingLines: 2000,
} as const

export function createLog(path: string): Log {
  let waiting: string[] = []
  let dropped = 0
  let timer: NodeJS.Timeout | null = null

  function flush(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (waiting.length === 0) return
    if (dropped > 0) waiting.push(line('warn', `${dropped} lines were dropped: too many at once.`))
    const text = waiting.join('')
    waiting = []
    dropped = 0
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      rotate(path)
      appendFileSync(path, text, { mode: 0o600 })
    } catch {
      // A full or read-only disk must not stop the app, and there is nowhere better to tell it.
      process.stderr.write(text)
    }
  }

  return {
    write(level, text) {
      if (waiting.length >= limits.waitingLines) dropped += 1
      else waiting.push(line(level, text))
      // What went wrong must be on the disk even if the process is about to end.
      if (level === 'error') flush()
      else timer ??= setTimeout(flush, limits.batchMs)
    },
    flush,
  }
}

function line(level: Level, text: string): string {
  const cut = text.length > limits.textLength ? `${text.slice(0, limits.textLength)} …` : text
  return `${new Date().toISOString()} ${level} ${cut.trimEnd()}\n`
}

function rotate(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > limits.fileBytes) renameSync(path, `${path}.old`)
}
