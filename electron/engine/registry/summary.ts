// One row of the list: what the runtime read, together with what calls are doing to it.
import type { ContainerOwner, ContainerSummary, Operation } from '../../../src-shared/model.ts'
import type { ContainerState } from '../../runtime/index.ts'
import { boundedLabels, boundedOwner } from './labels.ts'

/** What is known of a container that runc has not heard of yet. */
export interface Announcement {
  /** How it comes to be. */
  operation: 'creating' | 'restoring'
  id: string
  root: string
  bundle: string
  ownsBundle: boolean
}

/** What the list knows of a container beside its state. */
export interface RowFacts {
  key: string
  number: number
  operation: Operation | null
  killsAt: string | null
  owner: ContainerOwner
  labels: Readonly<Record<string, string>>
  cgroupSharing: ContainerSummary['cgroupSharing']
}

export function summarize(
  state: ContainerState,
  { key, number, operation, killsAt, owner, labels, cgroupSharing }: RowFacts,
): ContainerSummary {
  // While we make it, a state directory without state.json is not a fault yet.
  const isBeingMade = (operation === 'creating' || operation === 'restoring') && state.status === 'broken'
  return {
    key,
    number,
    id: state.id,
    root: state.root,
    status: isBeingMade ? 'creating' : state.status,
    operation,
    ...(killsAt === null ? {} : { killsAt }),
    pid: state.pid,
    bundle: state.bundle,
    rootfs: state.rootfs,
    createdAt: state.created,
    startedAt: state.startedAt,
    owner: boundedOwner(owner),
    labels: boundedLabels(labels),
    ownsBundle: state.ownsBundle,
    hasCgroup: state.hasCgroup,
    cgroupSharing,
    foreignUid: state.foreignUid,
    terminal: state.terminal,
    exit: state.exit,
    problem: isBeingMade ? null : state.problem,
  }
}

export function summarizeAnnounced(key: string, number: number, announced: Announcement): ContainerSummary {
  return {
    key,
    number,
    ...announced,
    status: 'creating',
    pid: null,
    rootfs: '',
    createdAt: null,
    startedAt: null,
    owner: { kind: 'self', name: null, namespace: null, image: null },
    labels: {},
    hasCgroup: true,
    cgroupSharing: null,
    foreignUid: null,
    terminal: false,
    exit: null,
    problem: null,
  }
}
