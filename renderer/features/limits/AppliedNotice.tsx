// What was changed last: from what, to what, what the kernel made of it, and the way back.
import { Undo2 } from 'lucide-react'
import type { LimitChanges } from '../../../src-shared/limits-model.ts'
import { Button } from '../../ui/Button.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { valueText } from './fields.ts'
import type { Applied } from './undo-memory.ts'

export interface AppliedNoticeProps {
  applied: Applied
  isBusy: boolean
  /** Null: there is no way back. */
  undo: LimitChanges | null
  onUndo: (undo: LimitChanges) => void
}

export function AppliedNotice({ applied, isBusy, undo, onUndo }: AppliedNoticeProps) {
  const { wanted, inForce } = applied
  return (
    <section aria-label="Applied" className="flex items-start gap-3">
      <ul className="figures flex min-w-0 flex-1 flex-col">
        {wanted.length === 0 && <li>Applied.</li>}
        {wanted.map(({ one, before, value }) => {
          const now = one.read(inForce)
          return (
            <li key={one.name} className="[overflow-wrap:anywhere] select-text">
              {one.label}: <span className="text-text-muted">{visibleText(valueText(one, before))} →</span>{' '}
              <strong>{visibleText(valueText(one, now))}</strong>
              {now !== value && one.kind !== 'text' && (
                <span className="text-warning"> (asked for {visibleText(valueText(one, value))})</span>
              )}
            </li>
          )
        })}
      </ul>
      {undo && (
        <Button icon={<Undo2 size={14} aria-hidden />} isBusy={isBusy} onClick={() => onUndo(undo)}>
          Undo
        </Button>
      )}
    </section>
  )
}
