// The live list: every container of every root as the runtimes last saw it, and what calls are doing to it right now.
// Tells of changes in versioned patches; whoever missed one asks for the snapshot. Everything here goes by key.
import { keyOf } from '../../../src-shared/container-key.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type {
  ContainerPatch,
  ContainerSnapshot,
  ContainerSummary,
  Operation,
} from '../../../src-shared/model.ts'
import type { ContainerState, Runtime, WatchBatch } from '../../runtime/index.ts'
import { toErrorInfo, type Log } from '../contract/failure.ts'
import { createOwners } from '../owners/owners.ts'
import type { Roots } from '../roots/roots.ts'
import type { Sampled } from '../usage/sampler.ts'
import { createCgroups } from './cgroups.ts'
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
  /** Waits for the first reading of the own root, so that nobody takes “not read yet” for “empty”. */
  snapshot(): Promise<ContainerSnapshot>
  has(key: string): boolean
  /** A state read elsewhere, dressed as its row would be. */
  summaryOf(state: ContainerState): ContainerSummary
  /** Those that use something now. */
  running(): Iterable<Sampled>
  isBusy(key: string): boolean
  /** Those that live in a cgroup, by its directory. */
  livingIn(cgroup: string): ContainerSummary[]
  /** Those whose init is one of these, by its pid. */
  ofInits(pids: ReadonlySet<number>): ReadonlyMap<number, ContainerSummary>
  /**
   * Shows `operation` on the container while `work` runs, and from its telling on when a stop sends KILL; afterwards the
   * container is read afresh.
   */
  during<Value>(
    key: string,
    operation: Operation,
    work: (waitUntilKill: (at: string) => void) => Promise<Value>,
  ): Promise<Value>
  /** The same for one that does not exist yet: it is in the list from now on, and stays if `work` succeeds. */
  whileMaking<Value>(announced: Announcement, work: () => Promise<Value>): Promise<Value>
  /** What was found on the machine has changed. */
  toolsChanged(): void
  dispose(): void
}

export function createRegistry(roots: Roots, onPatch: (patch: ContainerPatch) => void, log: Log): Registry {
  const { own } = roots
  const states = new Map<string, ContainerState>()
  /** By root, so that one can go as a whole. */
  const keysIn = new Map<string, Set<string>>()
  const announcements = new Map<string, Announcement>()
  const numbers = createNumbers()
  const cgroups = createCgroups()
  const operations = createOperations()
  const owners = createOwners((keys) => patches.touch(keys), log)
  let ownProblem: ErrorInfo | null = null
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
    const { owner, labels } = owners.of(key, state)
    return summarize(state, {
      key,
      number: numbers.of(key),
      operation: operations.current(key),
      killsAt: operations.killsAt(key),
      owner,
      labels,
      cgroupSharing: cgroups.sharingOf(key),
    })
  }
  function problemNow(): ErrorInfo | null {
    return ownProblem ?? missingRuntime(own)
  }
  const patches = createPatchWriter(rowOf, problemNow, onPatch)

  /** Returns the keys of the rows that may be others for it. */
  function learn(key: string, root: string, state: ContainerState | null): string[] {
    const others = cgroups.note(key, state)
    if (state === null) {
      states.delete(key)
      keysIn.get(root)?.delete(key)
      if (!announcements.has(key)) forget(key)
      return [key, ...others]
    }
    states.set(key, state)
    const keys = keysIn.get(root) ?? new Set()
    keysIn.set(root, keys.add(key))
    operations.observe(key, state.status)
    return [key, ...others]
  }
  function forget(key: string): void {
    numbers.forget(key)
    owners.forget(key)
  }

  /** The truth after a call, without waiting for the watch to tell it. */
  function readAfresh(key: string): void {
    let changed = [key]
    try {
      const { runtime, id } = roots.find(key)
      const { root } = runtime.info
      try {
        changed = learn(key, root, runtime.get(id).state())
      } catch (error) {
        // What cannot be read is left to the watch, which knows how to say so.
        if (toErrorInfo(error, log).code === 'NotFound') changed = learn(key, root, null)
      }
    } catch (error) {
      // Its root has gone meanwhile, and the rows of it.
      if (toErrorInfo(error, log).code !== 'NotFound') throw error
    }
    patches.touch(changed)
  }

  async function during<Value>(
    key: string,
    operation: Operation,
    work: (waitUntilKill: (at: string) => void) => Promise<Value>,
  ): Promise<Value> {
    const begun = operations.begin(key, operation)
    patches.touch([key])
    try {
      return await work((at) => {
        begun.waitUntilKill(at)
        patches.touch([key])
      })
    } finally {
      begun.end()
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

  function take(root: string, batch: WatchBatch): void {
    const keys: string[] = []
    for (const { id, state } of batch.changed) {
      const key = keyOf(root, id)
      keys.push(...learn(key, root, state))
    }
    if (root === own.info.root) {
      ownProblem = batch.problem === null ? null : toErrorInfo(batch.problem, log)
      markReady()
    }
    patches.touch(keys)
  }

  roots.watch({
    onBatch: take,
    onGone(root) {
      const keys = [...(keysIn.get(root) ?? [])].flatMap((key) => learn(key, root, null))
      keysIn.delete(root)
      patches.touch(keys)
    },
  })

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
        roots: roots.list(),
        problem: problemNow(),
      }
    },
    has(key) {
      return states.has(key) || announcements.has(key)
    },
    summaryOf(state) {
      return dressed(keyOf(state.root, state.id), state)
    },
    *running() {
      for (const [key, state] of states) {
        if (state.pid !== null) yield { key, number: numbers.of(key), cgroupPaths: state.cgroupPaths }
      }
    },
    isBusy(key) {
      return operations.current(key) !== null
    },
    livingIn(cgroup) {
      return cgroups.livingIn(cgroup).flatMap((key) => rowOf(key) ?? [])
    },
    ofInits(pids) {
      const found = new Map<number, ContainerSummary>()
      for (const [key, state] of states) {
        if (state.pid !== null && pids.has(state.pid)) found.set(state.pid, dressed(key, state))
      }
      return found
    },
    during,
    async whileMaking(announced, work) {
      const key = keyOf(announced.root, announced.id)
      announcements.set(key, announced)
      try {
        return await during(key, announced.operation, work)
      } finally {
        announcements.delete(key)
        if (!states.has(key)) forget(key)
        patches.touch([key])
      }
    },
    toolsChanged() {
      patches.touch([])
    },
    dispose() {
      patches.dispose()
      owners.dispose()
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
