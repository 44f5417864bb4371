// Searches a log beside everything else: parts it into stretches, has threads search them, and tells what they find in
// the order of the log. Nothing is kept of it.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { logLimits, type LogFindings, type LogMatch, type LogOutput } from '../../../src-shared/logs-model.ts'
import { Refusal } from '../contract/failure.ts'
import type { ByteChannel } from '../contract/service.ts'
import { OriginReader, sizeOf, type LogOrigin, type OriginFile } from './log-origin.ts'
import { PieceReader } from './pieces.ts'
import { compilePattern, type SearchQuery } from './search-pattern.ts'
import type { SearchWork, StretchAnswer, StretchOrder } from './search-worker.ts'

const limits = {
  /** Of a stretch: some milliseconds of work, so that threads end together and progress is seen. */
  stretchBytes: 8 * 1024 * 1024,
  /** How far a line's beginning is looked for to part the log at. */
  partBytes: 8 * 1024,
  /** More than two would take the processor from what else the engine and the page do. */
  threads: 2,
  threadMegabytes: 64,
} as const

/** Told at most so often. */
const tellEveryMs = 50

type PlannedStretch = Omit<StretchOrder, 'mostMatches'>

export async function searchLog(
  origin: LogOrigin,
  query: SearchQuery,
  output: LogOutput | null,
  channel: ByteChannel<'logSearch'>,
  signal: AbortSignal,
): Promise<number> {
  demandPattern(query)
  const files = origin.files()
  const orders = await planStretches(origin, files)
  const size = sizeOf(files)
  const answers = new Map<number, StretchAnswer>()
  const findings = new Teller(channel, size)
  let next = 0
  let inOrder = 0
  let searched = 0

  function takeOrder(): StretchOrder | null {
    const order = orders[next++]
    return order ? { ...order, mostMatches: findings.left } : null
  }
  function settle(answer: StretchAnswer): void {
    const order = orders[answer.index]
    searched += order ? order.to - order.from : 0
    answers.set(answer.index, answer)
    const matches: LogMatch[] = []
    for (let found = answers.get(inOrder); found; found = answers.get(inOrder)) {
      answers.delete(inOrder)
      inOrder += 1
      matches.push(...found.matches)
    }
    findings.add(searched, answer.count, matches)
  }

  const work: SearchWork = { query, output }
  const threads = Math.min(limits.threads, availableParallelism(), orders.length)
  await Promise.all(Array.from({ length: threads }, () => runThread(work, takeOrder, settle, signal)))
  if (!signal.aborted) findings.tell()
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

/** Resolves when there is no more to do, or nobody wants it. */
function runThread(
  work: SearchWork,
  takeOrder: () => StretchOrder | null,
  settle: (answer: StretchAnswer) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // Bundled beside the engine (build/electron.vite.config.ts).
    const worker = new Worker(new URL('./log-search.js', import.meta.url), {
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: limits.threadMegabytes },
    })
    const end = (): void => {
      signal.removeEventListener('abort', end)
      // Also in the middle of a pattern that takes for ever.
      void worker.terminate().then(() => resolve())
    }
    function goOn(): void {
      const order = takeOrder()
      if (order === null) end()
      else worker.postMessage(order, [])
    }
    worker.on('message', (answer: StretchAnswer) => {
      if (signal.aborted) return
      settle(answer)
      goOn()
    })
    worker.on('error', (error) => {
      signal.removeEventListener('abort', end)
      reject(error)
    })
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
    else goOn()
  })
}

async function planStretches(origin: LogOrigin, files: readonly OriginFile[]): Promise<PlannedStretch[]> {
  const reader = new OriginReader(origin)
  const { format } = origin
  const orders: PlannedStretch[] = []
  try {
    for (const file of files) {
      for (let from = 0; from < file.size;) {
        const to = await lineBehind(origin, reader, file, from + limits.stretchBytes)
        orders.push({
          index: orders.length,
          path: file.path,
          file: file.file,
          format,
          from,
          to,
          end: file.size,
        })
        from = to
      }
    }
  } finally {
    await reader.close()
  }
  return orders
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
  #matches: LogMatch[] = []
  #toldAt = 0

  constructor(channel: ByteChannel<'logSearch'>, size: number) {
    this.#channel = channel
    this.#size = size
  }

  add(searched: number, count: number, matches: LogMatch[]): void {
    this.#searched = searched
    this.count += count
    const kept = matches.slice(0, this.left)
    this.left -= kept.length
    this.#matches.push(...kept)
    if (performance.now() - this.#toldAt >= tellEveryMs) this.tell()
  }

  tell(): void {
    this.#toldAt = performance.now()
    const findings: LogFindings = {
      searched: this.#searched,
      size: this.#size,
      count: this.count,
      matches: this.#matches,
    }
    this.#matches = []
    this.#channel.send(new Uint8Array(new TextEncoder().encode(JSON.stringify(findings))))
  }
}
