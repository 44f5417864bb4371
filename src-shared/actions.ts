// Which action makes sense on a container now, and the sentence why not: the buttons, the keys and the engine's own
// guard all ask here, so that they cannot disagree.
import type { ContainerStatus, ContainerSummary } from './model.ts'

export const actions = [
  'start',
  'stop',
  'kill',
  'pause',
  'resume',
  'checkpoint',
  'delete',
  'terminal',
] as const
export type Action = (typeof actions)[number]

/** What Stop gives a container after TERM, before KILL, in milliseconds. */
export const stopGraceMs = 10_000

/** The states in which runc and containerd's shim take each action. */
const allowedIn: Record<Action, readonly ContainerStatus[]> = {
  start: ['created'],
  stop: ['created', 'running', 'paused'],
  kill: ['created', 'running', 'paused'],
  // runc would pause a created container too; the shim refuses, since start then hangs.
  pause: ['running'],
  resume: ['paused'],
  checkpoint: ['running', 'paused'],
  delete: ['created', 'running', 'paused', 'stopped', 'broken'],
  terminal: ['created', 'running'],
}

const stateSentence: Record<ContainerStatus, string> = {
  creating: 'It is still being created.',
  created: 'It is created, not started.',
  running: 'It is running.',
  pausing: 'It is being paused.',
  paused: 'It is paused.',
  stopped: 'It has stopped.',
  broken: 'Its state cannot be read.',
}

/** There are processes in it, which may be ended and may still write; of a broken one that is not known. */
export function hasProcesses({ status }: Pick<ContainerSummary, 'status'>): boolean {
  return status !== 'stopped' && status !== 'broken'
}

/** A runc container runs once: its init cannot be had again. */
const stoppedForGood = 'It has stopped; runc cannot start it again. Create it again from its bundle.'

/** Says why an action is refused now, in one sentence; null when it can be taken. */
export function refusal(
  action: Action,
  container: Pick<ContainerSummary, 'status' | 'operation' | 'hasCgroup' | 'foreignUid'>,
): string | null {
  if (container.foreignUid !== null) return foreignSentence(container.foreignUid)
  // Who will not wait for the end of a stop's grace may kill.
  const isImpatient = action === 'kill' && container.operation === 'stopping'
  if (container.operation !== null && !isImpatient) return `It is ${container.operation} at the moment.`
  if (!allowedIn[action].includes(container.status)) {
    return action === 'start' && container.status === 'stopped'
      ? stoppedForGood
      : stateSentence[container.status]
  }
  const isFrozenByIt = action === 'pause' || action === 'resume' || action === 'checkpoint'
  if (isFrozenByIt && !container.hasCgroup) {
    return 'It has no cgroup of its own (rootless, without delegation), and freezing it needs one.'
  }
  return null
}

/** Says why limits cannot be changed now, in one sentence; null when they can. */
export function limitsRefusal(
  container: Pick<ContainerSummary, 'status' | 'hasCgroup' | 'foreignUid'>,
): string | null {
  const { status, hasCgroup, foreignUid } = container
  if (foreignUid !== null) return foreignSentence(foreignUid)
  if (status !== 'created' && status !== 'running' && status !== 'paused') return stateSentence[status]
  return hasCgroup
    ? null
    : 'It has no cgroup of its own (rootless, without delegation), so nothing can be limited.'
}

/** runc trusts the state that it acts on: hooks, cgroup paths, the pid of init. */
export function foreignSentence(uid: number): string {
  return `User ${uid} can write what runc reads here, and runc would do it with your rights. It is for them to act on it.`
}
