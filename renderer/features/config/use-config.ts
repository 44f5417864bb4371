// What a container is configured to be: read when the tab opens and whenever the container changes.
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { CallResult } from '../../../src-shared/contract.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { engine } from '../../engine/index.ts'
import { toErrorInfo } from '../../ui/error-text.ts'

export interface ConfigState {
  report: CallResult<'config.read'> | null
  error: ErrorInfo | null
  reload: () => void
}

export function useConfig(container: ContainerSummary): ConfigState {
  const [report, setReport] = useState<ConfigState['report']>(null)
  const [error, setError] = useState<ErrorInfo | null>(null)
  const [round, setRound] = useState(0)
  const reload = useCallback(() => setRound((count) => count + 1), [])
  // A new summary is a change of the container, and so a reason to ask again.
  const request = useMemo(() => ({ container, round }), [container, round])

  useEffect(() => {
    const { key } = request.container
    let isCurrent = true
    async function load(): Promise<void> {
      try {
        const answer = await engine.call('config.read', { key })
        if (!isCurrent) return
        setReport(answer)
        setError(null)
      } catch (failure) {
        // What was known stays on the page.
        if (isCurrent) setError(toErrorInfo(failure))
      }
    }
    void load()
    return () => {
      isCurrent = false
    }
  }, [request])

  return { report, error, reload }
}
