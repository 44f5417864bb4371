// One row of the list: what the runtime read, together with what calls are doing to it.
import type { ContainerOwner, ContainerSummary, Operation } from '../../../src-shared/model.ts'
import type { ContainerState } from '../../runtime/index.ts'
import { boundedLabels } from './labels.ts'

/** What is known of a container that runc has not heard of yet. */
export interface Announcement {
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
}

export function summarize(state: ContainerState, { key, number, operation }: RowFacts): ContainerSummary {
  // While we create it, a state directory without state.json is not a fault yet.
  const isBeingMade = operation === 'creating' && state.status === 'broken'
  return {
    key,
    number,
    id: state.id,
    root: state.root,
    status: isBeingMade ? 'creating' : state.status,
    operation,
    pid: state.pid,
    bundle: state.bundle,
    rootfs: state.rootfs,
    createdAt: state.created,
    startedAt: state.startedAt,
    owner: { kind: state.isSupervised ? 'self' : 'other', ...nothingKnown },
    labels: boundedLabels(state.annotations),
    ownsBundle: state.ownsBundle,
    hasCgroup: state.hasCgroup,
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
    operation: 'creating',
    pid: null,
    rootfs: '',
    createdAt: null,
    startedAt: null,
    owner: { kind: 'self', ...nothingKnown },
    labels: {},
    hasCgroup: true,
    terminal: false,
    exit: null,
    problem: null,
  }
}

const nothingKnown: Omit<ContainerOwner, 'kind'> = { name: null, namespace: null, image: null }
