// One container under watch: which kernel events tell of it, and what remains to be looked at now and then.
import { join } from 'node:path'
import { readFreezer, freezerPath, watchableFiles } from './cgroup.ts'
import type { RuntimeContext } from './context.ts'
import { watchPath } from './path-watch.ts'
import type { PathWatch } from './path-watch.ts'
import { isAlive } from './processes.ts'
import type { ContainerState } from './types.ts'

export class WatchedContainer {
  readonly id: string
  state: ContainerState | null = null
  /** The state as text, to tell whether it has changed. */
  text = ''
  /** How often it was looked at again because it was in between two states. */
  rechecks = 0
  recheckTimer: NodeJS.Timeout | null = null
  readonly #context: RuntimeContext
  readonly #onChange: () => void
  readonly #watches = new Map<string, PathWatch>()
  #directoryInode: number | null = null

  constructor(context: RuntimeContext, id: string, onChange: () => void) {
    this.#context = context
    this.id = id
    this.#onChange = onChange
  }

  /** Watches runc's directory of it. Before the first read, so that nothing falls between. */
  watchDirectory(inode: number | null): void {
    const path = join(this.#context.layout.root, this.id)
    if (inode !== this.#directoryInode) this.#drop(path)
    this.#directoryInode = inode
    this.#add(path)
  }

  /** Watches its cgroup while it lives; true when a watch is new, so that the state should be read once more. */
  watchCgroup(): boolean {
    const directory = join(this.#context.layout.root, this.id)
    const isLiving = this.state?.pid !== null && this.state !== null
    const wanted = isLiving ? watchableFiles(this.state?.cgroupPaths ?? {}) : []
    for (const path of this.#watches.keys()) {
      if (path !== directory && !wanted.includes(path)) this.#drop(path)
    }
    return wanted.map((path) => this.#add(path)).includes(true)
  }

  /** Whether no event would tell of its end or its pause. */
  get needsLooking(): boolean {
    const { state } = this
    if (state === null || state.pid === null) return false
    // What it rests on may have been another cgroup's by the time that runc answered.
    if (this.#context.reader.isTold(this.id)) return true
    const tellsOfEnd =
      state.isSupervised ||
      (this.#isWatched(state.cgroupPaths[''], 'cgroup.events') && this.#hasPrivatePids())
    return !tellsOfEnd || (state.hasCgroup && !this.#tellsOfPause(state))
  }

  /** The cheap look: nothing but what no event tells. True when it should be read anew. */
  hasMoved(): boolean {
    const record = this.#context.reader.record(this.id)
    if (!record || !this.state) return true
    if (!isAlive(record)) return true
    const cgroup = freezerPath(record.cgroupPaths, this.#context.mode)
    if (cgroup === null) return false
    const isPaused = this.state.status === 'paused'
    return (readFreezer(cgroup, this.#context.mode) === 'frozen') !== isPaused
  }

  close(): void {
    if (this.recheckTimer) clearTimeout(this.recheckTimer)
    for (const watch of this.#watches.values()) watch.close()
    this.#watches.clear()
  }

  #tellsOfPause(state: ContainerState): boolean {
    return this.#context.mode === 'v2'
      ? this.#isWatched(state.cgroupPaths[''], 'cgroup.events')
      : this.#isWatched(state.cgroupPaths['freezer'], 'freezer.state')
  }

  #isWatched(directory: string | undefined, file: string): boolean {
    return directory !== undefined && this.#watches.has(join(directory, file))
  }

  #hasPrivatePids(): boolean {
    return this.#context.reader.record(this.id)?.hasPrivatePids ?? false
  }

  #add(path: string): boolean {
    if (this.#watches.has(path)) return false
    const watch = watchPath(path, this.#onChange)
    if (watch) this.#watches.set(path, watch)
    return watch !== null
  }

  #drop(path: string): void {
    this.#watches.get(path)?.close()
    this.#watches.delete(path)
  }
}
