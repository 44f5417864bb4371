// One limit: what is in force, and the field in which it is changed, or why it cannot be.
import { Undo2 } from 'lucide-react'
import { useId } from 'react'
import type { LimitsInForce } from '../../../src-shared/limits-model.ts'
import { IconButton } from '../../ui/Button.tsx'
import { CheckBox } from '../../ui/CheckBox.tsx'
import { classNames } from '../../ui/class-names.ts'
import { fieldLook } from '../../ui/Field.tsx'
import { entryOf } from './draft.ts'
import type { Draft, Entry } from './draft.ts'
import { problemOf, valueText } from './fields.ts'
import type { LimitField } from './fields.ts'

export interface LimitRowProps {
  one: LimitField
  inForce: LimitsInForce
  draft: Draft
  /** What is wrong with what was typed. */
  problem: string | undefined
  /** More about its value. */
  aside: string | null
  /** Null: as it is in force. */
  onChange: (entry: Entry | null) => void
}

export function LimitRow({ one, inForce, draft, problem, aside, onChange }: LimitRowProps) {
  const id = useId()
  const impossible = problemOf(one, inForce)
  const entry = entryOf(one, draft, inForce)
  const hasField = impossible === null && one.kind !== 'switch'
  const isTouched = draft[one.name] !== undefined
  const value = one.read(inForce)
  const now = impossible === null || value !== null ? `now ${valueText(one, value)}` : null
  return (
    <fieldset
      aria-label={one.label}
      className="grid min-w-0 grid-cols-[132px_minmax(0,1fr)] items-start gap-x-3 py-1"
    >
      {hasField ? (
        <label htmlFor={id} className="leading-7">
          {one.label}
        </label>
      ) : (
        <span className={classNames('leading-7', impossible !== null && 'text-text-muted')}>{one.label}</span>
      )}
      {impossible === null ? (
        <div className="flex min-w-0 flex-col">
          <div className="flex items-center gap-3">
            {one.kind === 'switch' ? (
              <CheckBox
                label={one.help}
                isChecked={entry.text === '1'}
                onChange={(isOn) => onChange({ text: isOn ? '1' : '0', isUnlimited: false })}
              />
            ) : (
              <input
                id={id}
                type="text"
                value={entry.isUnlimited ? '' : entry.text}
                placeholder={entry.isUnlimited ? 'unlimited' : undefined}
                autoComplete="off"
                spellCheck={false}
                maxLength={200}
                aria-invalid={problem ? true : undefined}
                aria-describedby={`${id}-note`}
                onChange={(event) => onChange({ text: event.target.value, isUnlimited: false })}
                className={classNames(fieldLook, 'code w-32 shrink-0')}
              />
            )}
            {one.canBeUnlimited && (
              <span className="flex h-7 items-center">
                <CheckBox
                  label="Unlimited"
                  isChecked={entry.isUnlimited}
                  onChange={(isUnlimited) =>
                    onChange(isUnlimited ? { text: '', isUnlimited } : { text: entry.text, isUnlimited })
                  }
                />
              </span>
            )}
            <span className="figures min-w-0 flex-1 truncate text-right text-small text-text-muted">
              {now}
              {aside && ` · ${aside}`}
            </span>
            <span className="size-6 shrink-0">
              {isTouched && (
                <IconButton
                  size="row"
                  label={`Leave ${one.label} as it is`}
                  icon={<Undo2 size={14} aria-hidden />}
                  onClick={() => onChange(null)}
                />
              )}
            </span>
          </div>
          <p
            id={`${id}-note`}
            className={classNames('text-small', problem ? 'text-danger' : 'text-text-muted')}
          >
            {problem ?? (one.kind === 'switch' ? null : one.help)}
          </p>
        </div>
      ) : (
        <p className="py-1 text-small text-text-muted">
          {impossible}
          {value !== null && value !== '' && value !== 0 && ` (${now})`}
        </p>
      )}
    </fieldset>
  )
}
