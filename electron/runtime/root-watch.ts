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
  /** Of the root, or of the ancestor that is there while the root is not. */
  #watch: PathWatch | null = null
  /** Of the root that is being watched; null while it is not. */
  #inode: number | null = null

  constructor(root: string, events: RootEvents) {
    this.#root = root
    this.#events = events
  }

  /** Watches what there is to watch now; true when that is something else than before. */
  refresh(): boolean {
    const inode = inodeOf(this.#root)
    if (inode === null ? this.#isOnNearestAncestor() : inode === this.#inode) return false
    const direct = inode === null ? null : this.#watchRoot()
    // There, but not for us: its ancestor does as well as before.
    if (inode !== null && !direct && this.#watch && this.#inode === null) return false
    this.close()
    this.#watch = direct ?? this.#watchAncestor()
    this.#inode = direct ? inode : null
    // It may have come between the look and the watch.
    if (inode === null && inodeOf(this.#root) !== null) this.#events.onRoot()
    return true
  }

  close(): void {
    this.#watch?.close()
    this.#watch = null
    this.#inode = null
  }

  #watchRoot(): PathWatch | null {
    return watchPath(this.#root, (name) => {
      if (name === null || name === basename(this.#root)) this.#events.onRoot()
      if (name !== null) this.#events.onEntry(name)
    })
  }

  #watchAncestor(): PathWatch | null {
    for (let path = dirname(this.#root); ; path = dirname(path)) {
      const next = this.#nextBelow(path)
      const watch = watchPath(path, (name) => {
        // Busy directories such as /run tell of much that is not on the way to the root.
        if (name === null || name === next || name === basename(path)) this.#events.onRoot()
      })
      if (watch || path === dirname(path)) return watch
    }
  }

  /** Whether what is watched is still there, and nothing nearer has come. */
  #isOnNearestAncestor(): boolean {
    if (!this.#watch || this.#inode !== null || inodeOf(this.#watch.path) === null) return false
    return inodeOf(join(this.#watch.path, this.#nextBelow(this.#watch.path))) === null
  }

  /** The name below an ancestor on the way to the root. */
  #nextBelow(ancestor: string): string {
    return relative(ancestor, this.#root).split(sep)[0] ?? ''
  }
}

/** Null when there is nothing to be seen at a path. */
export function inodeOf(path: string): number | null {
  try {
    return statSync(path, { throwIfNoEntry: false })?.ino ?? null
  } catch {
    // A part of the path is a file, or closed to us: as good as not there.
    return null
  }
}
