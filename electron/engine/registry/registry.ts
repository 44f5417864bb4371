// The live list: every container of the root as the runtime last saw it, and what calls are doing to it right now.
// Tells of changes in versioned patches; whoever missed one asks for the snapshot.
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type {
  ContainerPatch,
  ContainerSnapshot,
  ContainerSummary,
  Operation,
} from '../../../src-shared/model.ts'
import type { ContainerState, Runtime, WatchBatch } from '../../runtime/index.ts'
import { toErrorInfo, type Log } from '../contract/failure.ts'
import { createOperations } from './operations.ts'
import { createPatchWriter } from './patches.ts'
import { summarize, summarizeAnnounced, type Announcement } from './summary.ts'

/**
 * After a call's own reading the container is read once more. The watch tells only what differs from its own last
 * reading, so a change that somebody else undid in the same few milliseconds would never be told.
 */
const secondLookMs = 250

export interface Registry {
  /** Waits for the first reading of the root, so that nobody takes “not read yet” for “empty”. */
  snapshot(): Promise<ContainerSnapshot>
  has(id: string): boolean
  /** A state read elsewhere, dressed as its row would be. */
  summaryOf(state: ContainerState): ContainerSummary
  isBusy(id: string): boolean
  /** Shows `operation` on the container while `work` runs; afterwards the container is read afresh. */
  during<Value>(id: string, operation: Operation, work: () => Promise<Value>): Promise<Value>
  /** The same for one that does not exist yet: it is in the list from now on, and stays if `work` succeeds. */
  whileCreating<Value>(announced: Omit<Announcement, 'root'>, work: () => Promise<Value>): Promise<Value>
  /** What was found on the machine has changed. */
  toolsChanged(): void
  dispose(): void
}

export function createRegistry(
  runtime: Runtime,
  onPatch: (patch: ContainerPatch) => void,
  log: Log,
  /** The list may lag behind, for this reason; null: it does no longer. */
  onWarning: (warning: string | null) => void = () => {},
): Registry {
  const states = new Map<string, ContainerState>()
  const announcements = new Map<string, Announcement>()
  const operations = createOperations()
  let rootProblem: ErrorInfo | null = null
  let warning: string | null = null
  const secondLooks = new Set<string>()
  let secondLook: NodeJS.Timeout | null = null
  let markReady: () => void = () => {}
  const ready = new Promise<void>((resolve) => {
    markReady = resolve
  })

  function rowOf(id: string): ContainerSummary | null {
    const state = states.get(id)
    if (state !== undefined) return summarize(state, operations.current(id))
    const announced = announcements.get(id)
    return announced === undefined ? null : summarizeAnnounced(announced)
  }
  function problemNow(): ErrorInfo | null {
    return rootProblem ?? missingRuntime(runtime)
  }
  const patches = createPatchWriter(rowOf, problemNow, onPatch)

  function learn(id: string, state: ContainerState | null): void {
    if (state === null) {
      states.delete(id)
    } else {
      states.set(id, state)
      operations.observe(id, state.status)
    }
  }

  /** The truth after a call, without waiting for the watch to tell it. */
  function readAfresh(id: string): void {
    try {
      learn(id, runtime.get(id).state())
    } catch (error) {
      // What cannot be read is left to the watch, which knows how to say so.
      if (toErrorInfo(error, log).code === 'NotFound') learn(id, null)
    }
    patches.touch([id])
  }

  function take(batch: WatchBatch): void {
    for (const { id, state } of batch.changed) learn(id, state)
    rootProblem = batch.problem === null ? null : toErrorInfo(batch.problem, log)
    patches.touch(batch.changed.map(({ id }) => id))
    if (batch.warning !== warning) {
      warning = batch.warning
      onWarning(warning)
    }
    markReady()
  }

  async function during<Value>(id: string, operation: Operation, work: () => Promise<Value>): Promise<Value> {
    const finish = operations.begin(id, operation)
    patches.touch([id])
    try {
      return await work()
    } finally {
      finish()
      readAfresh(id)
      secondLooks.add(id)
      secondLook ??= setTimeout(lookAgain, secondLookMs).unref()
    }
  }

  function lookAgain(): void {
    secondLook = null
    const ids = [...secondLooks]
    secondLooks.clear()
    for (const id of ids) readAfresh(id)
  }

  const watch = runtime.watch(take)
  return {
    async snapshot() {
      await ready
      // Else it would show rows that no patch has told of, and whose going none would tell either.
      patches.flush()
      const ids = new Set([...states.keys(), ...announcements.keys()])
      return {
        version: patches.version,
        asOf: new Date().toISOString(),
        containers: [...ids].map(rowOf).filter((row) => row !== null),
        problem: problemNow(),
      }
    },
    has(id) {
      return states.has(id) || announcements.has(id)
    },
    summaryOf(state) {
      return summarize(state, operations.current(state.id))
    },
    isBusy(id) {
      return operations.current(id) !== null
    },
    during,
    async whileCreating(announced, work) {
      announcements.set(announced.id, { ...announced, root: runtime.info.root })
      try {
        return await during(announced.id, 'creating', work)
      } finally {
        announcements.delete(announced.id)
        patches.touch([announced.id])
      }
    },
    toolsChanged() {
      patches.touch([])
    },
    dispose() {
      watch.dispose()
      patches.dispose()
      if (secondLook !== null) clearTimeout(secondLook)
    },
  }
}

function missingRuntime(runtime: Runtime): ErrorInfo | null {
  if (runtime.info.runc !== null) return null
  const install = runtime.info.tools.find((tool) => tool.name === 'runc')?.installCommand ?? null
  const remedy =
    install === null ? 'Install it with the package manager of this system.' : `Install it: ${install}`
  return {
    code: 'RuntimeMissing',
    message: `runc is not on this machine, so containers can be seen but not changed. ${remedy}`,
  }
}
