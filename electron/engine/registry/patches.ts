// Turns changes of single rows into versioned patches: at once when all was quiet, else gathered, and never with a row
// that is as it was.
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { ContainerPatch, ContainerSummary } from '../../../src-shared/model.ts'
import { createLeadingEdge } from '../leading-edge.ts'

/** Two frames of a 60 Hz screen: nobody sees more, and 100 creates at once become a dozen patches. */
const gatherMs = 32

/** In one patch: some 300 KB. */
const mostRows = 500

export interface PatchWriter {
  readonly version: number
  /** The rows of these keys, or the problem of the whole list, may have changed, appeared or gone. */
  touch(keys: Iterable<string>): void
  /** Tells now what waits to be told, so that a reading of the rows and the version agree. */
  flush(): void
  dispose(): void
}

export function createPatchWriter(
  /** The row as it is now; null when there is none. */
  rowOf: (key: string) => ContainerSummary | null,
  problemNow: () => ErrorInfo | null,
  send: (patch: ContainerPatch) => void,
): PatchWriter {
  let version = 0
  let sentProblem = 'null'
  /** By key, as JSON: what clients have been told. */
  const sent = new Map<string, string>()
  const touched = new Set<string>()
  const edge = createLeadingEdge(gatherMs, write)

  /** The rest of a flood goes with the next ones, so that none is large enough to hold anybody up. */
  function write(): void {
    writeSome()
    if (touched.size > 0) edge.request()
  }

  function writeSome(): void {
    const upserted: ContainerSummary[] = []
    const removed: string[] = []
    for (const key of touched) {
      if (upserted.length >= mostRows) break
      touched.delete(key)
      const row = rowOf(key)
      if (row === null) {
        if (sent.delete(key)) removed.push(key)
        continue
      }
      const json = JSON.stringify(row)
      if (sent.get(key) === json) continue
      sent.set(key, json)
      upserted.push(row)
    }
    const problem = problemNow()
    const problemJson = JSON.stringify(problem)
    if (upserted.length === 0 && removed.length === 0 && problemJson === sentProblem) return
    sentProblem = problemJson
    const fromVersion = version
    version += 1
    send({ fromVersion, version, asOf: new Date().toISOString(), upserted, removed, problem })
  }

  return {
    get version() {
      return version
    },
    touch(keys) {
      for (const key of keys) touched.add(key)
      edge.request()
    },
    flush() {
      edge.flush()
      while (touched.size > 0) writeSome()
    },
    dispose() {
      edge.dispose()
    },
  }
}
