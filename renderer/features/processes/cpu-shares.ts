// How much of a core each process uses: what it used between two readings, by the time between them.
import type { ProcessList } from '../../../src-shared/processes-model.ts'
import { idOf } from './tree.ts'

/** By `idOf`, 1 for a whole core; those that were not there before are missing. */
export function cpuShares(before: ProcessList | null, now: ProcessList): ReadonlyMap<string, number> {
  const shares = new Map<string, number>()
  const elapsedMs = before === null ? 0 : now.readAt - before.readAt
  if (before === null || elapsedMs <= 0) return shares
  const used = new Map(before.processes.map((process) => [idOf(process), process.cpuMs]))
  for (const process of now.processes) {
    const earlier = used.get(idOf(process))
    if (earlier === undefined) continue
    shares.set(idOf(process), Math.max(0, process.cpuMs - earlier) / elapsedMs)
  }
  return shares
}
