// Where CRIU cannot work: why, and the way to try it all the same.
import type { CheckpointSupport } from '../../../src-shared/checkpoint-model.ts'
import { CheckBox } from '../../ui/CheckBox.tsx'
import { visibleText } from '../../ui/visible-text.ts'

interface SupportNoticeProps {
  support: CheckpointSupport | undefined
  isForced: boolean
  onForce: (isForced: boolean) => void
}

/** Nothing where it works, or while that is not known. */
export function SupportNotice({ support, isForced, onForce }: SupportNoticeProps) {
  if (support === undefined || support.isSupported) return null
  return (
    <div className="flex flex-col gap-2">
      <p className="text-warning select-text">{visibleText(support.reason ?? '')}</p>
      {support.criu !== null && <CheckBox label="Try all the same" isChecked={isForced} onChange={onForce} />}
    </div>
  )
}
