// Watches a runc root wherever it is in its life: not made yet (then its nearest ancestor), there, removed, replaced.
import { statSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { watchPath } from './path-watch.ts'
import type { PathWatch } from './path-watch.ts'

export interface RootEvents {
  /** Something happened to an entry of the root. */
  onEntry: (name: string) => void
  /** The root has come, gone, or is another directory than before. */
  onRoot: () => void
}

export class RootWatch {
  readonly #root: string
  readonly #events: RootEvents
  #watch: PathWatch | null = null
  /** Of the root that is being watched; null while an ancestor is. */
  #inode: number | null = null

  constructor(root: string, events: RootEvents) {
    this.#root = root
    this.#events = events
  }

  /** Watches the right directory; true when that has changed. Throws when it may not be watched. */
  refresh(): boolean {
    const inode = inodeOf(this.#root)
    if (this.#watch && inode !== null && inode === this.#inode) return false
    if (this.#watch && inode === null && this.#inode === null && inodeOf(this.#watch.path) !== null) {
      const isNearest = inodeOf(join(this.#watch.path, this.#nextBelow(this.#watch.path))) === null
      if (isNearest) return false
    }
    this.close()
    this.#attach()
    return true
  }

  close(): void {
    this.#watch?.close()
    this.#watch = null
    this.#inode = null
  }

  #attach(): void {
    this.#watch = watchPath(this.#root, (name) => {
      if (name === null || name === basename(this.#root)) this.#events.onRoot()
      if (name !== null) this.#events.onEntry(name)
    })
    if (this.#watch) {
      this.#inode = inodeOf(this.#root)
      return
    }
    for (let path = dirname(this.#root); ; path = dirname(path)) {
      const next = this.#nextBelow(path)
      this.#watch = watchPath(path, (name) => {
        // Busy directories such as /run tell of much that is not on the way to the root.
        if (name === null || name === next || name === basename(path)) this.#events.onRoot()
      })
      if (this.#watch || path === dirname(path)) break
    }
    // It may have come between the look and the watch.
    if (inodeOf(this.#root) !== null) this.#events.onRoot()
  }

  /** The name below an ancestor on the way to the root. */
  #nextBelow(ancestor: string): string {
    return relative(ancestor, this.#root).split(sep)[0] ?? ''
  }
}

function inodeOf(path: string): number | null {
  try {
    return statSync(path, { throwIfNoEntry: false })?.ino ?? null
  } catch {
    // A part of the path is a file, or closed to us: as good as not there.
    return null
  }
}
