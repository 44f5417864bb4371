// Told above the page while the engine is away but the list is still shown: what is known is kept, and how old it is.
import { CircleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { EngineState } from '../../src-shared/window-contract.ts'
import { isLive, restartEngine, useEngineState } from '../engine/index.ts'
import { useContainers } from '../stores/containers.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorNotice } from '../ui/ErrorNotice.tsx'
import { useAttempt } from '../ui/use-attempt.ts'

/** A reconnection that is quicker goes unseen. */
const showAfterMs = 400

const headlines: Partial<Record<EngineState['state'], string>> = {
  failed: 'The engine has stopped.',
  silent: 'The engine does not answer.',
}

export function EngineBanner() {
  const engineState = useEngineState()
  const { process } = engineState
  const isAway = !isLive(engineState)
  const isLoaded = useContainers((state) => state.isLoaded)
  const [isLate, setIsLate] = useState(false)
  const again = useAttempt(restartEngine)

  useEffect(() => {
    if (!isAway) return undefined
    const timer = setTimeout(setIsLate, showAfterMs, true)
    return () => {
      clearTimeout(timer)
      setIsLate(false)
    }
  }, [isAway])

  // Before the first list its own place says so.
  if (!isAway || !isLate || !isLoaded) return null
  const hasFailed = process.state === 'failed'
  return (
    <output className="flex shrink-0 flex-col gap-2 border-b border-warning-line bg-warning-surface px-4 py-1.5">
      <div className="flex min-h-7 items-center gap-2">
        <CircleAlert size={16} aria-hidden className="shrink-0 text-warning" />
        <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          <strong className="text-warning">
            {headlines[process.state] ?? 'The engine is being restarted.'}
          </strong>{' '}
          This is what was known before; your containers run on.
          {process.message !== null && <span className="text-text-muted"> {process.message}</span>}
        </p>
        {hasFailed && (
          <Button isBusy={again.isBusy} onClick={again.start}>
            Try again
          </Button>
        )}
      </div>
      {again.error && <ErrorNotice title="It did not work" error={again.error} />}
    </output>
  )
}
