// One row of the list: what the runtime read, together with what calls are doing to it.
import type { ContainerSummary, Operation } from '../../../src-shared/model.ts'
import type { ContainerState } from '../../runtime/index.ts'

/** What is known of a container that runc has not heard of yet. */
export interface Announcement {
  id: string
  root: string
  bundle: string
  ownsBundle: boolean
}

export function summarize(state: ContainerState, operation: Operation | null): ContainerSummary {
  // While we create it, a state directory without state.json is not a fault yet.
  const isBeingMade = operation === 'creating' && state.status === 'broken'
  return {
    id: state.id,
    root: state.root,
    status: isBeingMade ? 'creating' : state.status,
    operation,
    pid: state.pid,
    bundle: state.bundle,
    rootfs: state.rootfs,
    createdAt: state.created,
    startedAt: state.startedAt,
    owner: state.isSupervised ? 'self' : 'other',
    ownsBundle: state.ownsBundle,
    hasCgroup: state.hasCgroup,
    terminal: state.terminal,
    exit: state.exit,
    problem: isBeingMade ? null : state.problem,
  }
}

export function summarizeAnnounced(announced: Announcement): ContainerSummary {
  return {
    ...announced,
    status: 'creating',
    operation: 'creating',
    pid: null,
    rootfs: '',
    createdAt: null,
    startedAt: null,
    owner: 'self',
    hasCgroup: true,
    terminal: false,
    exit: null,
    problem: null,
  }
}
