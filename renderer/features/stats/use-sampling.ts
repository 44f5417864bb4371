// Reads what a container uses, each second, while its page is seen: the charts have a history whichever tab was open.
import { useEffect } from 'react'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { engine } from '../../engine/index.ts'
import { takeFailure, takeSample } from '../../stores/stats-history.ts'
import { mayUse } from '../../stores/usage.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { repeatWhileVisible } from '../../ui/while-visible.ts'
import { historyNow } from './use-history.ts'

const everyMs = 1000

export function useSampling(container: ContainerSummary): void {
  const { key } = container
  const isAlive = mayUse(container.status)
  const history = historyNow(container)
  useEffect(() => {
    if (!isAlive) return undefined
    let isCurrent = true
    const stop = repeatWhileVisible(async () => {
      try {
        const sample = await engine.call('stats.read', { key })
        if (isCurrent) takeSample(history, sample)
      } catch (error) {
        if (isCurrent) takeFailure(history, toErrorInfo(error))
      }
    }, everyMs)
    return () => {
      isCurrent = false
      stop()
    }
  }, [key, isAlive, history])
}
