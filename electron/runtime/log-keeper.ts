// Keeps every container's log within its cap while a runtime is there. A log at rest costs nothing: one kernel watch
// says that it has begun to grow, and then it is looked at once a second until it rests again.
import { statSync } from 'node:fs'
import type { ControlFifos } from './control.ts'
import { RuncError } from './errors.ts'
import type { MonitorPlaces } from './layout.ts'
import { nameLogFile } from './log-files.ts'
import { rotateLog } from './log-rotation.ts'
import type { LogLimits } from './log-rotation.ts'
import { WatchLimit, watchPath } from './path-watch.ts'
import type { PathWatch } from './path-watch.ts'

const lookMs = 1000

/** Looks without growth after which it is left to the kernel to tell of more. */
const restingLooks = 3

export class LogKeepers {
  readonly #limits: LogLimits
  readonly #controls: ControlFifos
  readonly #keepers = new Map<string, LogKeeper>()
  #isDisposed = false

  constructor(limits: LogLimits, controls: ControlFifos) {
    this.#limits = limits
    this.#controls = controls
  }

  /** Begins to keep a log, if that is not done already. */
  keep(places: MonitorPlaces): void {
    if (this.#isDisposed || this.#keepers.has(places.directory)) return
    const rotate = (): Promise<boolean> => rotateLog(places.log, this.#controls.of(places), this.#limits)
    const onEnd = (): void => this.forget(places)
    this.#keepers.set(places.directory, new LogKeeper(places.log, this.#limits, rotate, onEnd))
  }

  forget(places: MonitorPlaces): void {
    this.#keepers.get(places.directory)?.close()
    this.#keepers.delete(places.directory)
  }

  dispose(): void {
    this.#isDisposed = true
    for (const keeper of this.#keepers.values()) keeper.close()
    this.#keepers.clear()
  }
}

class LogKeeper {
  readonly #log: string
  readonly #limits: LogLimits
  readonly #rotate: () => Promise<boolean>
  readonly #onEnd: () => void
  #watch: PathWatch | null = null
  #timer: NodeJS.Timeout | null = null
  #size = -1
  #inode = -1
  #looksAtRest = 0
  #isClosed = false

  constructor(log: string, limits: LogLimits, rotate: () => Promise<boolean>, onEnd: () => void) {
    this.#log = log
    this.#limits = limits
    this.#rotate = rotate
    this.#onEnd = onEnd
    void this.#look()
  }

  close(): void {
    this.#isClosed = true
    this.#watch?.close()
    this.#watch = null
    if (this.#timer) clearTimeout(this.#timer)
  }

  async #look(): Promise<void> {
    this.#timer = null
    const stat = statSync(this.#log, { throwIfNoEntry: false })
    if (!stat) return this.#onEnd()
    const isNew = stat.ino !== this.#inode
    this.#looksAtRest = isNew || stat.size !== this.#size ? 0 : this.#looksAtRest + 1
    this.#size = stat.size
    this.#inode = stat.ino
    try {
      if (isNew) nameLogFile(this.#log)
      if (stat.size >= this.#limits.maxBytes) await this.#rotate()
    } catch (error) {
      // conmon has ended, or cannot do it now: the log stays whole, and grows no more or is looked at again.
      if (!(error instanceof RuncError)) throw error
      if (error.code === 'Stopped') return this.#onEnd()
    }
    if (this.#isClosed) return
    if (this.#looksAtRest >= restingLooks && this.#rest()) return
    this.#timer = setTimeout(() => void this.#look(), lookMs).unref()
  }

  /** Waits for the kernel; false where it grants no watch. */
  #rest(): boolean {
    try {
      this.#watch = watchPath(this.#log, () => this.#wake())
    } catch (error) {
      if (!(error instanceof WatchLimit)) throw error
      return false
    }
    // What happened before the watch took hold.
    const stat = statSync(this.#log, { throwIfNoEntry: false })
    if (this.#watch && (stat?.size !== this.#size || stat.ino !== this.#inode)) this.#wake()
    return this.#watch !== null
  }

  #wake(): void {
    this.#watch?.close()
    this.#watch = null
    this.#looksAtRest = 0
    if (this.#isClosed || this.#timer) return
    this.#timer = setTimeout(() => void this.#look(), lookMs).unref()
  }
}
