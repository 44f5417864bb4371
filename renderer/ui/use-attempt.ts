// Something that a button tries: whether it is under way, and what the last try came to.
import { useState } from 'react'
import type { ErrorInfo } from '../../src-shared/errors.ts'
import { toErrorInfo } from './error-text.ts'

export interface Attempt {
  isBusy: boolean
  /** Why the last try failed; null while another one is under way. */
  error: ErrorInfo | null
  start: () => void
}

export function useAttempt(work: () => Promise<void>): Attempt {
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<ErrorInfo | null>(null)

  async function attempt(): Promise<void> {
    setIsBusy(true)
    setError(null)
    try {
      await work()
    } catch (failure) {
      setError(toErrorInfo(failure))
    } finally {
      setIsBusy(false)
    }
  }

  return { isBusy, error, start: () => void attempt() }
}
