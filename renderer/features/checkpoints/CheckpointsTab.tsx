// The checkpoints of a container that is there.
import { refusal } from '../../../src-shared/actions.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { CheckpointList } from './CheckpointList.tsx'

export function CheckpointsTab({ container }: { container: ContainerSummary }) {
  return (
    <div className="@container flex min-h-0 flex-1 flex-col overflow-y-auto">
      <CheckpointList
        containerKey={container.key}
        whyNotTaken={refusal('checkpoint', container)}
        // A stopped one makes way for what is restored in its place; a living one does not.
        whyNotInPlace={
          container.status === 'stopped'
            ? null
            : `It is ${container.status}. It has to end before it is restored in its place.`
        }
        changed={container}
      />
    </div>
  )
}
