// Processes in words.
import type { ProcessRow } from '../../../src-shared/processes-model.ts'
import { commandText } from '../../ui/command-text.ts'

const states: Readonly<Record<string, { word: string; meaning: string }>> = {
  R: { word: 'running', meaning: 'On a processor, or waiting for one.' },
  S: { word: 'sleeping', meaning: 'Waiting for something to happen.' },
  D: { word: 'blocked', meaning: 'Waiting for a device or for memory; no signal reaches it until then.' },
  T: { word: 'stopped', meaning: 'Stopped by a signal; CONT lets it go on.' },
  t: { word: 'traced', meaning: 'Held by a debugger.' },
  Z: { word: 'zombie', meaning: 'It has ended, and its parent has not asked how.' },
  X: { word: 'dead', meaning: 'It is just going.' },
  I: { word: 'idle', meaning: 'A thread of the kernel without work.' },
}

export function stateWord(state: string): string {
  return states[state]?.word ?? state
}

export function stateMeaning(state: string): string | null {
  return states[state]?.meaning ?? null
}

/** What it runs, as one would type it; the kernel's name in brackets where it has no command line, as ps has it. */
export function commandOf({ commandLine, name }: Pick<ProcessRow, 'commandLine' | 'name'>): string {
  return commandLine.length === 0 ? `[${name}]` : commandText(commandLine)
}

type Stranger = NonNullable<ProcessRow['stranger']>

/** Whose it is, when it only shares the cgroup, to follow its command. */
export function strangerWord({ container }: Stranger): string {
  return container === null ? 'not of this container' : `of ${container}`
}

export function strangerSentence({ container }: Stranger): string {
  return container === null
    ? 'It is in the cgroup of this container, but not in its mount or pid namespace.'
    : `It is a process of “${container}”, which shares the cgroup of this container.`
}

/** By name where that is known, with numbers otherwise. */
export function userOf({ user, uid, hostUid }: Pick<ProcessRow, 'user' | 'uid' | 'hostUid'>): string {
  return user ?? String(uid ?? hostUid)
}

/** Who that is, inside and on the host. */
export function userSentence(process: Pick<ProcessRow, 'user' | 'uid' | 'hostUid'>): string {
  const { user, uid, hostUid } = process
  const inside = uid === null ? 'a user that the container does not have' : `user ${uid} in the container`
  const name = user === null ? '' : `${user}: `
  return uid === hostUid ? `${name}user ${hostUid}` : `${name}${inside}, ${hostUid} on the host`
}
