// There is no engine, or it does not answer: what it said last, and how to go on.
import { RotateCw, Unplug } from 'lucide-react'
import { useState } from 'react'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import { restartEngine, useEngineState } from '../../engine/index.ts'
import { loadContainers } from '../../stores/containers.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { toErrorInfo } from '../../ui/error-text.ts'

/** With an `error` the engine runs but could not tell the list. */
export function EngineFailed({ error }: { error?: ErrorInfo }) {
  const message = useEngineState(({ process }) => process.message)
  const [isTrying, setIsTrying] = useState(false)
  const [refused, setRefused] = useState<ErrorInfo | null>(null)

  async function tryAgain(): Promise<void> {
    setIsTrying(true)
    setRefused(null)
    try {
      if (error) await loadContainers()
      else await restartEngine()
    } catch (failure) {
      setRefused(toErrorInfo(failure))
    } finally {
      setIsTrying(false)
    }
  }

  const shown = refused ?? error
  return (
    <EmptyState
      icon={<Unplug size={20} aria-hidden />}
      title={error ? 'The containers could not be read' : 'The engine does not run'}
    >
      <p className="text-text-muted">
        The engine is the part of Runc Desktop that talks to runc. Your containers are not touched: each runs
        on its own, and all of them will be listed when it is back.
      </p>
      {shown ? (
        <ErrorNotice title="It did not work" error={shown} className="w-full" />
      ) : (
        message !== null && <p className="[overflow-wrap:anywhere] select-text">{message}</p>
      )}
      <Button
        look="primary"
        isBusy={isTrying}
        icon={<RotateCw size={14} aria-hidden />}
        onClick={() => void tryAgain()}
      >
        Try again
      </Button>
    </EmptyState>
  )
}
