// What came of an action on many containers, in words: as a sentence, and as a text to take along.
import type { Bulk, BulkState } from '../../stores/bulk.ts'
import { commandText } from '../../ui/command-text.ts'
import { errorText } from '../../ui/error-text.ts'
import { actionDone, actionNames } from './words.ts'

export const outcomeWords: Record<BulkState, string> = {
  waiting: 'waits',
  working: 'under way',
  done: 'done',
  failed: 'failed',
  left: 'left alone',
}

/** `Stopping 3 of 12`, `Stopped 12`, `Stopped 11 of 12, 1 failed`. */
export function bulkSentence({ action, entries, isRunning }: Bulk): string {
  const count = (state: BulkState): number => entries.filter((entry) => entry.state === state).length
  const [done, failed, left] = [count('done'), count('failed'), count('left')]
  const all = entries.length
  const rest = [failed > 0 ? `${failed} failed` : '', left > 0 ? `${left} left alone` : ''].filter(Boolean)
  const head = isRunning
    ? `${actionNames[action].replace('…', '')}: ${done + failed + left} of ${all}`
    : `${actionDone[action]} ${done === all ? `all ${all}` : `${done} of ${all}`}`
  return [head, ...rest].join(', ')
}

/** A line for each container, and what its failure said below it. */
export function bulkReport(bulk: Bulk): string {
  const lines = bulk.entries.map(({ name, key, state, error }) => {
    const instead = error?.detail?.instead
    const said = error === null ? '' : `\n${indented(errorText(error))}`
    const command = instead === undefined ? '' : `\n  instead: ${commandText(instead)}`
    return `${name} (${key}): ${outcomeWords[state]}${said}${command}`
  })
  return [bulkSentence(bulk), ...lines].join('\n')
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}
