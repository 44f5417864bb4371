// What came of an action on many containers, in words: as a sentence, and as a text to take along.
import type { Bulk, BulkState } from '../../stores/bulk.ts'
import { commandText } from '../../ui/command-text.ts'
import { errorText } from '../../ui/error-text.ts'
import { actionDone, actionNames } from './words.ts'

export const outcomeWords: Record<BulkState, string> = {
  waiting: 'waits',
  working: 'under way',
  done: 'done',
  unchanged: 'left as it was',
  failed: 'failed',
  left: 'not begun',
}

/** `Stop: 3 of 12`, `Stopped all 12`, `Stopped 9 of 12, 2 left as they were, 1 failed`. */
export function bulkSentence({ action, entries, isRunning }: Bulk): string {
  const count = (state: BulkState): number => entries.filter((entry) => entry.state === state).length
  const [done, unchanged, failed, left] = [count('done'), count('unchanged'), count('failed'), count('left')]
  const all = entries.length
  const rest = [
    unchanged > 0 ? `${unchanged} left as ${unchanged === 1 ? 'it was' : 'they were'}` : '',
    failed > 0 ? `${failed} failed` : '',
    left > 0 ? `${left} not begun` : '',
  ].filter(Boolean)
  const head = isRunning
    ? `${actionNames[action].replace('…', '')}: ${done + unchanged + failed + left} of ${all}`
    : `${actionDone[action]} ${done === all ? `all ${all}` : `${done} of ${all}`}`
  return [head, ...rest].join(', ')
}

/** A line for each container, and what is to be said of it below. */
export function bulkReport(bulk: Bulk): string {
  const lines = bulk.entries.map(({ name, key, state, error, note }) => {
    const instead = error?.detail?.instead
    const text = error === null ? note : errorText(error)
    const said = text === null ? '' : `\n${indented(text)}`
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
