// The thread that searches stretches of a log, one after the other. A thread, because some patterns take for ever and
// only a thread can be ended in the middle of one; and not `grep`, whose patterns are of other kinds than the page's, and
// which knows neither parted lines nor escapes nor Docker's JSON.
import { closeSync, constants, fstatSync, openSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { LogOutput } from '../../../src-shared/logs-model.ts'
import { scanStretch, type Scan, type Stretch } from './scan.ts'
import { compilePattern, type SearchQuery } from './search-pattern.ts'

export interface SearchWork {
  query: SearchQuery
  output: LogOutput | null
}

export type StretchOrder = Omit<Stretch, 'descriptor' | 'output'> & {
  path: string
  index: number
  /** So many are worth telling of; all are counted. */
  mostMatches: number
}

export interface StretchAnswer extends Scan {
  index: number
}

const { query, output } = workerData as SearchWork
const pattern = compilePattern(query)

parentPort?.on('message', ({ path, index, mostMatches, ...stretch }: StretchOrder) => {
  const answer: StretchAnswer = { index, ...search(path, stretch, mostMatches) }
  parentPort?.postMessage(answer, [])
})

function search(path: string, stretch: Omit<Stretch, 'descriptor' | 'output'>, mostMatches: number): Scan {
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
  } catch {
    return { count: 0, matches: [] } // rotated away meanwhile: what was in it is gone
  }
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile() || String(stat.ino) !== stretch.file) return { count: 0, matches: [] }
    return scanStretch({ ...stretch, descriptor, output }, pattern, mostMatches)
  } finally {
    closeSync(descriptor)
  }
}
