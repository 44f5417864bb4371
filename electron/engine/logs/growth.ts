// Waits until a log may have grown. While it does, looks come at a steady pace, for each write would wake the kernel's
// watch; at rest one watch on its folder says that it goes on.
import { watch, type FSWatcher } from 'node:fs'
import { dirname } from 'node:path'

/** As often as a screen is drawn in a flood: more often nobody sees. */
const paceMs = 30
/** So long after the last growth it is at rest. */
const restAfterMs = 300
/** The net under the kernel's watch: there may be none left, and an end is told elsewhere. */
const lookMs = 1000

type WatchFolder = (path: string, listener: () => void) => Pick<FSWatcher, 'on' | 'close'>

export class Growth {
  readonly #path: string
  readonly #signal: AbortSignal
  readonly #watchFolder: WatchFolder
  #grewAt = 0
  #lookedAt = 0

  /** `watchFolder` is another one in tests. */
  constructor(path: string, signal: AbortSignal, watchFolder: WatchFolder = watch) {
    this.#path = path
    this.#signal = signal
    this.#watchFolder = watchFolder
  }

  /** It has grown just now. */
  note(): void {
    this.#grewAt = performance.now()
  }

  /** Resolves when it is time to look again. */
  async wait(): Promise<void> {
    if (performance.now() - this.#grewAt < restAfterMs) return this.#pause(paceMs, false)
    return this.#pause(lookMs, true)
  }

  #pause(milliseconds: number, isWatching: boolean): Promise<void> {
    return new Promise((resolve) => {
      let watcher: Pick<FSWatcher, 'on' | 'close'> | null = null
      let timer: NodeJS.Timeout
      const end = (): void => {
        this.#lookedAt = performance.now()
        clearTimeout(timer)
        watcher?.close()
        this.#signal.removeEventListener('abort', end)
        resolve()
      }
      /** In a folder where others write all the time, a look comes no more often than while it grows. */
      const endSoon = (): void => {
        watcher?.close()
        clearTimeout(timer)
        timer = setTimeout(end, Math.max(0, this.#lookedAt + paceMs - performance.now()))
      }
      timer = setTimeout(end, milliseconds)
      this.#signal.addEventListener('abort', end)
      if (this.#signal.aborted) end()
      else if (isWatching) {
        try {
          watcher = this.#watchFolder(dirname(this.#path), endSoon)
          watcher.on('error', endSoon)
        } catch {
          // Gone, or no watch left to have: the timer looks anyway.
        }
      }
    })
  }
}
