// The one question before a container is deleted: what will be lost, what stays, and by which commands.
import { useEffect, useState } from 'react'
import { hasProcesses, refusal } from '../../../src-shared/actions.ts'
import { managerWarning } from '../../../src-shared/manager-guard.ts'
import { splitKey } from '../../../src-shared/container-key.ts'
import type { ContainerDetail, ContainerSummary } from '../../../src-shared/model.ts'
import { engine } from '../../engine/index.ts'
import { nameOf } from '../../stores/container-order.ts'
import { useContainers } from '../../stores/containers.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { CommandLines } from '../../ui/CommandLines.tsx'
import { FoldedText } from '../../ui/FoldedText.tsx'
import { QuestionDialog } from '../../ui/QuestionDialog.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { ManagerAside } from './ManagerAside.tsx'
import { deleteContainer } from './perform.ts'
import { SharedCgroupAside } from './SharedCgroupAside.tsx'
import { usePreview } from './use-preview.ts'

export function DeleteDialog({ containerKey }: { containerKey: string }) {
  const container = useContainers(({ byKey }) => byKey.get(containerKey))
  const logPath = useLogPath(containerKey)
  const lines = usePreview(containerKey, 'delete')
  const reason = container ? refusal('delete', container) : 'It is gone already.'
  const isKilled = container !== undefined && hasProcesses(container)
  const warning = container ? managerWarning('delete', container) : null

  return (
    <QuestionDialog
      title={
        <>
          Delete{' '}
          <bdi className="code">{visibleText(container ? nameOf(container) : splitKey(containerKey).id)}</bdi>
          ?
        </>
      }
      answer={`${isKilled ? 'Kill and delete' : 'Delete'}${warning ? ' anyway' : ''}`}
      look="danger"
      reason={reason}
      onAnswer={() => void deleteContainer(containerKey, isKilled, warning !== null)}
      onClose={closeDialog}
    >
      {container && warning && <ManagerAside kind={container.owner.kind} warning={warning} />}
      {container && <Losses container={container} isKilled={isKilled} logPath={logPath} />}
      {container && <SharedCgroupAside container={container} signal={null} />}
      {lines && lines.length > 0 && (
        <div className="flex flex-col gap-1">
          <CommandLines label="Copy commands" lines={lines} />
          {lines.length > 1 && (
            <p className="text-small text-text-muted">The second only works once the first has ended it.</p>
          )}
        </div>
      )}
    </QuestionDialog>
  )
}

interface LossesProps {
  container: ContainerSummary
  isKilled: boolean
  logPath: string | null
}

function Losses({ container, isKilled, logPath }: LossesProps) {
  const { status, pid, bundle, ownsBundle } = container
  return (
    <>
      <p>This cannot be undone. It removes:</p>
      <ul className="flex list-disc flex-col gap-1 pl-5 marker:text-text-muted">
        {isKilled && (
          <li>
            its {status} process{pid === null ? '' : ` (pid ${pid})`} and everything else that runs in it, at
            once
          </li>
        )}
        <li>the container and what runc knows of it</li>
        {ownsBundle && (
          <li>
            its bundle, which was made for it alone, with every file written in it: <Path>{bundle}</Path>
          </li>
        )}
        {logPath !== null && (
          <li>
            its log and exit code: <Path>{logPath}</Path>
          </li>
        )}
      </ul>
      {!ownsBundle && bundle !== '' && (
        <p className="text-text-muted">
          Its bundle <Path>{bundle}</Path> stays as it is.
        </p>
      )}
    </>
  )
}

const longPath = 300

function Path({ children }: { children: string }) {
  const look = 'code break-all text-text select-text'
  // A line or two stand in the sentence; a path of thousands of characters would be all there is.
  if (children.length > longPath) return <FoldedText text={visibleText(children)} className={look} />
  return <bdi className={look}>{visibleText(children)}</bdi>
}

function useLogPath(key: string): string | null {
  const [detail, setDetail] = useState<ContainerDetail | null>(null)
  useEffect(() => {
    let isCurrent = true
    engine.call('containers.detail', { key }).then(
      (answer) => isCurrent && setDetail(answer),
      // Without it the question lacks one line; deleting will say what is wrong.
      () => {},
    )
    return () => {
      isCurrent = false
    }
  }, [key])
  return detail?.logPath ?? null
}
