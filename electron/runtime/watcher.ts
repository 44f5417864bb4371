// The live list: kernel events mark containers, a few milliseconds later those are read anew and what has changed is
// told in one batch. A slow reconcile is the net under it. Nothing here keeps the process alive.
import { join } from 'node:path'
import type { RuntimeContext } from './context.ts'
import { isForeseen, RuncError } from './errors.ts'
import { watchPath, WatchLimit } from './path-watch.ts'
import type { PathWatch } from './path-watch.ts'
import { reconcile } from './reconcile.ts'
import { inodeOf, RootWatch } from './root-watch.ts'
import type { ContainerState, WatchBatch } from './types.ts'
import { WatchedContainer } from './watched-container.ts'

const intervals = {
  /** So long the reading of many goes on before others get their turn. */
  sliceMs: 8,
  /** Creating a container makes a dozen events within a few ms: they become one batch. */
  gatherMs: 4,
  /** For what no event tells: ends and pauses of containers without a cgroup that the kernel tells of. */
  lookMs: 500,
  /** The net: events are lost when the kernel's queue overflows. */
  reconcileMs: 20_000,
  /** The same while the kernel grants no watches, or the root cannot be read. */
  degradedMs: 1000,
  /** After so many events at once some may have been lost: everything is read again soon. */
  floodEvents: 2000,
  afterFloodMs: 50,
  /** Between two states (creating, pausing, exit not yet written): looked at again, ever more rarely. */
  firstRecheckMs: 3,
  lastRecheckMs: 1000,
} as const

export function watchRoot(
  context: RuntimeContext,
  listener: (batch: WatchBatch) => void,
): { dispose(): void } {
  return new Watcher(context, listener)
}

class Watcher {
  readonly #context: RuntimeContext
  readonly #listener: (batch: WatchBatch) => void
  readonly #containers = new Map<string, WatchedContainer>()
  readonly #dirty = new Set<string>()
  readonly #toLookAt = new Set<WatchedContainer>()
  /** Ids that are to be read, and what was read of them and not told yet. */
  readonly #waiting = new Set<string>()
  #unreported: WatchBatch['changed'] = []
  #slice: NodeJS.Immediate | null = null
  #wasFlood = false
  readonly #root: RootWatch
  #exits: PathWatch | null = null
  /** Everything is to be read, not only what is dirty. */
  #isStale = true
  #eventCount = 0
  #gathering: NodeJS.Timeout | null = null
  #looking: NodeJS.Timeout | null = null
  #reconciling: NodeJS.Timeout | null = null
  #problem: Error | null = null
  #warning: string | null = null
  /** The kernel grants no more watches. */
  #limit: WatchLimit | null = null
  #isDegraded = false
  #isFirst = true
  #isDisposed = false

  constructor(context: RuntimeContext, listener: (batch: WatchBatch) => void) {
    this.#context = context
    this.#listener = listener
    this.#root = new RootWatch(context.layout.root, {
      onEntry: (name) => this.#mark(name),
      onRoot: () => this.#markAll(),
    })
    this.#gathering = setTimeout(() => this.#flush(), 0)
  }

  dispose(): void {
    this.#isDisposed = true
    for (const timer of [this.#gathering, this.#looking, this.#reconciling]) if (timer) clearTimeout(timer)
    if (this.#slice) clearImmediate(this.#slice)
    this.#waiting.clear()
    this.#toLookAt.clear()
    this.#root.close()
    this.#exits?.close()
    for (const container of this.#containers.values()) container.close()
    this.#containers.clear()
  }

  #mark(id: string): void {
    this.#dirty.add(id)
    this.#eventCount += 1
    this.#gather(intervals.gatherMs)
  }

  #markAll(): void {
    this.#isStale = true
    this.#gather(intervals.gatherMs)
  }

  #gather(delayMs: number): void {
    if (this.#isDisposed || this.#gathering) return
    this.#gathering = setTimeout(() => this.#flush(), delayMs).unref()
  }

  #flush(): void {
    this.#gathering = null
    this.#wasFlood ||= this.#eventCount > intervals.floodEvents
    this.#eventCount = 0
    let problem: Error | null = null
    // A reading of a few says nothing of the others, which may still lack their watches.
    if (this.#isStale) this.#limit = null
    try {
      this.#refreshWatches()
      for (const id of this.#takeMarked()) this.#waiting.add(id)
    } catch (error) {
      problem = this.#failed(error)
    }
    // A reading that is under way goes on with these too.
    if (this.#slice === null || problem !== null) this.#readWaiting(problem)
  }

  /** Reads what waits, in slices: thousands at once must not hold up whoever else uses this process. */
  #readWaiting(found: Error | null): void {
    this.#slice = null
    let problem = found
    const until = performance.now() + intervals.sliceMs
    try {
      for (const id of this.#waiting) {
        this.#waiting.delete(id)
        const change = this.#readAgain(id)
        if (change) this.#unreported.push(change)
        if (performance.now() >= until) break
      }
    } catch (error) {
      problem = this.#failed(error)
    }
    const isWhole = this.#waiting.size === 0
    // The first batch is the whole list.
    if (isWhole || !this.#isFirst) {
      const changed = this.#unreported
      this.#unreported = []
      this.#report(changed, problem)
    }
    if (this.#isDisposed) return
    if (!isWhole) {
      this.#slice = setImmediate(() => this.#readWaiting(null)).unref()
      return
    }
    this.#schedule(problem !== null || this.#limit !== null)
    if (!this.#wasFlood) return
    this.#wasFlood = false
    this.#isStale = true
    this.#gather(intervals.afterFloodMs)
  }

  /** The root as a whole cannot be read: everything will be, when it can. */
  #failed(error: unknown): Error {
    this.#isStale = true
    this.#waiting.clear()
    if (this.#slice) clearImmediate(this.#slice)
    this.#slice = null
    return asProblem(error, this.#context.layout.root)
  }

  #refreshWatches(): void {
    this.#withinLimit(() => {
      if (this.#root.refresh()) this.#isStale = true
      if (this.#context.isForeign) return
      this.#exits ??= watchPath(this.#context.layout.exitDirectory, (name) => {
        if (name !== null && this.#containers.has(name)) this.#mark(name)
      })
    })
  }

  /** The ids to read now. */
  #takeMarked(): string[] {
    const ids = this.#isStale
      ? new Set([...this.#context.reader.ids(), ...this.#containers.keys()])
      : new Set(this.#dirty)
    this.#isStale = false
    this.#dirty.clear()
    return [...ids]
  }

  #readAgain(id: string): WatchBatch['changed'][number] | null {
    const inode = inodeOf(join(this.#context.layout.root, id))
    const container =
      this.#containers.get(id) ?? new WatchedContainer(this.#context, id, () => this.#mark(id))
    if (inode !== null) this.#withinLimit(() => container.watchDirectory(inode))
    let state = this.#read(container)
    if (!state) {
      container.close()
      this.#toLookAt.delete(container)
      this.#context.reader.exits.forget(id)
      this.#context.reader.starts.forget(id)
      return this.#containers.delete(id) ? { id, state: null } : null
    }
    this.#containers.set(id, container)
    container.state = state
    this.#withinLimit(() => {
      // What happened before the new watch took hold.
      if (container.watchCgroup()) state = this.#read(container) ?? state
    })
    container.state = state
    this.#recheckLater(container, state)
    if (container.needsLooking) this.#toLookAt.add(container)
    else this.#toLookAt.delete(container)
    const text = JSON.stringify(state)
    if (text === container.text) return null
    container.text = text
    return { id, state }
  }

  /** Reads a state, and remembers the moment of a start or an end that nobody else will tell of. */
  #read(container: WatchedContainer): ContainerState | null {
    const { reader, layout } = this.#context
    const { id, state: before } = container
    const state = reader.read(id)
    if (!state || !before?.pid) return state
    const hasJustStarted = before.startedAt === null && state.startedAt !== null
    const hasJustEnded = state.status === 'stopped' && state.exit?.source === 'unknown'
    const record = hasJustStarted || hasJustEnded ? reader.record(id) : null
    if (!record || record.pid !== before.pid) return state
    if (hasJustStarted) reader.starts.noteStart(id, record, join(layout.root, id))
    if (hasJustEnded) reader.exits.noteEnd(id, record)
    return reader.read(id)
  }

  #recheckLater(container: WatchedContainer, state: ContainerState): void {
    const isBetween =
      state.status === 'creating' ||
      state.status === 'pausing' ||
      (state.status === 'broken' && this.#context.reader.isAsking(container.id)) ||
      (state.status === 'stopped' && state.exit === null)
    if (!isBetween) {
      container.rechecks = 0
      return
    }
    if (container.recheckTimer) return
    // What is being created is under watch already: only that it takes too long is told by nobody.
    const delay =
      state.status === 'creating'
        ? intervals.lastRecheckMs
        : Math.min(intervals.firstRecheckMs * 2 ** container.rechecks, intervals.lastRecheckMs)
    container.rechecks += 1
    container.recheckTimer = setTimeout(() => {
      container.recheckTimer = null
      this.#mark(container.id)
    }, delay).unref()
  }

  #report(changed: WatchBatch['changed'], problem: Error | null): void {
    const warning = this.#limit?.message ?? null
    const isSame = problem?.message === this.#problem?.message && warning === this.#warning
    if (!this.#isFirst && changed.length === 0 && isSame) return
    this.#isFirst = false
    this.#problem = problem
    this.#warning = warning
    this.#listener({ changed, problem, warning })
  }

  #schedule(isDegraded: boolean): void {
    if (this.#toLookAt.size > 0) {
      this.#looking ??= setInterval(() => this.#look(), intervals.lookMs).unref()
    } else if (this.#looking) {
      clearInterval(this.#looking)
      this.#looking = null
    }
    // A reconcile that is due stays due, however much happens before it.
    if (this.#reconciling && isDegraded === this.#isDegraded) return
    this.#isDegraded = isDegraded
    if (this.#reconciling) clearInterval(this.#reconciling)
    const period = isDegraded ? intervals.degradedMs : intervals.reconcileMs
    this.#reconciling = setInterval(() => this.#reconcile(), period).unref()
  }

  #look(): void {
    this.#orReadAll(() => {
      for (const container of this.#toLookAt) if (container.hasMoved()) this.#mark(container.id)
    })
  }

  #reconcile(): void {
    this.#orReadAll(() => {
      if (!this.#isDegraded && !this.#context.isForeign)
        this.#context.supervision.warnings = reconcile(this.#context)
    })
    this.#markAll()
  }

  /** A timer's own failure has nobody to be told to: what has made it fails the reading too, and is told with its batch. */
  #orReadAll(operation: () => void): void {
    try {
      operation()
    } catch (error) {
      if (!isForeseen(error)) throw error
      this.#markAll()
    }
  }

  /** A kernel that grants no more watches is a nuisance, not a failure: the reconcile then comes each second. */
  #withinLimit(operation: () => void): void {
    try {
      operation()
    } catch (error) {
      if (!(error instanceof WatchLimit)) throw error
      this.#limit = error
    }
  }
}

function asProblem(error: unknown, root: string): Error {
  if (error instanceof RuncError) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new RuncError('StateUnreadable', `The runc state directory ${root} cannot be watched: ${reason}.`, {
    cause: error,
  })
}
