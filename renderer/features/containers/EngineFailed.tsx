// There is no engine, or it does not answer: what it said last, and how to go on.
import { RotateCw, Unplug } from 'lucide-react'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import { restartEngine, useEngineState } from '../../engine/index.ts'
import { loadContainers } from '../../stores/containers.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { useAttempt } from '../../ui/use-attempt.ts'

/** With an `error` the engine runs but could not tell the list. */
export function EngineFailed({ error }: { error?: ErrorInfo }) {
  const message = useEngineState(({ process }) => process.message)
  const again = useAttempt(error ? loadContainers : restartEngine)
  const shown = again.error ?? error
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
        isBusy={again.isBusy}
        icon={<RotateCw size={14} aria-hidden />}
        onClick={again.start}
      >
        Try again
      </Button>
    </EmptyState>
  )
}
