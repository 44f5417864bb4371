// Containers to test the page's stores with.
import { keyOf, splitKey } from '../../../src-shared/container-key.ts'
import type { ContainerPatch, ContainerSnapshot, ContainerSummary } from '../../../src-shared/model.ts'

export const root = '/run/runc'

/** The key of a container of these tests. */
export function key(id: string): string {
  return keyOf(root, id)
}

/** The ids of keys, for comparing. */
export function ids(keys: Iterable<string>): string[] {
  return [...keys].map((one) => splitKey(one).id)
}

export function container(id: string, fields: Partial<ContainerSummary> = {}): ContainerSummary {
  return {
    key: key(id),
    number: 1,
    id,
    root,
    status: 'running',
    operation: null,
    pid: 100,
    bundle: `/bundles/${id}`,
    rootfs: `/bundles/${id}/rootfs`,
    createdAt: '2026-08-01T10:00:00.000Z',
    startedAt: null,
    owner: { kind: 'other', name: null, namespace: null, image: null },
    labels: {},
    ownsBundle: false,
    hasCgroup: true,
    cgroupSharing: null,
    foreignUid: null,
    terminal: false,
    exit: null,
    problem: null,
    ...fields,
  }
}

export function snapshot(version: number, containers: ContainerSummary[]): ContainerSnapshot {
  return { version, asOf: '2026-08-01T12:00:00.000Z', containers, roots: [], problem: null }
}

export function patch(fromVersion: number, fields: Partial<ContainerPatch>): ContainerPatch {
  return {
    fromVersion,
    version: fromVersion + 1,
    asOf: '2026-08-01T12:00:01.000Z',
    upserted: [],
    removed: [],
    problem: null,
    ...fields,
  }
}
