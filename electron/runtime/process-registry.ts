// The processes that this runtime has added and that end with it, by the container they are in; an ended one stays until
// it is removed. A container that was made anew under the same id has none of the old one's.
import type { AttachedProcess } from './attached-process.ts'
import { isSameProcess } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'
import { waitUntil } from './wait.ts'

const limits = {
  /** So many that have ended are kept for each container: nobody is obliged to remove them. */
  ended: 100,
  /** As long as containerd's shim waits for the last output of a container. */
  drainMs: 10_000,
} as const

interface Entry {
  containerId: string
  init: ProcessIdentity
  process: AttachedProcess
}

export class ProcessRegistry {
  #entries: Entry[] = []

  add(containerId: string, init: ProcessIdentity, process: AttachedProcess): void {
    this.#entries.push({ containerId, init, process })
  }

  /** In the order of their start. */
  of(containerId: string, init: ProcessIdentity): AttachedProcess[] {
    return this.#entries
      .filter((entry) => entry.containerId === containerId && isSameProcess(entry.init, init))
      .map((entry) => entry.process)
  }

  running(): AttachedProcess[] {
    return this.#entries.map((entry) => entry.process).filter((process) => process.exit() === null)
  }

  /** One that never ran is no process of the container. */
  settle(process: AttachedProcess): void {
    const entry = this.#entries.find((candidate) => candidate.process === process)
    if (process.systemPid() === null) this.remove(process)
    if (!entry) return
    const ended = this.of(entry.containerId, entry.init).filter((one) => one.exit() !== null)
    for (const oldest of ended.slice(0, -limits.ended)) this.remove(oldest)
  }

  remove(process: AttachedProcess): void {
    this.#entries = this.#entries.filter((entry) => entry.process !== process)
  }

  /** Forgets those that have ended in a container that is gone. */
  forget(containerId: string): void {
    this.#entries = this.#entries.filter(
      (entry) => entry.containerId !== containerId || entry.process.exit() === null,
    )
  }

  /** Resolves when the exits of all that ended with a container were told; what outlives init is not waited for. */
  async drained(
    containerId: string,
    init: ProcessIdentity,
    signals: readonly (AbortSignal | undefined)[],
  ): Promise<void> {
    const isDrained = (): boolean => !this.of(containerId, init).some((process) => process.isEnding)
    await waitUntil(isDrained, { timeoutMs: limits.drainMs, signals })
  }
}
