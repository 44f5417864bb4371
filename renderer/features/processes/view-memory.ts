// How one left the processes of a container: what was filtered, folded, sorted and chosen is the same when one comes back to them.
import { create } from 'zustand'
import type { ProcessSort } from './sort.ts'

export interface ProcessView {
  filter: string
  /** Ids of processes whose children are out of sight. */
  folded: ReadonlySet<string>
  /** The id of the one that keys act on. */
  cursor: string | null
  /** Null for the tree. */
  sort: ProcessSort | null
}

/** Containers that are remembered. */
const mostKept = 50

const fresh: ProcessView = { filter: '', folded: new Set(), cursor: null, sort: null }

const useViews = create<{ byKey: ReadonlyMap<string, ProcessView> }>(() => ({ byKey: new Map() }))

export function useProcessView(key: string): ProcessView {
  return useViews(({ byKey }) => byKey.get(key) ?? fresh)
}

export function changeProcessView(key: string, change: Partial<ProcessView>): void {
  useViews.setState(({ byKey }) => {
    const next = new Map(byKey)
    next.delete(key)
    next.set(key, { ...(byKey.get(key) ?? fresh), ...change })
    for (const oldest of next.keys()) {
      if (next.size <= mostKept) break
      next.delete(oldest)
    }
    return { byKey: next }
  })
}
