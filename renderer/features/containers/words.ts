// A container's state, end and owner in words, the same in the list, on its page and in questions.
import { stopGraceMs } from '../../../src-shared/actions.ts'
import type { Action } from '../../../src-shared/actions.ts'
import type {
  ContainerOwner,
  ContainerStatus,
  ContainerSummary,
  ExitInfo,
  ManagerKind,
  Operation,
  RootKind,
  RuncRoot,
} from '../../../src-shared/model.ts'

/** What the row says while it happens. */
export function operationWord(operation: Operation): string {
  return `${operation}…`
}

const seconds = (milliseconds: number): string => `${milliseconds / 1000} s`

/** How long Stop waits, in words. */
export const stopGrace = seconds(stopGraceMs)

/** What an action does that its name does not say. */
export const actionHints: Partial<Record<Action, string>> = {
  stop: `TERM, then KILL to what has not ended after ${stopGrace}`,
}

/** What follows the commands of a stop. */
export const thenKill = `and then, if it has not ended after ${stopGrace}, the same with KILL.`

/** What is said of a stop that came to KILL. */
export const killedByStop = `It did not end within ${stopGrace} of TERM, and was ended by KILL.`

/** A stop that waits; null in its first second, in which nearly every container ends. */
export function waitingStop(secondsLeft: number): { short: string; long: string; hint: string } | null {
  if (secondsLeft * 1000 >= stopGraceMs) return null
  const hint = `It was sent TERM, and is sent KILL ${stopGrace} later unless it has ended.`
  return secondsLeft === 0
    ? { short: 'killing…', long: 'stopping: KILL now', hint }
    : { short: `KILL in ${secondsLeft} s`, long: `stopping: KILL in ${secondsLeft} s`, hint }
}

/** What each action shows of itself on the row until its answer is there; null for what changes no state. */
export const operationOf: Record<Action, Operation | null> = {
  start: 'starting',
  stop: 'stopping',
  kill: 'killing',
  pause: 'pausing',
  resume: 'resuming',
  checkpoint: 'checkpointing',
  delete: 'deleting',
  terminal: null,
}

export const actionNames: Record<Action, string> = {
  start: 'Start',
  stop: 'Stop',
  kill: 'Kill…',
  pause: 'Pause',
  resume: 'Resume',
  checkpoint: 'Checkpoint…',
  delete: 'Delete',
  terminal: 'Open terminal',
}

/** What an action does to a container, to follow “Could not” and “Cannot”. */
export function actionPhrase(action: Action, id: string): string {
  return action === 'terminal' ? `open a terminal in ${id}` : `${action} ${id}`
}

export const ownerNames: Record<ManagerKind, string> = {
  self: 'this app',
  docker: 'Docker',
  containerd: 'containerd',
  kubernetes: 'Kubernetes',
  podman: 'Podman',
  'cri-o': 'CRI-O',
  other: 'another tool',
}

/** For the beginning of a sentence about who keeps a container. */
export function managerName(kind: ManagerKind): string {
  return { ...ownerNames, self: 'This app', other: 'Another tool' }[kind]
}

/** Whose it is, for the head of its page. */
export function keptBy({ kind, namespace }: ContainerOwner): string {
  if (kind === 'self') return 'made by this app'
  if (kind === 'other') return 'made by another tool'
  return `kept by ${ownerNames[kind]}${namespace === null ? '' : `, namespace ${namespace}`}`
}

/** What an action has done, before a number of containers. */
export const actionDone: Record<Action, string> = {
  start: 'Started',
  stop: 'Stopped',
  kill: 'Signalled',
  pause: 'Paused',
  resume: 'Resumed',
  checkpoint: 'Checkpointed',
  delete: 'Deleted',
  terminal: 'Opened',
}

/** The head of a group: an owner's name, or the path of a root as it is. */
export function groupTitle(name: string): string {
  const kind = (Object.keys(ownerNames) as ManagerKind[]).find((known) => known === name)
  return kind === undefined ? name : managerName(kind)
}

/** Whose a root is. */
export const rootNames: Record<RootKind, string> = {
  runc: 'runc itself, and whoever shares its root',
  docker: 'Docker',
  containerd: 'containerd',
  'cri-o': 'CRI-O',
  added: 'Added by you',
}

/** What there is to say of a root that is not watched. */
export const rootStateWords: Record<Exclude<RuncRoot['state'], 'watched'>, string> = {
  unreadable: 'cannot be read',
  absent: 'not there now',
}

/** Of one whose state cannot be read we know who made it only when it was us. */
export function isMakerKnown({ owner, status }: Pick<ContainerSummary, 'owner' | 'status'>): boolean {
  return owner.kind === 'self' || status !== 'broken'
}

/** Whether an end is one to look at; a code that nobody saw is not. */
export function isBadExit(exit: ExitInfo | null): boolean {
  return exit !== null && (exit.oomKilled || (exit.code !== null && exit.code !== 0))
}

/** How it ended, shortest: `0`, `137`, `?`. */
export function exitCodeText(exit: ExitInfo): string {
  return exit.code === null ? '?' : String(exit.code)
}

/** How it ended, in a sentence. */
export function exitSentence(exit: ExitInfo | null): string {
  if (exit?.checkpoint !== undefined)
    return `It ended with its checkpoint “${exit.checkpoint}”, and waits there.`
  if (exit === null) return 'How it ended is not known: nothing watched it.'
  if (exit.oomKilled) return `The kernel ended it for lack of memory${codeAside(exit)}.`
  if (exit.stopGraceMs !== undefined)
    return `It did not end within ${seconds(exit.stopGraceMs)} of TERM, so Stop ended it by KILL${codeAside(exit)}.`
  if (exit.signal !== null) return `A ${exit.signal} signal ended it${codeAside(exit)}.`
  if (exit.code === null) return 'It ended, but its exit code is not known: nothing watched it.'
  if (exit.code === 0) return 'It ended well, with exit code 0.'
  return `It ended with exit code ${exit.code}${wellKnownCodes[exit.code] ?? ''}.`
}

function codeAside({ code }: ExitInfo): string {
  return code === null ? '' : ` (exit code ${code})`
}

/** Codes that shells and runtimes agree on. */
const wellKnownCodes: Readonly<Record<number, string>> = {
  126: ', which means that the command could not be run',
  127: ', which means that the command was not found',
}

const stateSentences: Record<Exclude<ContainerStatus, 'stopped' | 'running'>, string> = {
  creating: 'runc is creating it.',
  created: 'Everything is set up; its program has not been started.',
  pausing: 'It is being frozen.',
  paused: 'Its processes are frozen. They keep their memory and go on when it is resumed.',
  broken: 'Its state cannot be read.',
}

/** Whether it is well, in a sentence; null when it runs and there is nothing to add to that. */
export function stateSentence(container: ContainerSummary): string | null {
  if (container.problem !== null) return container.problem
  if (container.status === 'stopped') return exitSentence(container.exit)
  if (container.status === 'running') return null
  return stateSentences[container.status]
}

/** `12 running · 1 paused · 3 stopped`, in a fixed order, without what there is none of. */
export function countsText(counts: Readonly<Partial<Record<ContainerStatus, number>>>): string {
  const order: readonly ContainerStatus[] = [
    'running',
    'pausing',
    'paused',
    'creating',
    'created',
    'stopped',
    'broken',
  ]
  const parts = order.flatMap((status) => (counts[status] ? [`${counts[status]} ${status}`] : []))
  return parts.length === 0 ? 'no containers' : parts.join(' · ')
}
