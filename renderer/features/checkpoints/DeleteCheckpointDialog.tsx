// Before a checkpoint is deleted: what is lost, for it cannot be had again.
import type { Checkpoint } from '../../../src-shared/checkpoint-model.ts'
import { deleteCheckpoint } from '../../stores/checkpoints.ts'
import { useContainers } from '../../stores/containers.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { formatBytes } from '../../ui/format-figures.ts'
import { QuestionDialog } from '../../ui/QuestionDialog.tsx'
import { visibleText } from '../../ui/visible-text.ts'

interface DeleteCheckpointDialogProps {
  containerKey: string
  checkpoint: Checkpoint
}

export function DeleteCheckpointDialog({ containerKey, checkpoint }: DeleteCheckpointDialogProps) {
  const { name, directory, size, exit } = checkpoint
  const isGone = useContainers(({ byKey }) => !byKey.has(containerKey))
  return (
    <QuestionDialog
      title={
        <>
          Delete checkpoint <bdi className="code">{visibleText(name)}</bdi>?
        </>
      }
      answer="Delete"
      look="danger"
      onAnswer={() => void deleteCheckpoint(containerKey, name)}
      onClose={closeDialog}
    >
      <p>
        This cannot be undone. It removes{' '}
        <bdi className="code break-all select-text">{visibleText(directory)}</bdi>
        {size === 0 ? '' : `, ${formatBytes(size)} on disk`}.
      </p>
      {exit && isGone && (
        <p className="text-warning">
          The container ended with it: without the checkpoint it cannot be brought back.
        </p>
      )}
    </QuestionDialog>
  )
}
