// The thread that searches stretches of a log, one after the other. A thread, because some patterns take for ever and
// only a thread can be ended in the middle of one; and not `grep`, whose patterns are of other kinds than the page's, and
// which knows neither parted lines nor escapes nor Docker's JSON.
import { parentPort, workerData } from 'node:worker_threads'
import type { LogOutput } from '../../../src-shared/logs-model.ts'
import { scanStretch, type Stretch } from './scan.ts'
import { compilePattern, type SearchQuery } from './search-pattern.ts'

export interface SearchWork {
  query: SearchQuery
  output: LogOutput | null
}

/** The file is opened by the engine, which looks whose it is: descriptors are the whole process's. */
export type StretchOrder = Omit<Stretch, 'output'> & {
  /** So many are worth telling of; all are counted. */
  mostMatches: number
}

const { query, output } = workerData as SearchWork
const pattern = compilePattern(query)

parentPort?.on('message', ({ mostMatches, ...stretch }: StretchOrder) => {
  parentPort?.postMessage(scanStretch({ ...stretch, output }, pattern, mostMatches), [])
})
