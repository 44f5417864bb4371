// What another manager makes of an action behind its back, and the command that it offers for the same.
import type { ManagerWarning } from '../../../src-shared/manager-guard.ts'
import type { ManagerKind } from '../../../src-shared/model.ts'
import { CommandLines } from '../../ui/CommandLines.tsx'
import { commandText } from '../../ui/command-text.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { WarningBox } from '../../ui/WarningBox.tsx'
import { managerName } from './words.ts'

export function ManagerAside({ kind, warning }: { kind: ManagerKind; warning: ManagerWarning }) {
  const { sentence, instead } = warning
  return (
    <WarningBox>
      <p className="[overflow-wrap:anywhere] select-text">
        <bdi>{visibleText(sentence)}</bdi>
      </p>
      {instead && (
        <>
          <p className="text-small text-text-muted">{`${managerName(kind)} itself does it with`}</p>
          <CommandLines lines={[commandText(instead)]} label="Copy its command" />
        </>
      )}
    </WarningBox>
  )
}
