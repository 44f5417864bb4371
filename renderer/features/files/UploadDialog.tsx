// The question before files go into a container: which, where to, as whose, and what is replaced.
import { splitKey } from '../../../src-shared/container-key.ts'
import { useContainers } from '../../stores/containers.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { QuestionDialog } from '../../ui/QuestionDialog.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { uploadFiles } from './actions.ts'
import { joinPath, lastName } from './names.ts'
import { Path } from './Path.tsx'
import { countText } from './words.ts'

export interface UploadDialogProps {
  containerKey: string
  directory: string
  uploads: readonly { from: string; isReplacing: boolean }[]
}

export function UploadDialog({ containerKey, directory, uploads }: UploadDialogProps) {
  const isThere = useContainers(({ byKey }) => byKey.has(containerKey))
  const replaced = uploads.filter(({ isReplacing }) => isReplacing).length
  return (
    <QuestionDialog
      title={
        <>
          Upload {countText(uploads.length, 'file', 'files')} to{' '}
          <bdi className="code">{visibleText(splitKey(containerKey).id)}</bdi>?
        </>
      }
      answer={replaced > 0 ? 'Upload and replace' : 'Upload'}
      look={replaced > 0 ? 'danger' : 'primary'}
      reason={isThere ? null : 'It is gone.'}
      onAnswer={() => void uploadFiles({ key: containerKey }, directory, uploads)}
      onClose={closeDialog}
    >
      <ul className="flex flex-col gap-2">
        {uploads.map(({ from, isReplacing }) => (
          <li key={from} className="flex flex-col">
            <Path path={joinPath(directory, lastName(from))} />
            <span className="text-small text-text-muted">
              from <Path path={from} />
            </span>
            {isReplacing && (
              <span className="text-small text-danger">There is one already; what is in it is lost.</span>
            )}
          </li>
        ))}
      </ul>
      <p className="text-text-muted">
        {uploads.length === 1 ? 'It belongs' : 'They belong'} to the container’s root there, with the
        permissions that {uploads.length === 1 ? 'it has' : 'they have'} here.
      </p>
    </QuestionDialog>
  )
}
