// What every session is, whatever stands behind it, and what all of them tell in the same way.
import type { TerminalSummary } from '../../../src-shared/terminal-model.ts'
import type { ByteChannel, StreamEndpoint } from '../contract/service.ts'

export type TerminalExit = NonNullable<TerminalSummary['exit']>

export interface Session {
  readonly id: string
  summary(): TerminalSummary
  /** One more viewer, or one that comes back (`after`: see the contract); its end is told through the channel. */
  attach(channel: ByteChannel<'terminal'>, after: number | null): StreamEndpoint<'terminal'>
  rename(name: string | null): void
  /** Why it does not answer at the moment. */
  notice(sentence: string | null): void
  /** Throws for what is no signal, or cannot be sent one. */
  signal(signal: string): void
  /** Ends the program, if closing does that; resolves when its viewers have been told. Nothing is kept. */
  close(): Promise<void>
  /** The engine goes: ends what cannot live without it, lets go of the rest. */
  dispose(): Promise<void>
}

/** What does not change in a session's life. */
export type SessionIdentity = Omit<TerminalSummary, 'name' | 'notice' | 'inputProblem' | 'exit'>

/** The summary of one session as it changes. `onChanged` hears of each change. */
export interface Telling {
  readonly summary: () => TerminalSummary
  readonly exit: TerminalExit | null
  readonly rename: (name: string | null) => void
  readonly notice: (sentence: string | null) => void
  /** It takes no input; the sentence says why. */
  readonly inputRefused: (sentence: string) => void
  readonly ended: (exit: TerminalExit) => void
}

export function createTelling(
  identity: SessionIdentity,
  name: string | null,
  onChanged: () => void,
): Telling {
  let current: TerminalSummary = { ...identity, name, notice: null, inputProblem: null, exit: null }
  function change(changes: Partial<TerminalSummary>): void {
    current = { ...current, ...changes }
    onChanged()
  }
  return {
    summary: () => current,
    get exit() {
      return current.exit
    },
    rename: (wanted) => change({ name: wanted }),
    notice(sentence) {
      if (current.exit === null && current.notice !== sentence) change({ notice: sentence })
    },
    inputRefused(sentence) {
      if (current.inputProblem !== sentence) change({ inputProblem: sentence })
    },
    ended: (exit) => change({ exit, notice: null }),
  }
}
