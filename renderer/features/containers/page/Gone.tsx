// The page of a container that is no longer there: what it was, and the way back.
import { ArrowLeft, Ghost } from 'lucide-react'
import { useEffect } from 'react'
import { splitKey } from '../../../../src-shared/container-key.ts'
import type { ContainerSummary } from '../../../../src-shared/model.ts'
import { loadCheckpoints, useCheckpoints } from '../../../stores/checkpoints.ts'
import { goTo } from '../../../stores/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { visibleText } from '../../../ui/visible-text.ts'
import { CheckpointList } from '../../checkpoints/CheckpointList.tsx'
import { ContainerCommands } from './ContainerCommands.tsx'

export function Gone({ containerKey, last }: { containerKey: string; last: ContainerSummary | null }) {
  const checkpoints = useCheckpoints(({ lists }) => lists.get(containerKey)?.checkpoints)
  const isAtWork = useCheckpoints(
    ({ work, failures }) => work.has(containerKey) || failures.has(containerKey),
  )
  const hasCheckpoints = isAtWork || (checkpoints !== undefined && checkpoints.length > 0)
  const ending = checkpoints?.findLast(({ exit }) => exit)
  useEffect(() => void loadCheckpoints(containerKey), [containerKey])
  return (
    <EmptyState icon={<Ghost size={20} aria-hidden />} title="This container is gone">
      <p className="text-text-muted">
        <bdi className="code text-text [overflow-wrap:anywhere] select-text">
          {visibleText(splitKey(containerKey).id)}
        </bdi>{' '}
        {ending === undefined ? 'was deleted' : 'ended with a checkpoint, or was deleted'}
        {last === null ? '' : `; the last that was seen of it was that it was ${last.status}`}.
        {last !== null && last.bundle !== '' && !last.ownsBundle && (
          <>
            {' '}
            Its bundle{' '}
            <bdi className="code text-text [overflow-wrap:anywhere] select-text">
              {visibleText(last.bundle)}
            </bdi>{' '}
            is not affected.
          </>
        )}
      </p>
      <Button
        look="primary"
        icon={<ArrowLeft size={14} aria-hidden />}
        onClick={() => goTo({ name: 'containers' })}
      >
        Back to the list
      </Button>
      {hasCheckpoints && (
        <div className="flex w-full flex-col gap-1 pt-2">
          <h3 className="text-small font-normal text-text-muted">Its checkpoints</h3>
          <div className="@container -mx-4">
            <CheckpointList containerKey={containerKey} whyNotInPlace={null} changed={last} />
          </div>
        </div>
      )}
      <div className="flex w-full flex-col gap-1 pt-2">
        <h3 className="text-small font-normal text-text-muted">Commands run on it</h3>
        <ContainerCommands containerKey={containerKey} />
      </div>
    </EmptyState>
  )
}
