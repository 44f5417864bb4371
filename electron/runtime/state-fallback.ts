// For a state.json that is JSON but lacks what we look for: runc itself is asked, once for each version of the file.
// Its answer becomes a record like any other, so that the status stays as live as that of the rest.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RuncError, ignoringMissing } from './errors.ts'
import { identify } from './processes.ts'
import { Gate } from './queue.ts'
import type { StateRecord } from './state-file.ts'

/** Null: runc does not understand it either. `asking`: it has not answered yet. */
export type FallbackAnswer = StateRecord | 'asking' | null

interface Entry {
  /** Of the file that was asked about. */
  version: string
  answer: FallbackAnswer
}

/** Where more than so many are not understood, the root is not runc's, and asking of each would be a flood of processes. */
const mostAsked = 32

export class StateFallback {
  readonly #ask: (id: string) => Promise<string>
  readonly #entries = new Map<string, Entry>()
  /** One at a time: nobody waits for it. */
  readonly #gate = new Gate(1)

  /** `ask` is `runc state`: what it prints. */
  constructor(ask: (id: string) => Promise<string>) {
    this.#ask = ask
  }

  answer(id: string, version: string, writtenAt: number): FallbackAnswer {
    const known = this.#entries.get(id)
    if (known?.version === version) return known.answer
    if (known === undefined && this.#entries.size >= mostAsked) return null
    const entry: Entry = { version, answer: 'asking' }
    this.#entries.set(id, entry)
    void this.#fetch(id, writtenAt).then((answer) => (entry.answer = answer))
    return 'asking'
  }

  isAsking(id: string): boolean {
    return this.#entries.get(id)?.answer === 'asking'
  }

  /** Whether runc was asked about the container, because its file is not understood. */
  hasAsked(id: string): boolean {
    return this.#entries.has(id)
  }

  forget(id: string): void {
    this.#entries.delete(id)
  }

  /** Never rejects. */
  async #fetch(id: string, writtenAt: number): Promise<StateRecord | null> {
    try {
      return recordOf(JSON.parse(await this.#gate.run(undefined, () => this.#ask(id))), writtenAt)
    } catch (error) {
      // What went wrong was told as a command; the container stays broken, with the reason that we found.
      if (error instanceof RuncError || error instanceof SyntaxError) return null
      throw error
    }
  }
}

/** Exported for its tests. The start time and the cgroups are the living process's own; a stopped one has neither. */
export function recordOf(value: unknown, writtenAt: number): StateRecord | null {
  if (!isObject(value) || typeof value['status'] !== 'string' || typeof value['id'] !== 'string') return null
  const { pid, created, ociVersion, rootfs, bundle, annotations } = value
  const init = typeof pid === 'number' && pid > 0 ? identify(pid) : null
  return {
    pid: init?.pid ?? 0,
    startTime: init?.startTime ?? 0,
    created: textOf(created),
    writtenAt,
    ociVersion: textOf(ociVersion),
    rootfs: textOf(rootfs),
    bundle: textOf(bundle),
    annotations: Object.fromEntries(
      Object.entries(isObject(annotations) ? annotations : {}).map(([name, text]) => [name, String(text)]),
    ),
    cgroupPaths: init ? cgroupPathsOf(init.pid) : {},
    // Not known: then every process is ended by name, not only the first.
    hasPrivatePids: false,
    capabilities: {},
  }
}

/** From /proc/PID/cgroup: `4:memory:/a/b`, or `0::/a/b` for the unified hierarchy. */
function cgroupPathsOf(pid: number): Record<string, string> {
  const text = ignoringMissing(() => readFileSync(`/proc/${pid}/cgroup`, 'utf8')) ?? ''
  const paths: Record<string, string> = {}
  for (const line of text.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.+)$/.exec(line) ?? []
    if (controllers === undefined || path === undefined) continue
    for (const name of controllers.split(',')) {
      const mounts = name === '' ? ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'] : [`/sys/fs/cgroup/${name}`]
      const found = mounts.map((mount) => join(mount, path)).find((directory) => existsSync(directory))
      if (found !== undefined) paths[name] = found
    }
  }
  return paths
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
