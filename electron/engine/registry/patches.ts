// Turns changes of single rows into versioned patches: at once when all was quiet, else gathered, and never with a row
// that is as it was.
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { ContainerPatch, ContainerSummary } from '../../../src-shared/model.ts'
import { createLeadingEdge } from '../leading-edge.ts'

/** Two frames of a 60 Hz screen: nobody sees more, and 100 creates at once become a dozen patches. */
const gatherMs = 32

export interface PatchWriter {
  readonly version: number
  /** The rows of these ids, or the problem of the whole list, may have changed, appeared or gone. */
  touch(ids: Iterable<string>): void
  /** Tells now what waits to be told, so that a reading of the rows and the version agree. */
  flush(): void
  dispose(): void
}

export function createPatchWriter(
  /** The row as it is now; null when there is none. */
  rowOf: (id: string) => ContainerSummary | null,
  problemNow: () => ErrorInfo | null,
  send: (patch: ContainerPatch) => void,
): PatchWriter {
  let version = 0
  let sentProblem = 'null'
  /** By id, as JSON: what clients have been told. */
  const sent = new Map<string, string>()
  const touched = new Set<string>()
  const edge = createLeadingEdge(gatherMs, write)

  function write(): void {
    const upserted: ContainerSummary[] = []
    const removed: string[] = []
    for (const id of touched) {
      const row = rowOf(id)
      if (row === null) {
        if (sent.delete(id)) removed.push(id)
        continue
      }
      const json = JSON.stringify(row)
      if (sent.get(id) === json) continue
      sent.set(id, json)
      upserted.push(row)
    }
    touched.clear()
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
    touch(ids) {
      for (const id of ids) touched.add(id)
      edge.request()
    },
    flush() {
      edge.flush()
    },
    dispose() {
      edge.dispose()
    },
  }
}
