// What a container's own page shows beyond its row: asked for when the page opens and whenever the container changes;
// while it runs also every so often, since nobody tells when it writes.
import { useEffect, useState } from 'react'
import type { ErrorInfo } from '../../../../src-shared/errors.ts'
import type { ContainerDetail, ContainerSummary } from '../../../../src-shared/model.ts'
import { engine } from '../../../engine/index.ts'
import { toErrorInfo } from '../../../ui/error-text.ts'

/** Often enough to read along, seldom enough to cost nothing: the engine reads two small files. */
const againAfterMs = 2_000

export interface DetailState {
  detail: ContainerDetail | null
  error: ErrorInfo | null
}

export function useDetail(container: ContainerSummary): DetailState {
  const [state, setState] = useState<DetailState>({ detail: null, error: null })

  // A new summary is a change of the container, and so a reason to ask again.
  useEffect(() => {
    const { key, owner, status } = container
    const writes = owner.kind === 'self' && status === 'running'
    let isCurrent = true
    let timer: ReturnType<typeof setTimeout> | undefined

    async function load(): Promise<void> {
      clearTimeout(timer)
      try {
        const detail = await engine.call('containers.detail', { key })
        if (isCurrent) setState({ detail, error: null })
      } catch (error) {
        // What was known stays on the page.
        if (isCurrent) setState((before) => ({ ...before, error: toErrorInfo(error) }))
      }
      if (isCurrent && writes && document.visibilityState === 'visible') {
        timer = setTimeout(() => void load(), againAfterMs)
      }
    }

    function wake(): void {
      if (document.visibilityState === 'visible') void load()
    }

    void load()
    document.addEventListener('visibilitychange', wake)
    return () => {
      isCurrent = false
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', wake)
    }
  }, [container])

  return state
}
