// A labelled field of several lines, with one line below it for help or for what is wrong.
import { useId } from 'react'
import { classNames } from '../../../ui/class-names.ts'
import { fieldLook } from '../../../ui/Field.tsx'

export interface TextAreaProps {
  label: string
  value: string
  placeholder: string
  help: string
  problem: string | undefined
  onChange: (value: string) => void
}

export function TextArea({ label, value, placeholder, help, problem, onChange }: TextAreaProps) {
  const id = useId()
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-small text-text-muted">
        {label}
      </label>
      <textarea
        id={id}
        value={value}
        rows={2}
        placeholder={placeholder}
        aria-invalid={problem ? true : undefined}
        aria-describedby={`${id}-note`}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        className={classNames(fieldLook, 'code h-auto min-h-12 resize-y py-1')}
      />
      <div
        id={`${id}-note`}
        aria-live="polite"
        className={classNames('min-h-5 text-small', problem ? 'text-danger' : 'text-text-muted')}
      >
        {problem ?? help}
      </div>
    </div>
  )
}
