// Searches a log beside everything else: parts it into stretches, has threads search them, and tells what they find in
// the order of the log. Nothing is kept of it.
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { logLimits, type LogFindings, type LogMatch, type LogOutput } from '../../../src-shared/logs-model.ts'
import { Refusal } from '../contract/failure.ts'
import type { ByteChannel } from '../contract/service.ts'
import { OriginReader, sizeOf, type LogOrigin, type OriginFile } from './log-origin.ts'
import { PieceReader } from './pieces.ts'
import type { Scan } from './scan.ts'
import { compilePattern, type SearchQuery } from './search-pattern.ts'
import { StretchQueue, type PlannedStretch } from './search-queue.ts'
import type { SearchWork, StretchOrder } from './search-worker.ts'

const limits = {
  /** Of a stretch: some milliseconds of work, so that threads end together and progress is seen. */
  stretchBytes: 8 * 1024 * 1024,
  /** How far a line's beginning is looked for to part the log at. */
  partBytes: 8 * 1024,
  /** More than two would take the processor from what else the engine and the page do. */
  threads: 2,
  threadMegabytes: 64,
  /** What is found in so many stretches may wait for one that takes long. */
  stretchesAhead: 4,
} as const

/** Told at most so often. */
const tellEveryMs = 50

/** Of a stretch whose file is gone. */
const notSearched: Scan = { count: 0, matches: [], isCut: true }

/** Answers with how many lines match. Rejects when it is aborted; no thread of it is left then, nor after an error. */
export async function searchLog(
  origin: LogOrigin,
  query: SearchQuery,
  output: LogOutput | null,
  channel: ByteChannel<'logSearch'>,
  signal: AbortSignal,
): Promise<number> {
  demandPattern(query)
  const files = origin.files()
  const stretches = await planStretches(origin, files)
  const queue = new StretchQueue(stretches, limits.stretchesAhead)
  const findings = new Teller(channel, sizeOf(files))
  const ending = new AbortController()
  const either = AbortSignal.any([signal, ending.signal])
  const work: SearchWork = { query, output }
  const length = Math.min(limits.threads, availableParallelism(), stretches.length)
  const threads = Array.from({ length }, () => runThread(origin, work, queue, findings, either))
  try {
    await Promise.all(threads)
  } finally {
    // One that has failed must not leave the other at a pattern that takes for ever.
    ending.abort()
    await Promise.allSettled(threads)
  }
  findings.tell()
  return findings.count
}

function demandPattern(query: SearchQuery): void {
  try {
    compilePattern(query)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new Refusal('InvalidArgument', `That is no regular expression: ${error.message}.`)
  }
}

async function runThread(
  origin: LogOrigin,
  work: SearchWork,
  queue: StretchQueue,
  findings: Teller,
  signal: AbortSignal,
): Promise<void> {
  const reader = new OriginReader(origin)
  // Bundled beside the engine (build/electron.vite.config.ts).
  const worker = new Worker(new URL('./log-search.js', import.meta.url), {
    workerData: work,
    resourceLimits: { maxOldGenerationSizeMb: limits.threadMegabytes },
  })
  const failure = new Promise<never>((_, reject) => {
    worker.on('error', reject)
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })
  // It may come while nothing is asked of the thread; it is told of with the next question.
  failure.catch(() => {})

  async function search({ file, from, to }: PlannedStretch): Promise<Scan> {
    const descriptor = await reader.descriptor(file)
    if (descriptor === null) return notSearched
    const { format } = origin
    const mostMatches = findings.left
    const order: StretchOrder = { descriptor, file: file.file, format, from, to, end: file.size, mostMatches }
    const answer = once(worker, 'message')
    worker.postMessage(order, [])
    const [scan] = (await Promise.race([answer, failure])) as [Scan]
    return scan
  }

  try {
    for (let taken = await queue.take(signal); taken !== null; taken = await queue.take(signal)) {
      const { index, stretch } = taken
      const scan = await search(stretch)
      findings.add(stretch, scan, queue.settle(index, scan))
    }
  } finally {
    // Also in the middle of a pattern that takes for ever. It reads until it has ended.
    await worker.terminate()
    await reader.close()
  }
}

async function planStretches(origin: LogOrigin, files: readonly OriginFile[]): Promise<PlannedStretch[]> {
  const reader = new OriginReader(origin)
  const stretches: PlannedStretch[] = []
  try {
    for (const file of files) {
      for (let from = 0; from < file.size;) {
        const to = await lineBehind(origin, reader, file, from + limits.stretchBytes)
        stretches.push({ file, from, to })
        from = to
      }
    }
  } finally {
    await reader.close()
  }
  return stretches
}

/** Where a line begins, not only a record: nothing that began before goes on there. Else the place itself. */
async function lineBehind(
  origin: LogOrigin,
  reader: OriginReader,
  file: OriginFile,
  place: number,
): Promise<number> {
  if (place >= file.size) return file.size
  const block = await reader.read(file, place, limits.partBytes)
  const skip = block.indexOf(0x0a) + 1
  const { pieces } = new PieceReader(origin.format, false).read(block.subarray(skip), place + skip, false)
  const ending = pieces.findIndex(({ goesOn }) => !goesOn)
  return pieces[ending + 1]?.offset ?? place
}

/** Gathers what is found, and tells of it now and then. */
class Teller {
  count = 0
  /** So many more matches are told of. */
  left: number = logLimits.mostMatches
  readonly #channel: ByteChannel<'logSearch'>
  readonly #size: number
  #searched = 0
  #isCut = false
  #matches: LogMatch[] = []
  #toldAt = 0

  constructor(channel: ByteChannel<'logSearch'>, size: number) {
    this.#channel = channel
    this.#size = size
  }

  /** One more stretch is searched; of `inOrder` it is the turn to be told of. */
  add({ from, to }: PlannedStretch, { count, isCut }: Scan, inOrder: readonly Scan[]): void {
    this.#searched += to - from
    this.#isCut ||= isCut
    this.count += count
    for (const { matches } of inOrder) {
      const kept = matches.slice(0, this.left)
      this.left -= kept.length
      this.#matches.push(...kept)
    }
    if (performance.now() - this.#toldAt >= tellEveryMs) this.tell()
  }

  tell(): void {
    this.#toldAt = performance.now()
    const findings: LogFindings = {
      searched: this.#searched,
      size: this.#size,
      count: this.count,
      isCut: this.#isCut,
      matches: this.#matches,
    }
    this.#matches = []
    this.#channel.send(new Uint8Array(new TextEncoder().encode(JSON.stringify(findings))))
  }
}
