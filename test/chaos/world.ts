// What must be true of the machine after all that was done: an expectation per container. Where an operation was cut off,
// it is a choice of states; a check that finds one of them makes it the only one.
import type { ContainerStatus } from '../../src-shared/model.ts'
import type { Program } from './programs.ts'

/** What was done to its files behind the engine's back. */
export type Damage = 'state' | 'metadata' | 'exit' | 'log' | 'monitor'

export interface Expectation {
  id: string
  program: Program
  /** `unsure`: a creation or deletion of it was cut off, so it is there whole or gone whole. */
  presence: 'sure' | 'unsure'
  statuses: Set<ContainerStatus>
  /** The codes with which it may end or have ended; null stands for one that nobody can know. */
  endings: Set<number | null>
  /** Its conmon was killed: its output ends there, and perhaps nobody will know its code. */
  isMonitorLost: boolean
  /** It was brought back from a checkpoint, with a conmon of its own, at about the time that one was killed. */
  isMonitorUnsure: boolean
  damages: Set<Damage>
  /** Made by runc itself, or known to be of ours no longer: nothing of it is the engine's to keep. */
  isForeign: boolean
  /** The bundle was made by the engine for it alone. */
  ownsBundle: boolean
  /** Init on the host, as last seen. */
  pid: number | null
}

export interface World {
  containers: Map<string, Expectation>
  /** Every id that there ever was: those that are not expected must have left nothing. */
  ids: Set<string>
  /** Last argument of the programs that shells of the living engine run; of dead ones there must be none. */
  shells: Set<string>
  /** Names of directories in the root that were put there and are no containers. */
  ghosts: Set<string>
}

export function createWorld(): World {
  return { containers: new Map(), ids: new Set(), shells: new Set(), ghosts: new Set() }
}

export function expectContainer(
  world: World,
  id: string,
  program: Program,
  about: Partial<Expectation> = {},
): Expectation {
  const expectation: Expectation = {
    id,
    program,
    presence: 'sure',
    statuses: new Set<ContainerStatus>(['created']),
    endings: new Set(program.ends === null ? [] : [program.ends]),
    isMonitorLost: false,
    isMonitorUnsure: false,
    damages: new Set(),
    isForeign: false,
    ownsBundle: false,
    pid: null,
    ...about,
  }
  world.containers.set(id, expectation)
  world.ids.add(id)
  return expectation
}

/** States in which it may be by now when it was in one of these. */
export function withTime(
  { program }: Expectation,
  statuses: Iterable<ContainerStatus>,
): Set<ContainerStatus> {
  const all = new Set(statuses)
  if (all.has('running') && program.ends !== null) all.add('stopped')
  return all
}
