// Before something is done to a container that another manager keeps: what it would not expect, the command that it offers
// instead, and the way to go on nevertheless.
import { useContainers } from '../../stores/containers.ts'
import { closeDialog } from '../../stores/overlays.ts'
import type { GuardedAction } from '../../stores/overlays.ts'
import { nameOf } from '../../stores/container-order.ts'
import { CommandLines } from '../../ui/CommandLines.tsx'
import { QuestionDialog } from '../../ui/QuestionDialog.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { ManagerAside } from './ManagerAside.tsx'
import { goOnAnyway } from './perform.ts'
import { usePreview } from './use-preview.ts'
import { actionNames, managerName, thenKill } from './words.ts'

export function GuardDialog({ guarded }: { guarded: GuardedAction }) {
  const { action, key, error } = guarded
  const container = useContainers(({ byKey }) => byKey.get(key))
  const lines = usePreview(key, action)
  const manager = container ? managerName(container.owner.kind) : 'Another manager'
  const name = visibleText(container ? nameOf(container) : key)
  return (
    <QuestionDialog
      title={
        <>
          {manager} keeps <bdi className="code">{name}</bdi>
        </>
      }
      answer={`${actionNames[action]} anyway`}
      look={action === 'delete' ? 'danger' : 'secondary'}
      reason={container ? null : 'It is gone.'}
      onAnswer={() => void goOnAnyway(guarded)}
      onClose={closeDialog}
    >
      <ManagerAside
        kind={container?.owner.kind ?? 'other'}
        warning={{ sentence: error.message, instead: error.detail?.instead ?? null }}
      />
      {lines && lines.length > 0 && (
        <div className="flex flex-col gap-1">
          <p className="text-small text-text-muted">Going on here runs, behind its back</p>
          <CommandLines lines={lines} label="Copy runc command" />
          {action === 'stop' && <p className="text-small text-text-muted">{thenKill}</p>}
        </div>
      )}
    </QuestionDialog>
  )
}
