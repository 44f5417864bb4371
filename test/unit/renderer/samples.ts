// Containers to test the page's stores with.
import type { ContainerPatch, ContainerSnapshot, ContainerSummary } from '../../../src-shared/model.ts'

export function container(id: string, fields: Partial<ContainerSummary> = {}): ContainerSummary {
  return {
    id,
    root: '/run/runc',
    status: 'running',
    operation: null,
    pid: 100,
    bundle: `/bundles/${id}`,
    rootfs: `/bundles/${id}/rootfs`,
    createdAt: '2026-08-01T10:00:00.000Z',
    startedAt: null,
    owner: 'other',
    ownsBundle: false,
    hasCgroup: true,
    terminal: false,
    exit: null,
    problem: null,
    ...fields,
  }
}

export function snapshot(version: number, containers: ContainerSummary[]): ContainerSnapshot {
  return { version, asOf: '2026-08-01T12:00:00.000Z', containers, problem: null }
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
