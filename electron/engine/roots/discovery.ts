// Finds the runc roots of the machine and tells when one comes, goes, opens or closes.
import { statSync } from 'node:fs'
import type { RootKind } from '../../../src-shared/model.ts'
import { WatchLimit } from '../../runtime/index.ts'
import type { Candidate } from './candidates.ts'
import { watchPattern, type FoundDirectory, type PathPattern } from './path-pattern.ts'

export interface FoundRoot extends FoundDirectory {
  kind: RootKind
}

export interface Discovery {
  /** Every one that is there, each directory once; of the `added` ones also those that are not. */
  roots(): FoundRoot[]
  /** A path that the user named; looked at at once. */
  add(path: string): void
  remove(path: string): void
  dispose(): void
}

/** Managers make several directories at once when they start. */
const gatherMs = 10
/** How often one looks while the kernel grants no watches. */
const degradedMs = 5000

export function createDiscovery(
  candidates: readonly Candidate[],
  onChanged: () => void,
  /** The sentence of a WatchLimit; null when there is none any more. */
  onWarning: (sentence: string | null) => void,
): Discovery {
  const patterns = new Map<Candidate, PathPattern>()
  let timer: NodeJS.Timeout | null = null
  let isDisposed = false

  function refresh(): void {
    timer = null
    let limit: WatchLimit | null = null
    for (const pattern of patterns.values()) {
      try {
        pattern.refresh()
      } catch (error) {
        if (!(error instanceof WatchLimit)) throw error
        limit = error
      }
    }
    onWarning(limit?.message ?? null)
    if (limit !== null) refreshIn(degradedMs)
  }
  function refreshIn(milliseconds: number): void {
    if (isDisposed || timer !== null) return
    timer = setTimeout(() => {
      refresh()
      onChanged()
    }, milliseconds).unref()
  }
  function watch(candidate: Candidate): void {
    patterns.set(
      candidate,
      watchPattern(candidate.pattern, () => refreshIn(gatherMs)),
    )
  }

  for (const candidate of candidates) watch(candidate)
  refresh()

  return {
    roots() {
      const found = [...patterns].flatMap(([{ kind }, pattern]) =>
        pattern.found().map(({ path, access }): FoundRoot => ({ path, access, kind })),
      )
      return eachOnce(found.filter(({ access, kind }) => access !== 'absent' || kind === 'added'))
    },
    add(path) {
      watch({ pattern: path, kind: 'added' })
      refresh()
      onChanged()
    },
    remove(path) {
      for (const [candidate, pattern] of patterns) {
        if (candidate.kind !== 'added' || candidate.pattern !== path) continue
        pattern.dispose()
        patterns.delete(candidate)
      }
      onChanged()
    },
    dispose() {
      isDisposed = true
      if (timer !== null) clearTimeout(timer)
      for (const pattern of patterns.values()) pattern.dispose()
    },
  }
}

/** By what it is, not by its name: `/var/run` is `/run`. What the user named comes last and gives way. */
function eachOnce(roots: readonly FoundRoot[]): FoundRoot[] {
  const seen = new Set<string>()
  return roots.filter(({ path }) => {
    const identity = identityOf(path)
    const isNew = !seen.has(path) && (identity === null || !seen.has(identity))
    seen.add(path)
    if (identity !== null) seen.add(identity)
    return isNew
  })
}

export function identityOf(path: string): string | null {
  try {
    const { dev, ino } = statSync(path)
    return `${dev}:${ino}`
  } catch {
    return null // Not there, or not to be seen: then only its name tells.
  }
}
