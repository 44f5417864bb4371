// A labelled text field with one line below it for help or for what is wrong.
import { useId } from 'react'
import type { ComponentProps, ReactNode, Ref } from 'react'
import { classNames } from './class-names.ts'

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  label: string
  value: string
  onChange: (value: string) => void
  /** Shown below while nothing is wrong. */
  help?: ReactNode
  /** What is wrong with the value, in a sentence. */
  problem?: string | null
  /** A button beside the field. */
  children?: ReactNode
  isCode?: boolean
  ref?: Ref<HTMLInputElement>
}

export const fieldLook =
  'h-7 rounded-control border border-line-control bg-surface-1 px-2 text-text transition-colors focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-danger aria-invalid:outline-danger'

export function TextField(props: TextFieldProps) {
  const { label, value, onChange, help, problem, children, isCode = false, className, ...rest } = props
  const id = useId()
  const noteId = `${id}-note`
  const hasNote = Boolean(problem) || Boolean(help)
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="text-small text-text-muted">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          {...rest}
          id={id}
          type="text"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={problem ? true : undefined}
          aria-describedby={hasNote ? noteId : undefined}
          autoComplete="off"
          autoCorrect="off"
          autoCapitalize="off"
          spellCheck={false}
          className={classNames(fieldLook, 'min-w-0 flex-1', isCode && 'code')}
        />
        {children}
      </div>
      {/* Always there, so that a problem that comes or goes moves nothing. */}
      <div
        id={noteId}
        aria-live="polite"
        className={classNames(
          'min-h-5 text-small [overflow-wrap:anywhere]',
          problem ? 'text-danger' : 'text-text-muted',
        )}
      >
        {problem ?? help}
      </div>
    </div>
  )
}
