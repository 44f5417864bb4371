// What the dock says: names of tabs and regions, and how a program ended.
import { splitKey } from '../../../src-shared/container-key.ts'
import type { TerminalSummary } from '../../../src-shared/terminal-model.ts'
import { formatDuration } from '../../ui/format.ts'
import { hasSession } from '../../stores/terminal-tabs.ts'
import type { TerminalTab } from '../../stores/terminals.ts'

/** Null when neither is known. */
type Ending = Pick<NonNullable<TerminalSummary['exit']>, 'code' | 'signal'>

/** The program's name without its directory; `shell` while it is not known which one it is. */
export function programName(args: readonly string[] | null): string {
  const program = args?.[0]
  if (program === undefined) return 'shell'
  return program.split('/').findLast((part) => part !== '') ?? program
}

type Labelled = Pick<TerminalTab, 'containerKey' | 'args' | 'number' | 'request' | 'session'>

/**
 * A tab's label: whose it is (its id without a better name), which gives way first, and which one: ` · sh`, ` · sh 2`. A name
 * of its own is all that is said.
 */
export function tabParts(
  { containerKey, args, number, request, session }: Labelled,
  container = splitKey(containerKey).id,
): { whose: string; which: string } {
  if (session?.name) return { whose: '', which: session.name }
  const which = ` · ${request === null ? 'its own' : programName(args)}`
  return { whose: container, which: number === 1 ? which : `${which} ${number}` }
}

/** `web-1 · sh`, `web-1 · sh 2`, `build`. */
export function tabLabel(tab: Labelled, container?: string): string {
  const { whose, which } = tabParts(tab, container)
  return `${whose}${which}`
}

/** The accessible name of the region with the screen. */
export function regionLabel(
  { containerKey, number }: Pick<TerminalTab, 'containerKey' | 'number'>,
  container = splitKey(containerKey).id,
): string {
  return `Terminal ${container} ${number}`
}

/** `Exited with code 42`, `Killed by SIGKILL (137)`. */
export function endingSentence({ code, signal }: Ending): string {
  if (signal !== null) return code === null ? `Killed by ${signal}` : `Killed by ${signal} (${code})`
  return code === null ? 'Ended; its exit code is not known' : `Exited with code ${code}`
}

/** ` after 3 min`; nothing when the start was not seen. */
export function endingDuration(durationMs: number | null): string {
  return durationMs === null ? '' : ` after ${formatDuration(durationMs)}`
}

/** The same for a tab: `exit 42`, `SIGKILL`. */
export function endingWord({ code, signal }: Ending): string {
  return signal ?? (code === null ? 'ended' : `exit ${code}`)
}

export type TabMark = 'opening' | 'running' | 'ended' | 'failed'

/** What the mark before a tab's label shows, and the word after it; no word while all is as it should be. */
export function tabState(tab: Pick<TerminalTab, 'state' | 'session'>): {
  mark: TabMark
  word: string | null
} {
  if (tab.state === 'opening') return { mark: 'opening', word: 'opening' }
  if (tab.state === 'failed') return { mark: 'failed', word: 'failed' }
  if (tab.state === 'lost') return { mark: 'failed', word: 'lost' }
  if (tab.state === 'broken') return { mark: 'failed', word: 'cut off' }
  const exit = tab.session?.exit ?? null
  if (exit === null) return { mark: 'running', word: null }
  if (exit.error !== null) return { mark: 'failed', word: 'failed' }
  return { mark: exit.code === 0 ? 'ended' : 'failed', word: endingWord(exit) }
}

/** Whether a program still runs in it, which closing would end. */
export function hasProgram(tab: Pick<TerminalTab, 'state' | 'session'>): boolean {
  return hasSession(tab) && tab.session !== null && tab.session.exit === null
}
