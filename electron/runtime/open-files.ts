// Small files of the kernel that are read again and again (/proc/PID/stat, freezer.state), kept open: opening each anew
// costs more than reading it. An open one belongs to its process or its cgroup for good: once that is gone reading it fails,
// whoever has the same pid or the same path by then.
import { closeSync, openSync, readSync } from 'node:fs'

/**
 * Over all readers of this process: a quarter of the 4,096 files that the meanest systems let one have (Node asks for all
 * that it may have). Each costs the kernel a page for its text; containers beyond that are read by path.
 */
const mostOpen = 1024

/** None of them has more. */
const buffer = Buffer.alloc(4096)

let openCount = 0

export class OpenFiles {
  readonly #descriptors = new Map<string, Map<string, number>>()
  #isClosed = false

  /** What a file of an owner's holds now; null when it cannot be told by an open one, and the path is to be asked. */
  read(owner: string, path: string): string | null {
    const descriptor = this.#descriptors.get(owner)?.get(path) ?? this.#open(owner, path)
    if (descriptor === null) return null
    try {
      return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0))
    } catch {
      // ESRCH, ENODEV: what it told of is gone.
      this.forget(owner)
      return null
    }
  }

  /** Closes what is open for an owner. */
  forget(owner: string): void {
    for (const descriptor of this.#descriptors.get(owner)?.values() ?? []) {
      closeSync(descriptor)
      openCount -= 1
    }
    this.#descriptors.delete(owner)
  }

  keepOnly(owners: ReadonlySet<string>): void {
    for (const owner of this.#descriptors.keys()) if (!owners.has(owner)) this.forget(owner)
  }

  /** For good: nothing is opened any more. */
  close(): void {
    this.#isClosed = true
    this.keepOnly(new Set())
  }

  #open(owner: string, path: string): number | null {
    if (this.#isClosed || openCount >= mostOpen) return null
    let descriptor: number
    try {
      descriptor = openSync(path, 'r')
    } catch {
      return null // Whoever asks the path is told why.
    }
    openCount += 1
    const own = this.#descriptors.get(owner) ?? new Map<string, number>()
    this.#descriptors.set(owner, own.set(path, descriptor))
    return descriptor
  }
}
