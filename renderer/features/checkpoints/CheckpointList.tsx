// The checkpoints of one container, the newest first, what is being done with them, and what went wrong.
import { Camera } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { dismissCheckpointFailure, loadCheckpoints, useCheckpoints } from '../../stores/checkpoints.ts'
import { openDialog } from '../../stores/overlays.ts'
import { Button } from '../../ui/Button.tsx'
import { useElapsed } from '../../ui/clock.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { SkeletonBar, useIsSlow } from '../../ui/Skeleton.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import type { CheckpointWork } from '../../stores/checkpoints.ts'
import { CheckpointEntry } from './CheckpointEntry.tsx'

export interface CheckpointListProps {
  containerKey: string
  /** Why none can be taken now; null when one can. Of a container that is gone that is no question. */
  whyNotTaken?: string | null
  /** Why none can be restored in its place now. */
  whyNotInPlace: string | null
  /** Of what the list may have changed with: it is read anew when this is another. */
  changed: unknown
}

export function CheckpointList({ containerKey, whyNotTaken, whyNotInPlace, changed }: CheckpointListProps) {
  const list = useCheckpoints(({ lists }) => lists.get(containerKey))
  const problem = useCheckpoints(({ problems }) => problems.get(containerKey))
  const failure = useCheckpoints(({ failures }) => failures.get(containerKey))
  const work = useCheckpoints((state) => state.work.get(containerKey))
  const isSlow = useIsSlow(!list && !problem)

  useReload(containerKey, changed)

  const reason = work ? `${work.title}.` : null
  const take = whyNotTaken !== undefined && (
    <Button
      look={list?.checkpoints.length === 0 && list.support.isSupported ? 'primary' : 'secondary'}
      icon={<Camera size={14} aria-hidden />}
      keys="C"
      reason={whyNotTaken ?? reason}
      onClick={() => openDialog({ name: 'checkpoint', key: containerKey })}
    >
      Take a checkpoint…
    </Button>
  )
  return (
    <section aria-label="Checkpoints" className="flex min-h-0 flex-1 flex-col">
      {list && !list.support.isSupported && (
        <p className="border-b border-line px-4 py-2.5 text-warning select-text">
          {visibleText(list.support.reason ?? '')}
        </p>
      )}
      {problem && (
        <ErrorNotice title="Could not read its checkpoints" error={problem} className="mx-4 mt-3" />
      )}
      {failure && (
        <ErrorNotice
          {...failure}
          onDismiss={() => dismissCheckpointFailure(containerKey)}
          className="mx-4 mt-3"
        />
      )}
      {work && <Progress work={work} />}
      {!list && isSlow && <SkeletonBar className="m-4 w-60" />}
      {list && list.checkpoints.length === 0 && !work && (
        <EmptyState icon={<Camera size={20} aria-hidden />} title="No checkpoints">
          <p className="text-text-muted">
            A checkpoint keeps what its processes have in memory, their open files and pipes, written by CRIU.
            From it the container goes on later where it was, in its own place or as a clone. Files of its
            root file system are not part of it.
          </p>
          {take}
        </EmptyState>
      )}
      {list && list.checkpoints.length > 0 && (
        <>
          <div className="flex h-11 shrink-0 items-center gap-2 px-4">
            <p className="flex-1 text-text-muted">The root file system is not part of a checkpoint.</p>
            {take}
          </div>
          <ul aria-label="Checkpoints" className="flex flex-col border-t border-line">
            {list.checkpoints.toReversed().map((checkpoint) => (
              <CheckpointEntry
                key={checkpoint.name}
                containerKey={containerKey}
                checkpoint={checkpoint}
                whyBusy={reason}
                whyNotInPlace={whyNotInPlace}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** Reads the list now and whenever the container has changed: somebody else may have taken one, or restored it. */
function useReload(containerKey: string, changed: unknown): void {
  const last = useRef<unknown>(undefined)
  useEffect(() => {
    if (last.current === changed) return
    last.current = changed
    void loadCheckpoints(containerKey)
  })
}

function Progress({ work }: { work: CheckpointWork }) {
  const elapsed = useElapsed(work.startedAt)
  return (
    <div className="mx-4 mt-3 flex items-center gap-2 rounded-control border border-line bg-surface-2 py-1.5 pr-1.5 pl-2.5">
      <output className="min-w-0 flex-1 truncate">
        <bdi>{visibleText(work.title)}</bdi>…
      </output>
      <span className="figures text-text-muted">{elapsed}</span>
      <Button onClick={work.cancel}>Cancel</Button>
    </div>
  )
}
