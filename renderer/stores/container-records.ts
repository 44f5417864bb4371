// The list of containers as data: how a snapshot and a patch change it. Pure; the store around it is containers.ts.
import type { ErrorInfo } from '../../src-shared/errors.ts'
import type { ContainerPatch, ContainerSnapshot, ContainerSummary } from '../../src-shared/model.ts'

export interface ContainerRecords {
  /** A Map, since what other tools name so may be anything. */
  byKey: ReadonlyMap<string, ContainerSummary>
  version: number
  /** When the engine last saw it so; null before the first snapshot. */
  asOf: string | null
  /** Why the runc root cannot be read; then the records are what was known last. */
  problem: ErrorInfo | null
  /** Keys that the last update touched; null when it was all of them. */
  changed: readonly string[] | null
}

export const noRecords: ContainerRecords = {
  byKey: new Map(),
  version: -1,
  asOf: null,
  problem: null,
  changed: null,
}

/** Takes a snapshot whole, but keeps the objects of what did not change, so that their rows are not drawn again. */
export function applySnapshot(records: ContainerRecords, snapshot: ContainerSnapshot): ContainerRecords {
  const byKey = new Map<string, ContainerSummary>()
  for (const container of snapshot.containers) {
    const known = records.byKey.get(container.key)
    byKey.set(container.key, known && isSame(known, container) ? known : container)
  }
  return { byKey, version: snapshot.version, asOf: snapshot.asOf, problem: snapshot.problem, changed: null }
}

/** Applies a patch; null when it does not follow on what we have and a snapshot is needed. */
export function applyPatch(records: ContainerRecords, patch: ContainerPatch): ContainerRecords | null {
  // A snapshot may have overtaken it.
  if (patch.version <= records.version) return records
  if (patch.fromVersion !== records.version) return null
  const byKey = new Map(records.byKey)
  for (const container of patch.upserted) byKey.set(container.key, container)
  for (const key of patch.removed) byKey.delete(key)
  const changed = [...patch.upserted.map(({ key }) => key), ...patch.removed]
  return { byKey, version: patch.version, asOf: patch.asOf, problem: patch.problem, changed }
}

function isSame(one: ContainerSummary, other: ContainerSummary): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** What a row shows: a change of it is worth a tint. */
export function isVisibleChange(before: ContainerSummary | undefined, after: ContainerSummary): boolean {
  return (
    before === undefined ||
    before.status !== after.status ||
    before.pid !== after.pid ||
    before.exit?.code !== after.exit?.code ||
    before.problem !== after.problem
  )
}
