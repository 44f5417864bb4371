// What a container says of itself while something is done to it; of a stop that waits, when KILL follows.
import type { ContainerSummary, Operation } from '../../../src-shared/model.ts'
import { useSecondsTo } from '../../ui/clock.ts'
import { operationWord, waitingStop } from './words.ts'

export interface OperationWords {
  /** For a narrow place. */
  short: string
  long: string
  hint: string | null
}

/** Null while nothing is done to it. */
export function useOperationWords(
  { killsAt }: Pick<ContainerSummary, 'killsAt'>,
  operation: Operation | null,
): OperationWords | null {
  const seconds = useSecondsTo(operation === 'stopping' && killsAt !== undefined ? killsAt : null)
  if (operation === null) return null
  const waiting = seconds === null ? null : waitingStop(seconds)
  return waiting ?? { short: operationWord(operation), long: operationWord(operation), hint: null }
}
