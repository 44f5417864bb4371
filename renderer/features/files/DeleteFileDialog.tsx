// The question before something is deleted in a container: what it is and how much is in it.
import { useEffect, useState } from 'react'
import { splitKey } from '../../../src-shared/container-key.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { FileLosses } from '../../../src-shared/files-contract.ts'
import { engine } from '../../engine/index.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { toErrorInfo } from '../../ui/error-text.ts'
import { formatBytes } from '../../ui/format-figures.ts'
import { QuestionDialog } from '../../ui/QuestionDialog.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { deleteFile } from './actions.ts'
import { lastName, visibleName } from './names.ts'
import { Path } from './Path.tsx'
import { countText, kindName } from './words.ts'

export function DeleteFileDialog({ containerKey, path }: { containerKey: string; path: string }) {
  const { losses, error } = useLosses(containerKey, path)
  const reason = losses === null ? (error?.message ?? 'It is being looked at.') : losses.problem
  return (
    <QuestionDialog
      title={
        <>
          Delete <bdi className="code">{visibleName(lastName(path))}</bdi>?
        </>
      }
      answer="Delete"
      look="danger"
      reason={reason}
      onAnswer={() => void deleteFile({ key: containerKey }, path)}
      onClose={closeDialog}
    >
      <p>
        <Path path={path} /> in <bdi className="code">{visibleText(splitKey(containerKey).id)}</bdi>
      </p>
      {/* Always there, so that nothing moves when it is known. */}
      <p className="min-h-5" aria-live="polite">
        {losses === null ? error === null && 'Counting what is in it…' : <Losses losses={losses} />}
      </p>
      {losses?.problem && (
        <p className="text-danger [overflow-wrap:anywhere]">{visibleName(losses.problem)}</p>
      )}
      {error && <ErrorNotice title="It could not be looked at" error={error} />}
      <p className="text-text-muted">This cannot be undone. Links are deleted, not what they lead to.</p>
    </QuestionDialog>
  )
}

function Losses({ losses }: { losses: FileLosses }) {
  const { kind, entries, bytes, isCut } = losses
  if (kind !== 'd') return `A ${kindName(kind)}${kind === 'f' ? ` of ${formatBytes(bytes)}` : ''}.`
  if (entries === 1) return 'An empty directory.'
  const within = countText(entries - 1, 'entry', 'entries')
  return `A directory with ${isCut ? 'more than ' : ''}${within} in it, ${isCut ? 'more than ' : ''}${formatBytes(bytes)}.`
}

function useLosses(key: string, path: string): { losses: FileLosses | null; error: ErrorInfo | null } {
  const [state, setState] = useState<{ losses: FileLosses | null; error: ErrorInfo | null }>({
    losses: null,
    error: null,
  })
  useEffect(() => {
    let isCurrent = true
    engine.call('files.losses', { key, path }).then(
      (losses) => isCurrent && setState({ losses, error: null }),
      (error: unknown) => isCurrent && setState({ losses: null, error: toErrorInfo(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [key, path])
  return state
}
