// The live list: every container of the root as the runtime last saw it, and what calls are doing to it right now.
// Tells of changes in versioned patches; whoever missed one asks for the snapshot.
import { existsSync } from 'node:fs'
import { keyOf, splitKey } from '../../../src-shared/container-key.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type {
  ContainerPatch,
  ContainerSnapshot,
  ContainerSummary,
  Operation,
  RuncRoot,
} from '../../../src-shared/model.ts'
import type { ContainerState, Runtime, WatchBatch } from '../../runtime/index.ts'
import { toErrorInfo, type Log } from '../contract/failure.ts'
import { createNumbers } from './numbers.ts'
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
  has(key: string): boolean
  /** A state read elsewhere, dressed as its row would be. */
  summaryOf(state: ContainerState): ContainerSummary
  isBusy(key: string): boolean
  /** Shows `operation` on the container while `work` runs; afterwards the container is read afresh. */
  during<Value>(key: string, operation: Operation, work: () => Promise<Value>): Promise<Value>
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
  // By key.
  const states = new Map<string, ContainerState>()
  const announcements = new Map<string, Announcement>()
  const numbers = createNumbers()
  const operations = createOperations()
  let rootProblem: ErrorInfo | null = null
  let warning: string | null = null
  const secondLooks = new Set<string>()
  let secondLook: NodeJS.Timeout | null = null
  let markReady: () => void = () => {}
  const ready = new Promise<void>((resolve) => {
    markReady = resolve
  })

  function rowOf(key: string): ContainerSummary | null {
    const state = states.get(key)
    if (state !== undefined) return dressed(key, state)
    const announced = announcements.get(key)
    return announced === undefined ? null : summarizeAnnounced(key, numbers.of(key), announced)
  }
  function dressed(key: string, state: ContainerState): ContainerSummary {
    return summarize(state, { key, number: numbers.of(key), operation: operations.current(key) })
  }
  function problemNow(): ErrorInfo | null {
    return rootProblem ?? missingRuntime(runtime)
  }
  function rootsNow(): RuncRoot[] {
    const { root } = runtime.info
    const isUnreadable = rootProblem !== null
    return [
      {
        path: root,
        kind: 'runc',
        state: isUnreadable ? 'unreadable' : existsSync(root) ? 'watched' : 'absent',
        problem: rootProblem?.message ?? null,
        isOwn: true,
        isAdded: false,
        count: states.size,
      },
    ]
  }
  const patches = createPatchWriter(rowOf, problemNow, onPatch)

  function learn(key: string, state: ContainerState | null): void {
    if (state === null) {
      states.delete(key)
      numbers.forget(key)
    } else {
      states.set(key, state)
      operations.observe(key, state.status)
    }
  }

  /** The truth after a call, without waiting for the watch to tell it. */
  function readAfresh(key: string): void {
    try {
      learn(key, runtime.get(splitKey(key).id).state())
    } catch (error) {
      // What cannot be read is left to the watch, which knows how to say so.
      if (toErrorInfo(error, log).code === 'NotFound') learn(key, null)
    }
    patches.touch([key])
  }

  function take(batch: WatchBatch): void {
    const keys = batch.changed.map(({ id }) => keyOf(runtime.info.root, id))
    for (const [index, { state }] of batch.changed.entries()) learn(keys[index] ?? '', state)
    rootProblem = batch.problem === null ? null : toErrorInfo(batch.problem, log)
    patches.touch(keys)
    if (batch.warning !== warning) {
      warning = batch.warning
      onWarning(warning)
    }
    markReady()
  }

  async function during<Value>(
    key: string,
    operation: Operation,
    work: () => Promise<Value>,
  ): Promise<Value> {
    const finish = operations.begin(key, operation)
    patches.touch([key])
    try {
      return await work()
    } finally {
      finish()
      readAfresh(key)
      secondLooks.add(key)
      secondLook ??= setTimeout(lookAgain, secondLookMs).unref()
    }
  }

  function lookAgain(): void {
    secondLook = null
    const keys = [...secondLooks]
    secondLooks.clear()
    for (const key of keys) readAfresh(key)
  }

  const watch = runtime.watch(take)
  return {
    async snapshot() {
      await ready
      // Else it would show rows that no patch has told of, and whose going none would tell either.
      patches.flush()
      const keys = new Set([...states.keys(), ...announcements.keys()])
      return {
        version: patches.version,
        asOf: new Date().toISOString(),
        containers: [...keys].map(rowOf).filter((row) => row !== null),
        roots: rootsNow(),
        problem: problemNow(),
      }
    },
    has(key) {
      return states.has(key) || announcements.has(key)
    },
    summaryOf(state) {
      return dressed(keyOf(state.root, state.id), state)
    },
    isBusy(key) {
      return operations.current(key) !== null
    },
    during,
    async whileCreating(announced, work) {
      const { root } = runtime.info
      const key = keyOf(root, announced.id)
      announcements.set(key, { ...announced, root })
      try {
        return await during(key, 'creating', work)
      } finally {
        announcements.delete(key)
        patches.touch([key])
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
