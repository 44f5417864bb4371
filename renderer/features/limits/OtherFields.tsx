// What runc takes beside the named limits: any file of the unified hierarchy, and a check before memory is made less.
import { useId } from 'react'
import type { LimitsInForce } from '../../../src-shared/limits-model.ts'
import { CheckBox } from '../../ui/CheckBox.tsx'
import { classNames } from '../../ui/class-names.ts'
import { fieldLook } from '../../ui/Field.tsx'

export interface OtherFieldsProps {
  inForce: LimitsInForce
  /** Lines of `name = value`. */
  text: string
  isWrong: boolean
  isChecking: boolean
  onText: (text: string) => void
  onChecking: (isChecking: boolean) => void
}

export function OtherFields({ inForce, text, isWrong, isChecking, onText, onChecking }: OtherFieldsProps) {
  const id = useId()
  const { unified: noFiles, 'memory.checkBeforeUpdate': noCheck } = inForce.problems
  return (
    <fieldset className="flex min-w-0 flex-col">
      <legend className="pb-1 font-strong">By file</legend>
      <div className="grid grid-cols-[132px_minmax(0,1fr)] gap-x-3 py-1">
        {noFiles ? (
          <span className="leading-7 text-text-muted">Unified files</span>
        ) : (
          <label htmlFor={id} className="leading-7">
            Unified files
          </label>
        )}
        {noFiles ? (
          <p className="py-1 text-small text-text-muted">{noFiles}</p>
        ) : (
          <div className="flex flex-col">
            <textarea
              id={id}
              value={text}
              rows={2}
              maxLength={2000}
              spellCheck={false}
              placeholder="memory.oom.group = 1"
              aria-invalid={isWrong || undefined}
              onChange={(event) => onText(event.target.value)}
              className={classNames(fieldLook, 'code h-auto resize-y py-1')}
            />
            <p className={classNames('text-small', isWrong ? 'text-danger' : 'text-text-muted')}>
              Any file of its cgroup, a line each: name = value. These are not undone.
            </p>
          </div>
        )}
        <span className={classNames('leading-7', noCheck && 'text-text-muted')}>Check first</span>
        {noCheck ? (
          <p className="py-1 text-small text-text-muted">{noCheck}</p>
        ) : (
          <span className="py-1">
            <CheckBox
              label="Refuse a memory limit below what is in use"
              isChecked={isChecking}
              onChange={onChecking}
            />
          </span>
        )}
      </div>
    </fieldset>
  )
}
