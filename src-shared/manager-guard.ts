// Containers of another manager: which actions behind its back would surprise it, why, and what it offers instead. The
// page asks here before it acts, the engine refuses by it. Observing, shells and signals surprise nobody: every manager
// watches for the end of its containers and reckons with processes that come and go.
import type { Action } from './actions.ts'
import type { ContainerSummary, ManagerKind } from './model.ts'

export interface ManagerWarning {
  /** What its manager would make of it; one or two sentences. */
  sentence: string
  /** The command that the manager offers for the same; null when it has none. */
  instead: string[] | null
}

/** As much of a container as this needs to know. */
export type Managed = Pick<ContainerSummary, 'id' | 'owner'>

type GuardedAction = 'start' | 'stop' | 'pause' | 'resume' | 'checkpoint' | 'delete' | 'limits'
type Foreign = Exclude<ManagerKind, 'self' | 'other'>

export const managerNames: Record<Foreign, string> = {
  docker: 'Docker',
  containerd: 'containerd',
  kubernetes: 'Kubernetes',
  podman: 'Podman',
  'cri-o': 'CRI-O',
}

/** Null for what may be done without asking: the action is harmless, or the container is nobody else's. */
export function managerWarning(action: Action | 'limits', container: Managed): ManagerWarning | null {
  const { kind } = container.owner
  if (kind === 'self' || kind === 'other' || action === 'kill' || action === 'terminal') return null
  const name = managerNames[kind]
  return {
    sentence: `It belongs to ${name}. ${consequences[action](name, kind)}`,
    instead: action === 'limits' ? null : commandsOf[kind](container)[action],
  }
}

/** Managers that start again what has ended. */
function restarts(kind: Foreign): boolean {
  return kind === 'kubernetes' || kind === 'cri-o'
}

const consequences: Record<GuardedAction, (name: string, kind: Foreign) => string> = {
  start: (name) =>
    `${name} is not told of a start that it did not order, and goes on believing it is not running.`,
  stop: (name, kind) =>
    restarts(kind)
      ? `${name} sees an end that it did not order, and starts another in its place.`
      : `${name} sees an end that it did not order: a restart policy starts it again.`,
  pause: (name) => `${name} is not told of a pause, shows it as running, and its health checks fail.`,
  resume: (name) => `${name} is not told of it and goes on showing it as paused.`,
  checkpoint: (name) =>
    `${name} knows nothing of checkpoints that it did not take; one that ends the container is an end that it did not order.`,
  limits: (name) => `${name} is not told of it: it goes on showing its own limits, and may set them again.`,
  delete: (name) => `${name} keeps what it stores of it and fails later at what is no longer there.`,
}

/** Of limits the command depends on which: see electron/engine/limits. */
type Commands = Record<Exclude<GuardedAction, 'limits'>, string[] | null>

/** Docker and Podman take the same words. */
function likeDocker(program: string, { id, owner }: Managed): Commands {
  const name = owner.name ?? id
  return {
    start: [program, 'start', name],
    stop: [program, 'stop', name],
    pause: [program, 'pause', name],
    resume: [program, 'unpause', name],
    checkpoint:
      program === 'docker'
        ? [program, 'checkpoint', 'create', name, 'CHECKPOINT']
        : [program, 'container', 'checkpoint', name],
    delete: [program, 'rm', '--force', name],
  }
}

/** The kubelet decides what runs; crictl can end or remove, which it then makes good. It cannot pause. */
function likeKubernetes({ id }: Managed): Commands {
  return {
    start: ['crictl', 'start', id],
    stop: ['crictl', 'stop', id],
    pause: null,
    resume: null,
    checkpoint: ['crictl', 'checkpoint', `--export=${id}.tar`, id],
    delete: ['crictl', 'rm', '--force', id],
  }
}

const commandsOf: Record<Foreign, (container: Managed) => Commands> = {
  docker: (container) => likeDocker('docker', container),
  podman: (container) => likeDocker('podman', container),
  kubernetes: likeKubernetes,
  'cri-o': likeKubernetes,
  containerd: ({ id, owner }) => {
    const task = ['ctr', '--namespace', owner.namespace ?? 'default', 'task']
    return {
      // It has a word only for making a task anew.
      start: null,
      stop: [...task, 'kill', '--signal', 'SIGTERM', id],
      pause: [...task, 'pause', id],
      resume: [...task, 'resume', id],
      checkpoint: [...task, 'checkpoint', id],
      delete: [...task, 'delete', '--force', id],
    }
  },
}
